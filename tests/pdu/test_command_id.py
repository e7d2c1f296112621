"""The numbers of the operations."""

from typing import get_args, get_origin

import pytest

import pdu
from pdu import AlertNotification, BroadcastSm, CommandId, Outbind, QueryBroadcastSm
from pdu.header import Request, RequestFor, Response, named, response_id
from pdu.table import CLASSES
from pdu.versions import VENDOR_COMMANDS
from tests.pdu.pdus import PDUS, name


def test_broadcast_sm_comes_before_its_query() -> None:
    assert BroadcastSm.command_id == 0x111
    assert QueryBroadcastSm.command_id == 0x112


def test_there_is_a_class_for_every_command_id_which_pdu_offers() -> None:
    offered = {getattr(pdu, name) for name in pdu.__all__}
    classes = {cls.command_id for cls in PDUS if cls in offered}
    assert [c.name for c in CommandId if c not in classes] == [], "their classes have to be in pdu/__init__.py"


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_a_class_is_named_as_its_operation(cls: type) -> None:
    operation = "".join(word.capitalize() for word in name(cls).split("_"))
    assert cls.__name__ == operation


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_a_response_has_bit_31_set(cls: type) -> None:
    command_id: int = cls.command_id  # type: ignore[attr-defined]  # a PDU
    assert issubclass(cls, Response if command_id & 0x80000000 else Request)


@pytest.mark.parametrize("cls", [AlertNotification, Outbind])
def test_alert_notification_and_outbind_have_no_response(cls: type[Request]) -> None:
    assert response_id(cls.command_id) not in {other.command_id for other in PDUS}


def test_all_other_requests_have_one() -> None:
    requests = {cls for cls in PDUS if issubclass(cls, Request)} - {AlertNotification, Outbind}
    assert {response_id(cls.command_id) for cls in requests} < {cls.command_id for cls in PDUS}


@pytest.mark.parametrize("cls", [cls for cls in PDUS if issubclass(cls, RequestFor)], ids=name)
def test_a_request_names_the_response_that_answers_it(cls: type[Request]) -> None:
    [response] = [get_args(base)[0] for base in vars(cls)["__orig_bases__"] if get_origin(base) is RequestFor]
    assert response.__forward_arg__ == CLASSES[response_id(cls.command_id)].__name__


def test_a_number_without_a_name_stays_a_number() -> None:
    assert named(0x80000004) == "submit_sm_resp"
    assert named(VENDOR_COMMANDS[-1]) == "0x000102FF"
