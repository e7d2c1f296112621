"""The benchmark of the client runs, and ours takes much less than the others."""

from tests.bench.esme import OURS, commands, measured


def test_clients_are_measured_beside_each_other() -> None:
    clients = {name: command for name, command in commands().items() if name != "node-smpp"}
    found = measured(clients, windows=(10,), rounds=1, share=0.2)
    assert set(found) == {(10, name) for name in clients}
    ours = found[10, OURS]
    assert 0 < ours.p50 <= ours.p99
    assert ours.rate > 0
    for name in ("smpplib", "aiosmpplib"):
        assert ours.cpu < found[10, name].cpu / 1.5
