"""SMPP v5.0 sections 3.2, 4.1.2 and 4.1.4: enquire_link, the stream, and PDUs that a client does not expect."""

from typing import Final

from pdu.command_status import CommandStatus as S
from pdu.header import Unknown
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.submit_sm import SubmitSmResp
from pdu.verdict import nacked
from smsc.probe.check import RECEIVES, Family
from smsc.probe.talk import FROM, TO, Talk, taken

LINK: Final = Family("link")

_UNUSED: Final = 0x000000FF  # a command_id that no version has
_NOT_ASKED: Final = 0x70000000  # a sequence_number that the client has not reached yet
_HIGHEST: Final = 0x7FFFFFFF


@LINK.check("enquire_link is answered by enquire_link_resp ESME_ROK under its sequence_number", "4.1.2")
async def enquire_link(talk: Talk) -> None:
    await talk.goes_on()


@LINK.check("A PDU that comes octet by octet is one PDU", "3.2")
async def octet_by_octet(talk: Talk) -> None:
    request = EnquireLink()
    taken(request, await talk.line.asks(request, how="octet by octet", pieces=1), EnquireLinkResp)


@LINK.check("PDUs that come in one read are each answered", "3.2")
async def glued(talk: Talk) -> None:
    requests = [EnquireLink() for _ in range(3)]
    await talk.line.says(*map(talk.line.asked, requests), how="in one write")
    for request in requests:
        taken(request, await talk.line.answer(request), EnquireLinkResp)


@LINK.check("The answer to the highest sequence_number, 0x7FFFFFFF, has it", "4.7.24")
async def highest_number(talk: Talk) -> None:
    request = EnquireLink(sequence_number=_HIGHEST)
    taken(request, await talk.line.asks(request), EnquireLinkResp)


@LINK.check("An unknown command_id is answered by generic_nack ESME_RINVCMDID, and the session goes on", "4.1.4")
async def unknown_command(talk: Talk) -> None:
    nacked(await talk.line.asks(Unknown(command_id=_UNUSED, body=b"whatever it is")), S.ESME_RINVCMDID)
    await talk.goes_on()


@LINK.check("A response to nothing that was asked is passed over")
async def stray_response(talk: Talk) -> None:
    await talk.line.says(SubmitSmResp(message_id="1", sequence_number=_NOT_ASKED))
    await talk.goes_on()


@LINK.check("A generic_nack to nothing that was asked is passed over", "4.1.4")
async def stray_nack(talk: Talk) -> None:
    await talk.line.says(GenericNack(command_status=S.ESME_RINVCMDID, sequence_number=_NOT_ASKED))
    await talk.goes_on()


@LINK.check("alert_notification is not answered, and the session goes on", "4.1.3", needs=RECEIVES)
async def alert_notification(talk: Talk) -> None:
    await talk.line.says(AlertNotification(sequence_number=talk.line.number(), source_addr=FROM, esme_addr=TO))
    await talk.goes_on()  # an answer to it would answer nothing that was asked: the watch sees that
