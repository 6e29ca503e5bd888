"""Metrics for Prometheus, kept per app so that two apps in one process never mix."""

from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

from api.weather_gauges import WeatherGauges
from studio.db.health import Counts
from studio.domain.conversation import TurnStatus
from studio.domain.render import RenderStatus

CONTENT_TYPE = CONTENT_TYPE_LATEST

_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The API's measurements.

    Attributes:
        requests: By route template, method and status.
        request_seconds: By route template and method; streams count until their first byte.
        sse_clients: Streams open now in this process.
        runs_accepted: Runs taken in by this process.
        turns: In the database, by status; empty where it did not answer the last scrape.
        renders: The same of renders.
        calls: Calls that cost money, by kind, provider and state of their charge.
        calls_usd: What they were paid, or count for.
        reused: Answers that were there already, by provider.
        queue_depth: Render tasks that wait for a worker; NaN where the queue did not answer.
        weather: How providers do.
    """

    def __init__(self) -> None:
        """Make an empty registry of our own."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "reelwright_http_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "reelwright_http_request_seconds",
            "Seconds until the first byte of the answer.",
            ["route", "method"],
            buckets=_REQUEST_BUCKETS,
            registry=self.registry,
        )
        self.sse_clients = Gauge(
            "reelwright_sse_clients", "Event streams open now.", registry=self.registry
        )
        self.runs_accepted = Counter(
            "reelwright_runs_accepted", "Runs taken in.", registry=self.registry
        )
        self.turns = Gauge(
            "reelwright_turns", "Turns in the database.", ["status"], registry=self.registry
        )
        self.renders = Gauge(
            "reelwright_renders", "Renders in the database.", ["status"], registry=self.registry
        )
        by_charge = ["kind", "provider", "state"]
        self.calls = Gauge(
            "reelwright_provider_calls",
            "Calls that cost money; reserved ones are held, unknown ones may have been billed.",
            by_charge,
            registry=self.registry,
        )
        self.calls_usd = Gauge(
            "reelwright_provider_cost_usd",
            "What calls were paid, or count for where they are held or unknown.",
            by_charge,
            registry=self.registry,
        )
        self.reused = Gauge(
            "reelwright_provider_cached_hits",
            "Answers that were there already.",
            ["provider"],
            registry=self.registry,
        )
        self.queue_depth = Gauge(
            "reelwright_render_queue_depth",
            "Render tasks that wait for a worker.",
            registry=self.registry,
        )

        self.weather = WeatherGauges(self.registry)

    def show_rows(self, counts: Counts | None) -> None:
        """Show what the database holds; ``None`` where that is not known."""
        for gauge in (self.turns, self.renders, self.calls, self.calls_usd, self.reused):
            gauge.clear()
        if counts is not None:
            for status in TurnStatus:
                self.turns.labels(status.value).set(counts.turns.get(status.value, 0))
            for status in RenderStatus:
                self.renders.labels(status.value).set(counts.renders.get(status.value, 0))
            for each in counts.calls:
                self.calls.labels(each.kind, each.provider, each.state).set(each.calls)
                self.calls_usd.labels(each.kind, each.provider, each.state).set(each.usd)
            for provider, count in counts.reused.items():
                self.reused.labels(provider).set(count)

    def show_queue(self, depth: int | None) -> None:
        """Show how many tasks wait; ``None`` where that is not known."""
        self.queue_depth.set(nan if depth is None else depth)

    def render(self) -> bytes:
        """Give everything in the text format."""
        return generate_latest(self.registry)
