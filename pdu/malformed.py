"""The one exception of the codec: octets, or a value, that a specification's table does not allow."""

ESME_RSYSERR = 0x00000008  # command_status.py prints the whole table; this file stands below it


class Malformed(ValueError):
    """Octets that cannot be read, or a value that cannot be laid out.

    ``field`` names the parameter as its specification prints it, ``offset`` counts octets from the start of
    the PDU or message (None for a value that was to be encoded), ``expected`` and ``found`` say what the table
    asks for and what stood there, and ``command_status`` is the SMPP status which refuses it.
    """

    def __init__(
        self,
        field: str,
        offset: int | None,
        expected: str,
        found: str,
        command_status: int = ESME_RSYSERR,
    ) -> None:
        super().__init__(field, offset, expected, found, command_status)
        self.field = field
        self.offset = offset
        self.expected = expected
        self.found = found
        self.command_status = command_status

    def __str__(self) -> str:
        where = "" if self.offset is None else f" at octet {self.offset}"
        return f"{self.field}{where}: expected {self.expected}, found {self.found}"
