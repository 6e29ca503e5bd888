"""Metrics for Prometheus, kept per app so that two apps in one process never mix."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST

_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The API's measurements.

    Attributes:
        requests: By route template, method and status.
        request_seconds: By route template and method; streams count until their first byte.
        sse_clients: Streams open now.
        runs_accepted: Runs taken in by this process.
        rows: Turns and renders by status, read from the database at scrape time.
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

    def render(self) -> bytes:
        """Give everything in the text format."""
        return generate_latest(self.registry)
