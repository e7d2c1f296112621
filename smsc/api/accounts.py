"""``/accounts`` and ``/sessions``: who may bind, who is bound, and what they are handed past the network."""

from collections.abc import Iterator
from http import HTTPStatus

from fastapi import APIRouter

from pdu.header import Pdu, Request
from pdu.ladder import Unreadable, parse_pdu
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from smsc.account_section import AccountConfig
from smsc.api import views
from smsc.api.bodies import Delivery
from smsc.api.desk import Desk
from smsc.api.problems import DESCRIBED, Refused, unknown
from smsc.api.reading import Route
from smsc.lab.injecting import NotAnswered, NotBound, delivered, handed
from smsc.public import is_public
from smsc.smpp.sessions import Visit


def accounts(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["accounts"], route_class=Route)

    @api.get("/accounts")
    async def list_accounts() -> list[views.Account]:
        """List the accounts."""
        return _accounts(desk)

    @api.post("/accounts", status_code=201)
    async def add_account(account: AccountConfig) -> views.Account:
        """Open an account, with the same terms as in a world's file."""
        try:
            desk.world.add_account(account)
        except ValueError as wrong:
            raise Refused(HTTPStatus.CONFLICT, str(wrong)) from wrong
        return next(one for one in _accounts(desk) if one.system_id == account.system_id)

    @api.post("/accounts/{system_id:path}/deliveries", responses={HTTPStatus.REQUEST_TIMEOUT: DESCRIBED})
    async def deliver(system_id: str, delivery: Delivery) -> views.Answer:
        """Hand the bound program a text, or any deliver_sm or data_sm, and return its answer.

        A long text goes in several parts; the answer is then the first refusal, if there is one.
        """
        return await _deliver(desk, system_id, delivery)

    @api.get("/sessions")
    async def list_sessions() -> list[views.Session]:
        """List all sessions, bound or not."""
        return [views.session(visit) for visit in _visits(desk)]

    @api.delete("/sessions/{number}", status_code=204)
    async def end_session(number: int) -> None:
        """Drop the connection of a session, without unbinding."""
        visit = next((visit for visit in _visits(desk) if visit.number == number), None)
        if visit is None:
            raise unknown("session", str(number))
        visit.line.close("ended by its number, from outside")
        visit.line.flush()

    return api


def _accounts(desk: Desk) -> list[views.Account]:
    return [
        views.Account(
            system_id=account.system_id,
            password=account.password if is_public(account.system_id, account.password) else None,
            host=server.host if server is not None else None,
            port=server.port if server is not None else None,
            addresses=list(account.addresses),
            sessions=sum(visit.esme is not None and visit.esme.name == account.system_id for visit in face.visits),
            waiting=desk.world.centres[name].waiting[account.system_id],
        )
        for name, face in desk.world.faces.items()
        for server in (desk.simulator.servers.get(name),)
        for account in face.accounts
    ]


def _visits(desk: Desk) -> Iterator[Visit]:
    return (visit for face in desk.world.faces.values() for visit in face.visits)


async def _deliver(desk: Desk, system_id: str, delivery: Delivery) -> views.Answer:
    face = desk.world.face_of(system_id)
    if system_id not in face:
        raise unknown("account", system_id)
    account = face.account(system_id)
    try:
        if delivery.pdu is not None:
            pdus = [_pdu(delivery.pdu)]
        else:
            number = delivery.to or next(iter(account.addresses), "")
            pdus = list(delivered(delivery.text or "", delivery.source, number, account.terms.default_alphabet))
    except (Malformed, Unreadable) as wrong:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body: {wrong}") from wrong
    try:
        return views.answer(await handed(face, system_id, pdus, delivery.timeout))
    except (NotBound, Malformed) as wrong:  # Malformed: the version it bound with lacks what it is handed
        raise Refused(HTTPStatus.CONFLICT, str(wrong)) from wrong
    except NotAnswered as wrong:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, str(wrong)) from wrong


def _pdu(text: str) -> Request:
    """Read a deliver_sm or data_sm; raises Refused for others, Unreadable, and Malformed if it can't be encoded."""
    pdu: Pdu = parse_pdu(text)
    if not isinstance(pdu, DeliverSm | DataSm):
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"body.pdu: expected a deliver_sm or data_sm, found {pdu.words[0]}"
        )
    pdu.encode()
    return pdu
