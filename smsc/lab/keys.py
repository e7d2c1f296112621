"""The keys of ``[[fault]]`` and ``[[account]]`` as keywords: what editors complete, and checkers of types know.

The sections check the values. What they make something else of is written here as in a world's file.
"""

from typing import Literal, Required, TypeAlias, TypedDict, TypeVar

from pdu.text.data_coding import DefaultAlphabet
from smsc.centre.wishes import DeliverWith, LongMessages, PartReceipts, Receipts
from smsc.faults.effects import Stage
from smsc.smpp.terms import BindAs, Verdict, Version

T = TypeVar("T")
Array: TypeAlias = tuple[T, ...] | list[T]


class FaultKeys(TypedDict, total=False):
    """Where, whom, how often, and with what effect; times are in seconds, ``split`` in octets.

    ``smsc fault stages`` tells which effects each stage has.
    """

    stage: Required[Stage]
    account: str | None
    pdu: str | None
    source: str | None
    destination: str | None
    text: str | None
    tlv: str | None
    every: int
    probability: float
    times: int | None

    command_status: str | int | None
    message_id: str | None
    message_state: str | None
    stat: str | None
    error: str | None
    absence: float | None
    delay: float | None
    jitter: float | None
    silence: bool
    loss: bool
    duplicate: bool
    disconnect: Literal["before", "after", "half-open"] | None
    swap: bool
    before_response: bool
    another_bind: bool
    split: int | None
    glue: bool
    malformed: str | None


class AccountKeys(TypedDict, total=False):
    """The numbers of an account and its terms, besides its ``system_id`` and ``password``; a limit of 0 is none."""

    addresses: Array[str]
    sc: str | None

    max_binds: int
    binds: Array[BindAs]
    versions: Array[Version]
    system_type: str | None
    networks: Array[str]
    tls_required: bool
    binds_exceeded: Literal["ESME_RALYBND", "ESME_RBINDFAIL"]

    source_addr: Array[str]
    source_addr_ton: Array[int]
    source_addr_npi: Array[int]
    destination_addr: Array[str]
    dest_addr_ton: Array[int]
    dest_addr_npi: Array[int]

    default_alphabet: DefaultAlphabet | str

    window: int
    messages_per_second: float
    burst: int
    queue: int
    window_exceeded: Verdict
    rate_exceeded: Verdict
    queue_full: Verdict

    receipt_dialect: str
    receipt_tlvs: Array[str]
    receipts: Receipts | str
    part_receipts: PartReceipts | str
    deliver_with: DeliverWith | str
    long_messages: LongMessages | str
    outbind: str | None
    outbind_password: str
