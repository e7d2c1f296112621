"""``esme probe`` on our own service centre, which must pass every check, and on one nobody here wrote."""

import asyncio
from asyncio.subprocess import PIPE

from esme.probe.check import run
from esme.probe.table import choose
from esme.probe.target import Target
from pdu.sms.address import Address
from pdu.verdict import Finding, Verdict
from tests.interop.centre import PATIENCE, Centre
from tests.interop.npm import FOLDER

SILENCE = 0.05  # seconds to wait for what never comes
GARBAGE = ("length_0", "zeros")  # node-smpp waits for more


def target(host: str, port: int, *, patience: float, receipts_within: float) -> Target:
    return Target(
        host=host,
        port=port,
        system_id="bank",
        password="secret",
        to=Address("447700900123", 1, 1),
        source=Address("7000", 0, 1),
        patience=patience,
        receipts_within=receipts_within,
    )


async def test_our_own_service_centre_departs_nowhere_and_lacks_nothing(centre: Centre) -> None:
    ours = target(centre.host, centre.port, patience=PATIENCE, receipts_within=PATIENCE)
    findings = [finding async for finding in run(ours, choose(hostile=True))]
    assert [(finding.name, finding.told) for finding in findings if finding.verdict is not Verdict.HOLDS] == []
    assert len(findings) == len(choose(hostile=True))


async def test_node_smpp_as_a_message_centre_departs_where_it_says_yes_to_everything(node: str) -> None:
    process = await asyncio.create_subprocess_exec(node, "server.js", cwd=FOLDER, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(4 * PATIENCE):
        port = int(await process.stdout.readline())
        found: dict[str, Finding] = {}
        for check in choose(hostile=True):
            patience = SILENCE if check.name in GARBAGE else PATIENCE
            one = target("127.0.0.1", port, patience=patience, receipts_within=SILENCE)
            found[check.name] = await check.judge(one)
        process.stdin.close()
        await process.wait()
    named = {verdict: {name for name, one in found.items() if one.verdict is verdict} for verdict in Verdict}
    assert named[Verdict.DEPARTS] == {
        *("second_bind", "submit_before_bind", "receiver_submits"),
        *("no_destination", "schedule_refused", "validity_refused", "submit_multi_to_nobody"),
        *("query_sm", "query_unknown", "cancel_unknown", "replace_unknown"),
        *("deliver_sm_from_esme", "two_texts"),
        "on_the_handset",  # alert_on_message_delivery has no value in v3.4, and it takes one octet
        *GARBAGE,
        *("text_cut", "field_cut", "no_nul", "tlv_cut", "tlv_overrun", "tlv_length", "long_destination"),
    }
    assert named[Verdict.NOT_SUPPORTED] == {
        *("v5_0", "sc_interface_version", "broadcast_sm", "query_broadcast_sm", "cancel_broadcast_sm"),
        *("query_last_msgs", "query_msg_details", "param_retrieve"),
    }
    by_query = {"scheduled", "cancelled"}  # query_sm, which both take, departs by itself
    assert named[Verdict.NOT_JUDGED] == {*by_query, *(check.name for check in choose(only=("receipts",)))}
