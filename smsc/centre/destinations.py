"""SMPP v5.0 section 4.2.3: the destinations of a submit_multi, and its submit_sm for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pdu.command_status import CommandStatus
from pdu.lists import DestAddress, DistributionList, SmeAddress
from pdu.malformed import Malformed
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from smsc.numbering import dialled


@dataclass(frozen=True, slots=True)
class MemberList:
    """A distribution list: whose it is, and the numbers on it."""

    account: str
    members: tuple[str, ...]


def destinations(
    dest_address: Iterable[DestAddress], account: str, lists: Mapping[str, MemberList]
) -> tuple[SmeAddress, ...]:
    """Give every SME that an account means, once, in order; ``lists`` are the distribution lists, by dl_name.

    Raises Malformed: ESME_RINVDLNAME for an unknown list, ESME_RCNTSUBDL for another account's.
    """
    addresses: dict[SmeAddress, None] = {}
    for one in dest_address:
        if isinstance(one, DistributionList):
            addresses.update(dict.fromkeys(_members(one.dl_name, account, lists)))
        else:
            addresses[one] = None
    return tuple(addresses)


def _members(dl_name: str, account: str, lists: Mapping[str, MemberList]) -> Iterable[SmeAddress]:
    found = lists.get(dl_name)
    if found is None:
        expected = "the name of a distribution list"
        raise Malformed("dl_name", None, expected, repr(dl_name), CommandStatus.ESME_RINVDLNAME)
    if found.account != account:
        expected = f"a distribution list of {account}"
        raise Malformed("dl_name", None, expected, repr(dl_name), CommandStatus.ESME_RCNTSUBDL)
    numbers = map(dialled, found.members)
    return [SmeAddress(number.ton, number.npi, number.value) for number in numbers]


def submit_sm_of(pdu: SubmitMulti, destination: SmeAddress) -> SubmitSm:
    """Make the submit_sm that a submit_multi stands for at one of its destinations."""
    return SubmitSm(
        service_type=pdu.service_type,
        source_addr_ton=pdu.source_addr_ton,
        source_addr_npi=pdu.source_addr_npi,
        source_addr=pdu.source_addr,
        dest_addr_ton=destination.dest_addr_ton,
        dest_addr_npi=destination.dest_addr_npi,
        destination_addr=destination.destination_addr,
        esm_class=pdu.esm_class,
        protocol_id=pdu.protocol_id,
        priority_flag=pdu.priority_flag,
        schedule_delivery_time=pdu.schedule_delivery_time,
        validity_period=pdu.validity_period,
        registered_delivery=pdu.registered_delivery,
        replace_if_present_flag=pdu.replace_if_present_flag,
        data_coding=pdu.data_coding,
        sm_default_msg_id=pdu.sm_default_msg_id,
        short_message=pdu.short_message,
        tlvs=pdu.tlvs,
    )
