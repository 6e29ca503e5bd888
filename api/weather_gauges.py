"""How providers do, as gauges for Prometheus."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from prometheus_client import CollectorRegistry, Gauge

from studio.domain.breaker import Flow
from studio.domain.providers import ModelReport, ProviderReport

_FLOW = {Flow.STOPPED: 0.0, Flow.TRYING: 0.5, Flow.FLOWING: 1.0}
_PROVIDER = ["kind", "provider"]
_MODEL = [*_PROVIDER, "model"]


class WeatherGauges:
    """What the traffic of all processes says of providers, of their last hour."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Make empty gauges."""
        self.flow = Gauge(
            "reelwright_provider_flow",
            "Whether calls get through: 1 they do, 0.5 one tries, 0 they are held back.",
            _PROVIDER,
            registry=registry,
        )
        self.inside = Gauge(
            "reelwright_provider_calls_inside",
            "Calls that are made now.",
            _PROVIDER,
            registry=registry,
        )
        self.waiting = Gauge(
            "reelwright_provider_calls_waiting",
            "Calls that wait for their turn.",
            _PROVIDER,
            registry=registry,
        )
        self.seconds = Gauge(
            "reelwright_provider_seconds",
            "Seconds of calls that went well in the last hour.",
            [*_MODEL, "quantile"],
            registry=registry,
        )
        self.errors = Gauge(
            "reelwright_provider_error_rate",
            "Part of the last hour's calls that ended by the provider's fault.",
            _MODEL,
            registry=registry,
        )
        self.retires = Gauge(
            "reelwright_provider_model_retires_timestamp_seconds",
            "When a model ends.",
            _MODEL,
            registry=registry,
        )

    def show(self, reports: Iterable[ProviderReport] | None) -> None:
        """Show reports; ``None`` where nothing is known."""
        for gauge in (
            self.flow,
            self.inside,
            self.waiting,
            self.seconds,
            self.errors,
            self.retires,
        ):
            gauge.clear()
        for report in reports or ():
            seen = report.weather
            self.flow.labels(seen.kind, seen.name).set(_FLOW[seen.flow])
            self.inside.labels(seen.kind, seen.name).set(seen.inside)
            self.waiting.labels(seen.kind, seen.name).set(seen.waiting)
            for model in report.models:
                self._show_model(model, seen.kind, seen.name)

    def _show_model(self, model: ModelReport, kind: str, provider: str) -> None:
        labels = (kind, provider, model.model)
        if model.ends is not None:
            day = datetime.combine(model.ends.ends, time(), UTC)
            self.retires.labels(*labels).set(day.timestamp())
        if model.heard is None:
            return
        self.errors.labels(*labels).set(model.heard.error_rate)
        for quantile, seconds in (("0.5", model.heard.p50_s), ("0.95", model.heard.p95_s)):
            if seconds is not None:
                self.seconds.labels(*labels, quantile).set(seconds)
