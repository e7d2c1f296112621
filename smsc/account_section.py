"""``[[account]]`` and ``[[distribution_list]]`` of a world's file: who may bind, and on which terms."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from pdu.dialects import dialect
from smsc.centre.wishes import DeliverWith, LongMessages, PartReceipts, Receipts, Wishes
from smsc.faults.rule import wanted_tlv
from smsc.sections import Name, Number, Section, SystemId, form
from smsc.smpp.accounts import Callee
from smsc.smpp.passwords import Password, fits
from smsc.smpp.terms import Terms


def _host_port(text: object) -> object:
    form = re.fullmatch(r"(\[[^]\s]+\]|[^:\s]+):(\d{1,5})", text, re.ASCII) if isinstance(text, str) else None
    if form is None or int(form[2]) > 65535:
        raise ValueError("host:port")
    return form[1].strip("[]"), int(form[2])


HostPort = Annotated[tuple[str, int], BeforeValidator(_host_port)]


def _password(secret: SecretStr) -> SecretStr:
    Password(secret.get_secret_value())
    return secret


def _said(secret: SecretStr) -> SecretStr:
    if not fits(secret.get_secret_value()):
        raise ValueError("characters of Latin-1 other than NUL, as a PDU can carry them")
    return secret


def _tlv(written: str) -> str:
    if wanted_tlv(written)[1] is None:
        raise ValueError("a TLV with its value, such as tlv_0x1403=0x34 or source_port=9200")
    return written


def _dialect(written: str) -> str:
    dialect(written)
    return written


class AccountConfig(Terms):
    """An ESME that may bind, the numbers it serves, and its terms."""

    system_id: SystemId
    password: Annotated[SecretStr, AfterValidator(_password)]
    addresses: tuple[Number, ...] = ()
    sc: Name | None = None  # None: the first one

    # How messages and receipts are handed to it
    receipt_dialect: Annotated[str, AfterValidator(_dialect)] = "appendix-b"
    receipt_tlvs: tuple[Annotated[str, AfterValidator(_tlv)], ...] = ()
    receipts: Receipts = Receipts.ANY
    part_receipts: PartReceipts = PartReceipts.EACH
    deliver_with: DeliverWith = DeliverWith.DELIVER_SM
    long_messages: LongMessages = LongMessages.PARTS
    outbind: HostPort | None = None
    outbind_password: Annotated[SecretStr, Field(max_length=8), AfterValidator(_said)] = SecretStr("")

    @model_validator(mode="after")
    def _is_called_as_it_may_bind(self) -> Self:
        if self.tls_required and self.outbind is not None:
            raise ValueError("tls_required or outbind, which calls without TLS, found both")
        return self

    @model_validator(mode="after")
    def _has_tlvs_for_them(self) -> Self:
        if self.long_messages is LongMessages.SAR and "3.3" in self.versions:
            raise ValueError('long_messages = "sar" with versions = ["3.4", "5.0"], as 3.3 has no TLVs')
        return self

    @property
    def wishes(self) -> Wishes:
        """The choices that concern the service centre."""
        return Wishes(
            receipt_dialect=dialect(self.receipt_dialect),
            receipt_tlvs=tuple((tag, value or b"") for tag, value in map(wanted_tlv, self.receipt_tlvs)),
            receipts=self.receipts,
            part_receipts=self.part_receipts,
            deliver_with=self.deliver_with,
            long_messages=self.long_messages,
            outbind=self.outbind is not None,
            default_alphabet=self.default_alphabet,
        )

    @property
    def callee(self) -> Callee | None:
        """Where the service centre calls it by outbind; None if nowhere."""
        return Callee(*self.outbind, self.outbind_password.get_secret_value()) if self.outbind is not None else None


class DistributionListConfig(Section):
    """Numbers to which its account may submit under one name (submit_multi)."""

    name: Annotated[str, form(r"[!-~]{1,20}", "1 to 20 characters of ASCII, without spaces")]
    account: SystemId
    members: Annotated[tuple[Number, ...], Field(min_length=1)]
