"""The schemas of the API's requests, where they are not sections of a world's file."""

from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from smsc.api.terms import LONGEST
from smsc.sections import FASTEST, Imsi, form

_NUMBER: Final = r"\+?[0-9]{1,15}"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(_Body):
    """A text that somebody writes on a handset."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    to: Annotated[
        str,
        form(_NUMBER, "up to 15 digits, perhaps after a +"),
        Field(examples=["7000"], json_schema_extra={"pattern": f"^{_NUMBER}$"}),
    ]


class Delivery(_Body):
    """What to hand to a program: a text, or a PDU as ladders write it."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)] | None = None
    source: Annotated[str, Field(max_length=16, description="Who the text is from.", examples=["+447700900123"])] = ""
    to: Annotated[
        str, Field(max_length=20, description="The number it is for; by default the first of the account.")
    ] = ""
    pdu: (
        Annotated[
            str,
            Field(
                max_length=200_000,
                examples=['deliver_sm source_addr=447700900123 esm_class=0x04 short_message="id:1 stat:DELIVRD"'],
            ),
        ]
        | None
    ) = None
    timeout: Annotated[
        float, Field(ge=0, le=LONGEST, allow_inf_nan=False, description="How many seconds to wait for the answer.")
    ] = 5.0

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if (self.text is None) == (self.pdu is None):
            raise ValueError("expected either text or pdu")
        if self.pdu is not None and (self.source or self.to):
            raise ValueError("expected source and to with a text: a pdu has its own")
        return self


class Act(_Body):
    """What happens to a handset, a node or a link, as ladders write it."""

    subject: Annotated[str, Field(min_length=1, max_length=64, examples=["ms1", "hlr", "sc-hlr"])]
    act: Annotated[str, Field(min_length=1, max_length=20_000, examples=["switches off", "moves to cell=cell2"])]


class Speed(_Body):
    """How fast time goes."""

    speed: Annotated[float, Field(ge=0, le=FASTEST, allow_inf_nan=False)]


class Advance(_Body):
    """How much time is to go by at once."""

    by: Annotated[str, Field(max_length=32, examples=["48h", "1h30m", "90s"])]


class Sim(_Body):
    """The SIM that a number moves to."""

    imsi: Annotated[Imsi, Field(examples=["234150000000002"], json_schema_extra={"pattern": "^[0-9]{14,15}$"})]


class Chance(_Body):
    """How a scenario is played: with its own seed of chance, or another one."""

    seed: Annotated[int, Field(ge=0, le=2**63)] | None = None


class Written(Chance):
    """A scenario, as it would be written in a file."""

    text: Annotated[str, Field(min_length=1, max_length=500_000)]
