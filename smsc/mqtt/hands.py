"""Handsets driven by what others publish: ``.../phone/<msisdn>/send`` and ``.../power``."""

from http import HTTPStatus
from typing import Final

from pydantic import ValidationError

from pdu.terminal import shortened
from smsc.api.bodies import Text
from smsc.api.desk import Desk
from smsc.api.problems import Problem, Refused, mistakes
from smsc.log import get_logger
from smsc.mqtt.topics import Topics
from smsc.news.outbox import Outbox, Publication

log = get_logger(__name__)

LONGEST: Final = 500  # characters of a topic, or of a reason that names it, that are told
POWER: Final = {"on": "switches on", "off": "switches off"}


class Hands:
    """Does what is asked for; what can't be done is logged, and published as the API's problem."""

    def __init__(self, desk: Desk, topics: Topics, outbox: Outbox) -> None:
        self._desk = desk
        self._topics = topics
        self._outbox = outbox

    def take(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """Do what somebody has published, or publish the problem."""
        number, leaf = self._topics.command(topic)
        try:
            if retained:
                raise Refused(
                    HTTPStatus.UNPROCESSABLE_ENTITY,
                    "expected a message that is not retained: it would be done again and again",
                )
            if leaf == "send":
                text = Text.model_validate_json(payload)
                self._desk.send(number, text.text, text.to)
            else:
                self._desk.act(self._desk.phone(number).name, _power(payload))
        except ValidationError as wrong:
            self._refuse(topic, Refused(HTTPStatus.UNPROCESSABLE_ENTITY, mistakes(wrong, Text)))
        except Refused as refused:
            self._refuse(topic, refused)

    def _refuse(self, topic: str, refused: Refused) -> None:
        where, why = shortened(topic, LONGEST), shortened(refused.detail, LONGEST)
        log.warning("can't be done", topic=where, why=why)
        problem = Problem(title="can't be done", status=refused.status, detail=f"{where}: {why}")
        self._outbox.put(Publication(self._topics.problem, problem.model_dump_json(exclude_none=True)))


def _power(payload: bytes) -> str:
    """Return the act for on or off."""
    act = POWER.get(payload[:10].decode("latin-1").strip().lower())
    if act is None:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "expected on or off")
    return act
