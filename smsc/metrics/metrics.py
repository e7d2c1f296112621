"""What Prometheus is told, as its text or OpenMetrics: made, when it asks, of what is there and what was counted.

The values of labels come from closed sets (commands, statuses, states, kinds of elements, a world's service centres),
so that no peer and no length of time makes more series.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, Protocol, TypeVar

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from pdu.matrix import SessionState
from smsc.distribution import SECONDS, Distribution
from smsc.faults.effects import STAGES
from smsc.metrics.counts import Counts
from smsc.metrics.states import States
from smsc.news.outbox import Outbox
from smsc.store.sqlite import SqliteStore
from smsc.world.world import World

K = TypeVar("K", bound=str | tuple[str, ...])  # the values of a family's labels

BOUND: Final = tuple(state for state in SessionState if state is not SessionState.CLOSED)


class Publishing(Protocol):
    """What publishes at a broker."""

    outbox: Outbox
    published: int
    connected: asyncio.Event


class Calling(Protocol):
    """What calls a webhook."""

    outbox: Outbox
    taken: int
    refused: int


class Metrics(Collector):
    """The metrics of a world, in a registry of their own.

    Events are counted from when they are first asked for, or from ``count`` on: until then, they cost nothing.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._counts: Counts | None = None
        self.broker: Publishing | None = None
        self.webhooks: list[Calling] = []
        self._stores = {name: States(centre.store) for name, centre in world.centres.items()}
        self._states: dict[str, dict[str, int]] = {}
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(self)
        ProcessCollector(registry=self.registry)

    def count(self) -> Counts:
        """Begin to count, if that has not been done yet."""
        if self._counts is None:
            self._counts = Counts(self._world)
        return self._counts

    def close(self) -> None:
        """Stop counting."""
        if self._counts is not None:
            self._counts.close()

    async def page(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics in the form that a client accepts, and its content type."""
        self._states = {name: await store.count() for name, store in self._stores.items()}
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type

    def describe(self) -> Iterable[Metric]:
        """Return nothing: metrics are made only when they are asked for."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        yield from self._now()
        counts = self.count()
        yield GaugeMetricFamily("smsc_counting_since_seconds", "The network's time at which it began.", counts.since)
        yield _counter("smsc_pdus", "SMPP PDUs.", ("command", "direction", "status"), counts.pdus)
        yield _counter("smsc_receipts", "Delivery receipts sent to ESMEs.", ("stat",), counts.receipts)
        retries = "Attempts to deliver a message that are not its first."
        yield _counter("smsc_retries", retries, ("towards",), counts.retries)
        submits = "From a submission to its response, in the network's time."
        yield _histogram("smsc_submit_seconds", submits, ("command",), counts.submits)
        deliveries = "From a deliver_sm or data_sm to the ESME's response."
        yield _histogram("smsc_deliver_seconds", deliveries, ("command",), counts.deliveries)
        hops = "From the message before it in its dialogue or on its channel, by the kinds of both ends."
        yield _histogram("smsc_hop_seconds", hops, ("origin", "destination"), counts.hops)

    def _now(self) -> Iterator[Metric]:
        """Yield what is so at this moment."""
        sessions = GaugeMetricFamily("smsc_sessions", "Sessions, bound or not.", labels=("sc", "state"))
        messages = GaugeMetricFamily("smsc_messages", "Messages in the store.", labels=("sc", "state"))
        queued = GaugeMetricFamily(
            "smsc_queued_messages", "Messages that wait or are on their way.", labels=("sc", "to")
        )
        commits: dict[str, Distribution] = {}
        for name, centre in self._world.centres.items():
            there = [visit.line.session.state for visit in self._world.faces[name].visits]
            for state in BOUND:
                sessions.add_metric((name, state.name), there.count(state))
            for named, number in self._states.get(name, {}).items():
                messages.add_metric((name, named), number)
            queued.add_metric((name, "handset"), len(centre.queues))
            queued.add_metric((name, "esme"), len(centre.mailboxes))
            if isinstance(centre.store, SqliteStore):
                commits[name] = centre.store.commits
        faults = GaugeMetricFamily("smsc_faults", "Faults that are set.", labels=("stage",))
        at_work = [fault.rule.stage for fault in self._world.faults]
        for stage in STAGES:
            faults.add_metric((stage,), at_work.count(stage))
        yield from (sessions, messages, queued, faults)
        yield _counter("smsc_fault_strikes", "How often faults struck.", ("stage",), self._world.faults.strikes)
        yield _histogram("smsc_commit_seconds", "Transactions of the store on disk.", ("sc",), commits)
        if (broker := self.broker) is not None:
            yield GaugeMetricFamily("smsc_mqtt_connected", "Whether the broker is there.", broker.connected.is_set())
            yield GaugeMetricFamily("smsc_mqtt_waiting", "Events that wait to be published.", broker.outbox.events)
            yield CounterMetricFamily("smsc_mqtt_published", "What has been published.", broker.published)
            yield CounterMetricFamily("smsc_mqtt_dropped", "Events that were dropped.", broker.outbox.dropped)
        waiting = GaugeMetricFamily("smsc_webhook_waiting", "Calls that wait to be made.", labels=("webhook",))
        calls = CounterMetricFamily("smsc_webhook_calls", "Calls, by what became of them.", labels=("webhook", "end"))
        for place, webhook in enumerate(self.webhooks):  # as in the world: a URL may be a secret
            waiting.add_metric((str(place),), webhook.outbox.events)
            ends = {"taken": webhook.taken, "refused": webhook.refused, "dropped": webhook.outbox.dropped}
            for end, number in ends.items():
                calls.add_metric((str(place), end), number)
        if self.webhooks:
            yield from (waiting, calls)


def _counter(name: str, documentation: str, labels: Sequence[str], counts: Mapping[K, int]) -> Metric:
    family = CounterMetricFamily(name, documentation, labels=labels)
    for key, number in tuple(counts.items()):
        family.add_metric(_values(key), number)
    return family


def _histogram(name: str, documentation: str, labels: Sequence[str], times: Mapping[K, Distribution]) -> Metric:
    family = HistogramMetricFamily(name, documentation, labels=labels)
    bounds = (*(f"{bound:g}" for bound in SECONDS), "+Inf")
    for key, taken in tuple(times.items()):
        upto = map(float, accumulate(taken.counts))
        family.add_metric(_values(key), list(zip(bounds, upto, strict=True)), taken.total)
    return family


def _values(key: str | tuple[str, ...]) -> tuple[str, ...]:
    """Give the values of the labels."""
    return (key,) if isinstance(key, str) else key
