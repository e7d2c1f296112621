"""The text of user data that may begin with a user data header: SMPP short_message and message_payload."""

from collections.abc import Iterable

from pdu.text import data_coding as codings
from pdu.text import gsm7, national, udh
from pdu.text.data_coding import DefaultAlphabet


def text(
    octets: bytes, data_coding: int, default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED, *, udhi: bool
) -> str:
    """What a person reads of one short message; Malformed when it is not text or the header does not fit."""
    return joined((octets,), data_coding, default, udhi=True) if udhi else codings.decode(octets, data_coding, default)


def joined(
    parts: Iterable[bytes],
    data_coding: int,
    default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
    *,
    udhi: bool,
) -> str:
    """The text of all parts of a message, in order, each with its header when ``udhi``.

    The parts are joined before they are read, so that an escape or surrogate pair which a careless sender has cut
    in two is whole again.
    """
    in_septets = codings.is_gsm7(data_coding, default)
    packed = in_septets and default is DefaultAlphabet.GSM7_PACKED
    runs: list[tuple[tuple[int, int], bytearray]] = []  # one run of octets for all parts under the same tables
    for part in parts:
        header, body = udh.split(part) if udhi else (b"", part)
        shifts = tables(header) if header and in_septets else (0, 0)
        if packed:
            body = gsm7.unpack_uncounted(body, udh.fill_bits(len(header)))
        if runs and runs[-1][0] == shifts:
            runs[-1][1].extend(body)
        else:
            runs.append((shifts, bytearray(body)))
    if in_septets:
        return "".join(gsm7.decode(bytes(run), *shifts) for shifts, run in runs)
    return "".join(codings.decode(bytes(run), data_coding, default) for _, run in runs)


def packed(octets: bytes, *, udhi: bool) -> bytes:
    """Pack user data that have one septet in each octet, behind their header if they have one."""
    header, septets = udh.split(octets) if udhi else (b"", octets)
    return header + gsm7.pack_uncounted(septets, udh.fill_bits(len(header)))


def unpacked(octets: bytes, *, udhi: bool) -> bytes:
    """Unpack user data to one septet in each octet, behind their header if they have one."""
    header, body = udh.split(octets) if udhi else (b"", octets)
    return header + gsm7.unpack_uncounted(body, udh.fill_bits(len(header)))


def tables(header: bytes) -> tuple[int, int]:
    """The locking and single shift tables to read by after a header: its national languages.

    A language without table counts as 0, since a handset without that table reads by the default one.
    """
    locking, single = udh.shifts(udh.decode(header))
    return locking if locking in national.LOCKING else 0, single if single in national.SINGLE else 0
