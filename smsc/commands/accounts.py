"""``smsc account``: who may bind to a running simulator, and handing something to a program that is bound."""

import time
from collections import Counter
from threading import TIMEOUT_MAX
from typing import Annotated, Any, get_origin

import typer

from pdu.commands.application import application
from pdu.commands.options import in_vain
from pdu.malformed import Malformed
from pdu.table import CLASSES
from smsc.account_section import AccountConfig
from smsc.api.terms import LONGEST
from smsc.commands.asking import Api, Json, Ports, asked, out, pairs, rows
from smsc.commands.refusing import refusing
from smsc.commands.remote import step
from smsc.commands.tables import record
from smsc.mistakes import section

account = application("The accounts of a running simulator.")

SystemId = Annotated[str, typer.Argument(help="The system_id of the account.")]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(account, name="account")


@account.command("list")
def list_accounts(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List the accounts."""
    with asked(api, ports) as remote:
        found = remote.get("/accounts")
    if not as_json:
        found = [{**one, "addresses": ", ".join(one["addresses"])} for one in found]
    rows(found, as_json, "There is no account.")


@account.command("add")
def add_account(
    system_id: SystemId,
    password: Annotated[str, typer.Argument(help="Its password, or the hash that `smsc password` prints.")],
    keys: Annotated[
        list[str] | None,
        typer.Argument(help="The keys of an [[account]]: addresses=7009 window=10 receipt_dialect=seconds"),
    ] = None,
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Open an account."""
    terms = {key: _value(key, value) for key, value in pairs(keys or (), "system_id", "password").items()}
    said = {"system_id": system_id, "password": password, **terms}
    with refusing(ValueError):
        section(AccountConfig, said)  # which says of an unknown key what could be meant
    with asked(api, ports) as remote:
        remote.post("/accounts", said)


def _value(key: str, written: str) -> str | list[str]:
    """Read the value of a key; several have commas between them."""
    field = AccountConfig.model_fields.get(key)
    return written.split(",") if field is not None and get_origin(field.annotation) is tuple else written


@account.command()
def deliver(
    context: typer.Context,
    system_id: SystemId,
    what: Annotated[
        str, typer.Argument(help="A text, or a PDU as ladders write it: 'deliver_sm esm_class=0x04 short_message=...'")
    ],
    source: Annotated[str, typer.Option("--from", help="The number that the text comes from.")] = "",
    to: Annotated[str, typer.Option(help="The number that it goes to; by default the account's first.")] = "",
    count: Annotated[
        int | None,
        typer.Option(help="How often, by default once; {n} in the text or the PDU is which one it is.", min=1),
    ] = None,
    rate: Annotated[float, typer.Option(help="How many per second at the most; 0: as fast as can be.", min=0)] = 0.0,
    timeout: Annotated[
        float, typer.Option(help="Seconds for the answer; then exit status 124.", min=0, max=LONGEST)
    ] = 5.0,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Hand a bound program a text or a PDU, and print its answer.

    The PDU is any deliver_sm or data_sm. With --count there are many, and their answers are counted. Exit status 1 if
    an answer is not ESME_ROK.
    """
    if count is None:
        with refusing(Malformed):
            in_vain(context, ("rate",), "--count beside it", "none")
        count = 1
    is_pdu = what.partition(" ")[0] in {pdu.words[0] for pdu in CLASSES.values()}
    statuses: Counter[str] = Counter()
    found: dict[str, Any] = {}
    begun = time.monotonic()
    with asked(api, ports) as remote:
        path = f"/accounts/{step(system_id)}/deliveries"
        try:
            for place in range(count):
                if rate:
                    time.sleep(min(max(begun + place / rate - time.monotonic(), 0.0), TIMEOUT_MAX))
                one = what.replace("{n}", str(place + 1)) if count > 1 else what
                said = {"pdu" if is_pdu else "text": one, "source": source, "to": to, "timeout": timeout}
                found = remote.post(path, said, timeout=timeout + 10)
                statuses[found["command_status"]] += 1
        finally:  # what has been answered is told even if the next one can't be handed over
            if count > 1 and statuses:
                found = _counted(statuses, time.monotonic() - begun)
            if found:
                _tell(found, as_json)
    if set(statuses) != {"ESME_ROK"}:
        raise typer.Exit(1)


def _counted(statuses: Counter[str], seconds: float) -> dict[str, Any]:
    """Count answers, as a record with its line."""
    counted = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
    return {"answers": dict(statuses), "seconds": round(seconds, 3), "line": f"{counted} in {seconds:.1f} s"}


def _tell(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        record(out, found)
    else:
        out.print(found["line"])
