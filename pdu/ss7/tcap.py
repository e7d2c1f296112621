"""ITU-T Q.773: the messages of the transaction capabilities, which carry MAP's components."""

from dataclasses import dataclass
from typing import ClassVar

from pdu.malformed import Malformed
from pdu.ss7 import ber, component, dialogue
from pdu.ss7.ber import Reader
from pdu.ss7.component import Component, Invoke, Problem, Reject, ReturnError, ReturnResult, ReturnResultLast
from pdu.ss7.dialogue import AARE, AARQ, ABRT, Dialogue, DialogueServiceProvider, DialogueServiceUser, ProtocolVersion
from pdu.ss7.map import ApplicationContext

__all__ = [
    "AARE",
    "AARQ",
    "ABRT",
    "Abort",
    "ApplicationContext",
    "Begin",
    "Component",
    "Continue",
    "Dialogue",
    "DialogueServiceProvider",
    "DialogueServiceUser",
    "End",
    "Invoke",
    "Message",
    "Problem",
    "ProtocolVersion",
    "Reject",
    "ReturnError",
    "ReturnResult",
    "ReturnResultLast",
    "decode",
]

_OTID, _DTID, _P_ABORT_CAUSE, _COMPONENT_PORTION = 0x48, 0x49, 0x4A, 0x6C


@dataclass(slots=True)
class Begin:
    """A transaction is opened; ``otid`` is the number (1 to 4 octets) by which the sender knows it."""

    words: ClassVar[tuple[str, ...]] = ("Begin",)
    tag: ClassVar[int] = 0x62

    otid: bytes
    dialogue_portion: Dialogue | None = None
    components: tuple[Component, ...] = ()

    def encode(self) -> bytes:
        """The message; Malformed names what cannot be laid out."""
        return ber.element(self.tag, _transaction_id(_OTID, self.otid) + _portions(self))


@dataclass(slots=True)
class Continue:
    """A transaction goes on; ``dtid`` is the number by which the receiver knows it."""

    words: ClassVar[tuple[str, ...]] = ("Continue",)
    tag: ClassVar[int] = 0x65

    otid: bytes
    dtid: bytes
    dialogue_portion: Dialogue | None = None
    components: tuple[Component, ...] = ()

    def encode(self) -> bytes:
        """The message; Malformed names what cannot be laid out."""
        ids = _transaction_id(_OTID, self.otid) + _transaction_id(_DTID, self.dtid)
        return ber.element(self.tag, ids + _portions(self))


@dataclass(slots=True)
class End:
    """A transaction is closed."""

    words: ClassVar[tuple[str, ...]] = ("End",)
    tag: ClassVar[int] = 0x64

    dtid: bytes
    dialogue_portion: Dialogue | None = None
    components: tuple[Component, ...] = ()

    def encode(self) -> bytes:
        """The message; Malformed names what cannot be laid out."""
        return ber.element(self.tag, _transaction_id(_DTID, self.dtid) + _portions(self))


@dataclass(slots=True)
class Abort:
    """A transaction is given up: by the layer itself (``p_abort_cause``, 0 to 127) or by its user (the dialogue)."""

    words: ClassVar[tuple[str, ...]] = ("Abort",)
    tag: ClassVar[int] = 0x67

    dtid: bytes
    p_abort_cause: int | None = None
    dialogue_portion: Dialogue | None = None

    def encode(self) -> bytes:
        """The message; Malformed names what cannot be laid out."""
        reason = b"" if self.dialogue_portion is None else dialogue.encode(self.dialogue_portion)
        if self.p_abort_cause is not None:
            if reason or not 0 <= self.p_abort_cause <= 127:
                raise Malformed("p-abortCause", None, "0 to 127, or a dialogue", str(self.p_abort_cause))
            reason = ber.element(_P_ABORT_CAUSE, bytes((self.p_abort_cause,)))
        return ber.element(self.tag, _transaction_id(_DTID, self.dtid) + reason)


Message = Begin | Continue | End | Abort


def decode(octets: bytes, version: int | None = None) -> Message:
    """The message; raises Malformed.

    ``version`` is that of the dialogue's application context; it is needed only where an earlier message of the
    transaction named it, and the operation has changed between versions (forwardSM and mo-ForwardSM share 46).
    """
    found = ber.only(octets, 0, len(octets), "TCAP message")
    reader = Reader(octets, found, "TCAP message")
    message: Message
    if found.tag == Begin.tag:
        message = Begin(_take_transaction_id(reader, _OTID), *_take_portions(reader, version))
    elif found.tag == Continue.tag:
        otid, dtid = _take_transaction_id(reader, _OTID), _take_transaction_id(reader, _DTID)
        message = Continue(otid, dtid, *_take_portions(reader, version))
    elif found.tag == End.tag:
        message = End(_take_transaction_id(reader, _DTID), *_take_portions(reader, version))
    elif found.tag == Abort.tag:
        message = Abort(_take_transaction_id(reader, _DTID), _take_cause(reader), _take_dialogue(reader))
    else:
        raise Malformed("TCAP message", 0, "Begin, Continue, End or Abort", f"tag {found.tag:#04x}")
    reader.finish()
    return message


def _transaction_id(tag: int, octets: bytes) -> bytes:
    if not 1 <= len(octets) <= 4:
        raise Malformed(_NAMES[tag], None, "1 to 4 octets", str(len(octets)))
    return ber.element(tag, octets)


def _portions(message: Begin | Continue | End) -> bytes:
    portions = b"" if message.dialogue_portion is None else dialogue.encode(message.dialogue_portion)
    if message.components:
        portions += ber.element(_COMPONENT_PORTION, b"".join(each.encode() for each in message.components))
    return portions


def _take_transaction_id(reader: Reader, tag: int) -> bytes:
    found = reader.take(_NAMES[tag], tag)
    if not 1 <= found.end - found.contents <= 4:
        raise Malformed(_NAMES[tag], found.contents, "1 to 4 octets", str(found.end - found.contents))
    return reader.octets[found.contents : found.end]


def _take_dialogue(reader: Reader) -> Dialogue | None:
    found = reader.take_if("dialoguePortion", dialogue.DIALOGUE_PORTION)
    return None if found is None else dialogue.decode(reader.octets, found)


def _take_portions(reader: Reader, version: int | None) -> tuple[Dialogue | None, tuple[Component, ...]]:
    portion = _take_dialogue(reader)
    if version is None and isinstance(portion, AARQ | AARE):
        name = portion.application_context_name
        version = name.version if isinstance(name, ApplicationContext) else None
    found = reader.take_if("componentPortion", _COMPONENT_PORTION)
    if found is None:
        return portion, ()
    components = ber.elements(reader.octets, found.contents, found.end, "component")
    if not components:
        raise Malformed("componentPortion", found.contents, "a component", "none")
    return portion, tuple(component.decode(reader.octets, each, version) for each in components)


def _take_cause(reader: Reader) -> int | None:
    found = reader.take_if("p-abortCause", _P_ABORT_CAUSE)
    if found is None:
        return None
    cause = ber.decode_integer(reader.octets, found.contents, found.end, "p-abortCause")
    if not 0 <= cause <= 127 or reader.at != reader.end:
        raise Malformed("p-abortCause", found.contents, "0 to 127, and no dialogue", str(cause))
    return cause


_NAMES = {_OTID: "otid", _DTID: "dtid"}
