"""SMPP v5.0 section 4.7.7, data_coding: a text for an account to which 0 is perhaps another alphabet than GSM 7 bit."""

from pdu.malformed import Malformed
from pdu.text import data_coding as codings
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.encoding import UCS2, Encoding
from pdu.text.segmentation import Carriage, Segmentation, segments


def cut(
    text: str, default_alphabet: DefaultAlphabet, *, reference: int = 0, carriage: Carriage = Carriage.UDH_8
) -> Segmentation:
    """Cut a text into short messages: in GSM 7 bit if that and the account's alphabet hold it, else in UCS-2."""
    return segments(text, reference=reference, carriage=carriage, encoding=_encoding(text, default_alphabet))


def _encoding(text: str, default_alphabet: DefaultAlphabet) -> Encoding | None:
    if default_alphabet in (DefaultAlphabet.ASCII, DefaultAlphabet.LATIN_1):
        try:
            codings.encode(text, DataCoding.DEFAULT, default_alphabet)
        except Malformed:
            return UCS2
    return None
