"""What an account may mean by data_coding 0, and a PDU's text as it means it."""

from pdu.header import Pdu
from pdu.text import gsm7, user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import EsmClass

ASCII, LATIN_1, PACKED = DefaultAlphabet.ASCII, DefaultAlphabet.LATIN_1, DefaultAlphabet.GSM7_PACKED
USUAL = DefaultAlphabet.GSM7_UNPACKED
IN_SEPTETS = gsm7.decode(bytes({*range(128)} - {0x0D, 0x1B})) + "^{}\\[~]|€"  # packed, a carriage return may be doubled


def text(pdu: Pdu, default: DefaultAlphabet = USUAL) -> str:
    octets = getattr(pdu, "short_message", b"") or pdu["message_payload"] or b""
    udhi = bool(getattr(pdu, "esm_class", 0) & EsmClass.UDHI)
    return user_data.text(octets, getattr(pdu, "data_coding", 0), default, udhi=udhi)
