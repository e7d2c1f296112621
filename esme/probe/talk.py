"""What the conversations of all checks are made of: binding, submitting, seeing that the session goes on."""

from typing import Any, Final, TypeVar

from esme import address
from esme.probe.expect import taken
from esme.probe.line import Line
from pdu.header import Pdu
from pdu.operations.bind import Bind, BindResp, BindTransceiver, BindTransmitter
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.values import InterfaceVersion
from pdu.verdict import Departs, Judgement, NotJudged, brief

TEXT: Final = b"A test of esme probe"
TOMORROW: Final = "000001000000000R"  # a day from now, whatever clock the message centre has

P = TypeVar("P", bound=Pdu)


class Talk(Line):
    """A connection with methods for what is usually said. A check begins on it unbound."""

    def as_us(self, bind: Bind) -> Bind:
        """Give a bind the account of the probe."""
        bind.system_id, bind.password = self.target.system_id, self.target.password
        bind.system_type = self.target.system_type
        return bind

    async def binds(self, cls: type[Bind] = BindTransceiver, version: int = InterfaceVersion.V3_4) -> BindResp:
        """Bind, when that is not what is judged."""
        answer = await self.tries(cls(interface_version=version))
        if not isinstance(answer, BindResp) or answer.command_status:
            raise NotJudged(f"{cls.words[0]} was answered by {brief(answer)}")
        return answer

    async def tries(self, bind: Bind) -> Pdu:
        """Bind, and return the answer, whatever it is."""
        answer = await self.asks(self.as_us(bind))
        self.bound = isinstance(answer, BindResp) and not answer.command_status
        return answer

    def addressed(self, request: P) -> P:
        """Give a request the addresses of the probe, as far as it has fields for them."""
        fields: Any = request
        if hasattr(fields, "source_addr"):
            address.sent_from(fields, self.target.source)
        if hasattr(fields, "destination_addr"):
            address.addressed(fields, self.target.to)
        return request

    def message(self, **fields: Any) -> SubmitSm:
        """Make a message between the numbers of the probe."""
        values: dict[str, Any] = {"short_message": TEXT, **fields}
        return self.addressed(SubmitSm(**values))

    async def submits(self, **fields: Any) -> str:
        """Submit a message, when that is not what is judged, and return its message_id."""
        answer = await self.asks(self.message(**fields))
        if not isinstance(answer, SubmitSmResp) or answer.command_status or not answer.message_id:
            raise NotJudged(f"submit_sm was answered by {brief(answer)}, without a message_id")
        return answer.message_id

    def another(self) -> "Talk":
        """Make another connection, recorded in the same conversation."""
        return Talk(self.target, self.said)

    async def goes_on(self) -> None:
        """See that the session goes on: enquire_link is answered."""
        request = EnquireLink()
        taken(request, await self.asks(request), EnquireLinkResp)

    async def others_are_served(self) -> None:
        """See that the message centre goes on: another session can bind."""
        try:
            async with self.another() as other:
                await other.binds(BindTransmitter)
        except (OSError, TimeoutError, Judgement) as why:
            raise Departs(f"after this, no other session can bind: {why}") from None
