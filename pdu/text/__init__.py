"""Text on the wire: alphabets, data coding, user data headers, and messages in several parts."""

from pdu.text.coach import Coaching, explain
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.dcs import Alphabet, Dcs, MessageClass
from pdu.text.encoding import Encoding, best_encoding
from pdu.text.national import NationalLanguage
from pdu.text.reassembly import Abandoned, Assembled, Doubled, Reassembly
from pdu.text.segmentation import Carriage, Part, Sar, Segmentation, octet_segments, segments

__all__ = [
    "Abandoned",
    "Alphabet",
    "Assembled",
    "Carriage",
    "Coaching",
    "DataCoding",
    "Dcs",
    "DefaultAlphabet",
    "Doubled",
    "Encoding",
    "MessageClass",
    "NationalLanguage",
    "Part",
    "Reassembly",
    "Sar",
    "Segmentation",
    "best_encoding",
    "explain",
    "octet_segments",
    "segments",
]
