"""SMPP v5.0 section 4.7.7, data_coding: text for an account to which 0 may mean another alphabet than GSM 7 bit."""

from pdu.malformed import Malformed
from pdu.text import data_coding as codings
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.encoding import UCS2
from pdu.text.segmentation import Carriage, Segmentation, segments


def cut(
    text: str, default_alphabet: DefaultAlphabet, *, reference: int = 0, carriage: Carriage = Carriage.UDH_8
) -> Segmentation:
    """Cut a text into short messages: in GSM 7 bit if that and the account's alphabet hold it, else in UCS-2."""
    if not isinstance(text, str):
        raise TypeError(f"text: expected text, found {text!r}")
    encoding = UCS2 if lacks(default_alphabet, text) else None
    return segments(text, reference=reference, carriage=carriage, encoding=encoding)


def lacks(default_alphabet: DefaultAlphabet, text: str) -> bool:
    """Whether an account's alphabet lacks a character of a text; False where that alphabet is GSM 7 bit."""
    if not default_alphabet.data_coding:
        return False
    try:
        codings.encode(text, DataCoding.DEFAULT, default_alphabet)
    except Malformed:
        return True
    return False
