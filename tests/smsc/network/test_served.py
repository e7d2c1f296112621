"""smsc.network.served: the services of an element as one table."""

from collections.abc import Iterable

from smsc.network.hop import Hop, Send, Service
from smsc.network.served import Served, unanswered
from tests.smsc.hops import arrived


def doubled(message: int, hop: Hop) -> Iterable[Send]:
    return (Send(hop.origin, 2 * message),)


def returned(message: object, hop: Hop) -> Iterable[Send]:
    return (Send(hop.origin, message),)


def test_a_message_is_served_by_its_service_and_any_other_by_the_other_one() -> None:
    hop = arrived("element", 3, at=0, origin="asker")
    served: Served[Service] = Served({int: doubled}, returned)
    assert served[int](3, hop) == (Send("asker", 6),)
    assert served[str]("3", hop) == (Send("asker", "3"),)
    assert set(served) == {int}, "what has been asked for once is no service"


def test_what_is_not_served_may_be_left_unanswered() -> None:
    served: Served[Service] = Served({int: doubled}, unanswered)
    assert served[str]("3", Hop("element", "3")) == ()
