"""How providers do: latency, errors and whether calls get through, from calls that were made. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from studio.domain.breaker import Flow
from studio.domain.trouble import Trouble
from studio.domain.value import Value

WINDOW_S = 3600.0
"""Older calls say nothing about now."""


class Heard(Value):
    """One call that ended.

    Attributes:
        at: When, in seconds since 1970.
        model: Of which model.
        seconds: How long it took.
        error: Its code; empty where it went well.
        is_fault: Whether the provider failed, and not only said no to this request.
    """

    at: float
    model: str
    seconds: float
    error: str = ""
    is_fault: bool = False


class ModelWeather(Value):
    """How a model does, from its calls of the last hour, 200 of a provider at most.

    Attributes:
        model: Its name.
        calls: How many ended.
        p50_s: Half of the calls that went well took no longer; ``None`` where none went well.
        p95_s: Likewise 95 of 100.
        error_rate: Which part of the calls ended with a fault of the provider's, from 0 to 1.
        last_error: The code of the last error; empty for none.
        last_error_at: When that was.
        last_call_at: When the last call ended.
    """

    model: str
    calls: int
    p50_s: float | None
    p95_s: float | None
    error_rate: float
    last_error: str = ""
    last_error_at: datetime | None = None
    last_call_at: datetime


class Weather(Value):
    """How a provider does, over all processes.

    Attributes:
        kind: ``"pictures"``, ``"speech"`` or ``"text"``.
        name: As settings name it; of text, with its server where that is not the vendor's.
        title: For people.
        flow: Whether calls get through.
        trouble: What stopped them; ``None`` while they flow.
        message: The error that stopped them, fit to show.
        retry_at: When the next call tries.
        slowed_until: The provider asked for patience until then.
        inside: Calls that are made now.
        waiting: Calls that wait for their turn.
        models: Those that were called in the last hour.
    """

    kind: str
    name: str
    title: str
    flow: Flow = Flow.FLOWING
    trouble: Trouble | None = None
    message: str = ""
    retry_at: datetime | None = None
    slowed_until: datetime | None = None
    inside: int = 0
    waiting: int = 0
    models: tuple[ModelWeather, ...] = ()


def of_models(heard: Iterable[Heard], *, now: float) -> tuple[ModelWeather, ...]:
    """Sum up calls by model."""
    by_model: defaultdict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        if each.at > now - WINDOW_S:
            by_model[each.model].append(each)
    return tuple(_of_model(model, calls) for model, calls in sorted(by_model.items()))


def _of_model(model: str, calls: Sequence[Heard]) -> ModelWeather:
    fine = sorted(each.seconds for each in calls if not each.error)
    wrong = [each for each in calls if each.error]
    last = max(wrong, key=lambda each: each.at, default=None)
    return ModelWeather(
        model=model,
        calls=len(calls),
        p50_s=_rank(fine, 0.5),
        p95_s=_rank(fine, 0.95),
        error_rate=round(sum(each.is_fault for each in calls) / len(calls), 4),
        last_error=last.error if last else "",
        last_error_at=datetime.fromtimestamp(last.at, UTC) if last else None,
        last_call_at=datetime.fromtimestamp(max(each.at for each in calls), UTC),
    )


def _rank(ordered: Sequence[float], share: float) -> float | None:
    """Give the nearest rank: a time that some call really took."""
    if not ordered:
        return None
    return round(ordered[max(0, -int(-share * len(ordered) // 1) - 1)], 3)
