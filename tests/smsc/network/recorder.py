"""A network of elements that record what they hear."""

from collections.abc import Iterable

from smsc.network.hop import Hop, Send
from smsc.network.network import Network


class Recorder:
    """An element that says what it was told to, once, and records what it hears."""

    kind = "recorder"

    def __init__(self, name: str, *answers: Send) -> None:
        self.name = name
        self.heard: list[tuple[float, str, object]] = []
        self._answers: tuple[Send, ...] = answers

    def receive(self, hop: Hop) -> Iterable[Send]:
        self.heard.append((hop.at, hop.origin, hop.message))
        answers, self._answers = self._answers, ()
        return answers


def network(*elements: Recorder, **arguments: dict[tuple[str, str], float]) -> tuple[Network, list[Hop]]:
    found = Network(**arguments)  # type: ignore[arg-type]  # always latency
    for element in elements:
        found.add(element)
    seen: list[Hop] = []
    found.observers.append(seen.append)
    return found, seen
