"""TS 22.003 clause A.1.1 and TS 29.002's Ext-TeleserviceCode: the two teleservices of short messages."""

from typing import Final

TS21: Final = b"\x21"  # short message MT/PP
TS22: Final = b"\x22"  # short message MO/PP
