"""SMPP v3.4 appendix B as it is spoken: receipts in every dialect, each of which has to be acknowledged."""

from datetime import UTC, datetime
from typing import Any, Final

from pdu.dialects import DIALECTS, Dialect
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.values import EsmClass, MessageState
from smsc.probe.check import RECEIVES, Conversation, Family
from smsc.probe.talk import FROM, TO, Talk

RECEIPTS: Final = Family("receipts")

_MESSAGE_ID: Final = "0A1B2C3D"  # in decimal or hexadecimal, with leading zeros or without: different in every dialect
_DATE: Final = datetime(2024, 11, 21, 9, 30, tzinfo=UTC)  # some time that a receipt may name


def receipt(
    dialect: Dialect = DIALECTS["appendix-b"],
    state: MessageState = MessageState.DELIVERED,
    message_id: str = _MESSAGE_ID,
    esm_class: EsmClass = EsmClass.MC_DELIVERY_RECEIPT,
) -> DeliverSm:
    """Make the receipt of a message, in a dialect."""
    text = Receipt(
        id=message_id,
        sub=1,
        dlvrd=int(state is MessageState.DELIVERED),
        submit_date=_DATE,
        done_date=_DATE,
        stat=STATS[state],
        err="000",
        text="Hello",
    )
    tlvs: dict[str, Any] = {"receipted_message_id": message_id, "message_state": state}
    return DeliverSm(
        source_addr=FROM,
        destination_addr=TO,
        esm_class=esm_class,
        short_message=text.encode(dialect).encode("ascii"),
        **{name: value for name, value in tlvs.items() if name in dialect.tlvs},
    )


def _acknowledges(**how: Any) -> Conversation:
    async def conversation(talk: Talk) -> None:
        await talk.delivers(receipt(**how))

    return conversation


for _name, _dialect in DIALECTS.items():
    _rule = f"A receipt in the dialect {_name} is acknowledged"
    RECEIPTS.add(
        f"dialect_{_name.replace('-', '_')}", _rule, "v3.4 appendix B", _acknowledges(dialect=_dialect), needs=RECEIVES
    )

for _state in MessageState:
    _rule = f"A receipt that says {STATS[_state]} is acknowledged"
    RECEIPTS.add(f"state_{_state.name.lower()}", _rule, "4.7.15", _acknowledges(state=_state), needs=RECEIVES)

RECEIPTS.add(
    "intermediate_notification",
    "An intermediate notification is acknowledged",
    "4.7.12",
    _acknowledges(state=MessageState.ENROUTE, esm_class=EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION),
    needs=RECEIVES,
)
RECEIPTS.add(
    "receipt_of_nothing",
    "A receipt for a message that the client does not know is acknowledged",
    "4.3.1",
    _acknowledges(message_id="nobodys-message"),
    needs=RECEIVES,
)


@RECEIPTS.check("A receipt by data_sm is acknowledged by data_sm_resp ESME_ROK", "4.3.2", needs=RECEIVES)
async def receipt_by_data_sm(talk: Talk) -> None:
    tlvs: dict[str, Any] = {"receipted_message_id": _MESSAGE_ID, "message_state": MessageState.DELIVERED}
    await talk.delivers(DataSm(source_addr=FROM, destination_addr=TO, esm_class=EsmClass.MC_DELIVERY_RECEIPT, **tlvs))


@RECEIPTS.check("A receipt that comes twice is acknowledged twice", "4.3.1", needs=RECEIVES)
async def receipt_twice(talk: Talk) -> None:
    for _ in range(2):
        await talk.delivers(receipt())
