"""ITU-T Q.773: the dialogue portion, which says what application context two nodes talk in."""

from dataclasses import field
from typing import Annotated, ClassVar, NamedTuple

from pdu.malformed import Malformed
from pdu.ss7 import asn1, ber
from pdu.ss7.ber import Element
from pdu.ss7.constructed import Alternative, Choice, Explicit
from pdu.ss7.map.operations import ApplicationContext
from pdu.ss7.sequence import Sequence, sequence

DIALOGUE_PORTION = 0x6B
_SINGLE_ASN1_TYPE = 0xA0
_DIALOGUE_AS_ID = bytes.fromhex("0607 00118605010101")
_MAP_CONTEXT = bytes.fromhex("0400000100")  # itu-t identified-organization etsi mobileDomain gsm-Network ac-Id


class ProtocolVersion(NamedTuple):
    """protocol-version, where a sender spells out its default."""

    version1: bool = True
    spare: str = ""


class DialogueServiceUser(NamedTuple):
    """Associate-source-diagnostic: 0 null, 1 no-reason-given, 2 application-context-name-not-supported."""

    value: int


class DialogueServiceProvider(NamedTuple):
    """Associate-source-diagnostic: 0 null, 1 no-reason-given, 2 no-common-dialogue-portion."""

    value: int


class ContextName(asn1.Type):
    """OBJECT IDENTIFIER: a MAP application context, or the contents octets of any other name."""

    universal = ber.OBJECT_IDENTIFIER
    python = (ApplicationContext, bytes)

    def contents(self, value: ApplicationContext | bytes, field: str) -> bytes:
        if isinstance(value, bytes):
            return value
        if not all(0 <= arc <= 127 for arc in value):
            raise Malformed(field, None, "arcs of 0 to 127", str(value))
        return _MAP_CONTEXT + bytes(value)

    def value(self, octets: bytes, start: int, end: int, field: str) -> ApplicationContext | bytes:
        contents = octets[start:end]
        if not contents or contents[-1] > 127:
            raise Malformed(field, start, "a whole object identifier", contents.hex() or "no octet")
        if end - start == 7 and contents.startswith(_MAP_CONTEXT) and contents[5] < 128:
            return ApplicationContext(contents[5], contents[6])
        return contents


class Opaque(asn1.OctetString):
    """The contents of a constructed element, not looked into."""

    universal = ber.SEQUENCE

    def __init__(self) -> None:
        super().__init__(0, 65_535)


_NUMBER = Explicit(asn1.Integer(0, 127))
_VERSION = asn1.BitString(ProtocolVersion, 1, 8)
_CONTEXT = Explicit(ContextName())
_DIAGNOSTIC = Explicit(
    Choice(
        Alternative("dialogue-service-user [1]", _NUMBER, DialogueServiceUser),
        Alternative("dialogue-service-provider [2]", _NUMBER, DialogueServiceProvider),
    )
)


@sequence
class AARQ(Sequence):
    """AARQ-apdu: with a Begin, the application context that is asked for."""

    words: ClassVar[tuple[str, ...]] = ("AARQ",)
    tag = 0x60

    protocol_version: Annotated[ProtocolVersion | None, _VERSION, "protocol-version [0]"] = field(
        default=None, kw_only=True
    )
    application_context_name: Annotated[ApplicationContext | bytes, _CONTEXT, "application-context-name [1]"]
    user_information: Annotated[bytes | None, Opaque(), "user-information [30]"] = None


@sequence
class AARE(Sequence):
    """AARE-apdu: with the first answer, the application context that is granted; result 0 accepted, 1 rejected."""

    words: ClassVar[tuple[str, ...]] = ("AARE",)
    tag = 0x61

    protocol_version: Annotated[ProtocolVersion | None, _VERSION, "protocol-version [0]"] = field(
        default=None, kw_only=True
    )
    application_context_name: Annotated[ApplicationContext | bytes, _CONTEXT, "application-context-name [1]"]
    result: Annotated[int, _NUMBER, "result [2]"] = 0
    result_source_diagnostic: Annotated[
        DialogueServiceUser | DialogueServiceProvider, _DIAGNOSTIC, "result-source-diagnostic [3]"
    ] = DialogueServiceUser(0)
    user_information: Annotated[bytes | None, Opaque(), "user-information [30]"] = None


@sequence
class ABRT(Sequence):
    """ABRT-apdu: with an Abort, who gave up: 0 dialogue-service-user, 1 dialogue-service-provider."""

    words: ClassVar[tuple[str, ...]] = ("ABRT",)
    tag = 0x64

    abort_source: Annotated[int, asn1.Integer(0, 127), "abort-source [0]"] = 0
    user_information: Annotated[bytes | None, Opaque(), "user-information [30]"] = None


Dialogue = AARQ | AARE | ABRT | bytes
"""An APDU of the structured dialogue, or the contents octets of any other dialogue portion."""

_APDUS: dict[int, type[AARQ | AARE | ABRT]] = {each.tag: each for each in (AARQ, AARE, ABRT)}


def encode(dialogue: Dialogue) -> bytes:
    """The whole dialogue portion."""
    if isinstance(dialogue, bytes):
        return ber.element(DIALOGUE_PORTION, dialogue)
    encoding = ber.element(_SINGLE_ASN1_TYPE, dialogue.encode())
    return ber.element(DIALOGUE_PORTION, ber.element(ber.EXTERNAL, _DIALOGUE_AS_ID + encoding))


def decode(octets: bytes, found: Element) -> Dialogue:
    """The APDU in the dialogue portion ``found``, or its contents octets where that is no structured dialogue."""
    external = ber.only(octets, found.contents, found.end, "dialoguePortion")
    if external.tag != ber.EXTERNAL or not octets.startswith(_DIALOGUE_AS_ID, external.contents, external.end):
        return octets[found.contents : found.end]
    at = external.contents + len(_DIALOGUE_AS_ID)
    encoding = ber.only(octets, at, external.end, "encoding")
    if encoding.tag == _SINGLE_ASN1_TYPE:
        apdu = ber.only(octets, encoding.contents, encoding.end, "dialogue APDU")
        if apdu.tag in _APDUS:
            return _APDUS[apdu.tag].of(octets, apdu)
    return octets[found.contents : found.end]
