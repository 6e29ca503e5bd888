"""The breaker of a provider: it opens after outages, lets one call try, and closes again. Pure."""

from datetime import UTC, datetime
from enum import StrEnum

from studio.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderDown,
    ProviderUnavailable,
    StudioError,
)
from studio.domain.trouble import Trouble, trouble_of
from studio.domain.value import Value

PROBE_S = 15.0
"""A call that tries is renewed by its holder; silent for so long it is taken for dead."""
SHARE = 0.5
"""At least so many of the calls in the window must have failed."""
KEPT = 40
"""Moments that are remembered of each kind."""
MENDED_BY_HAND = frozenset({Trouble.KEY, Trouble.BALANCE})
"""No other call can go well, whatever it asks for: these open at once."""


class Fuse(Value):
    """When a breaker opens, and for how long.

    Attributes:
        failures: So many outages open it.
        window_s: Within so many seconds.
        pause_s: The first pause; each one after a try that failed is twice as long.
        longest_pause_s: No pause is longer, unless the provider asks for it.
    """

    failures: int = 5
    window_s: float = 300.0
    pause_s: float = 15.0
    longest_pause_s: float = 300.0


USUAL = Fuse()


class Flow(StrEnum):
    """How calls get through."""

    FLOWING = "flowing"
    TRYING = "trying"
    """The pause is over: one call tries, the others are turned away."""
    STOPPED = "stopped"


class Breaker(Value):
    """What is known of a provider's outages.

    Attributes:
        failed: When calls met an outage, in seconds since 1970.
        answered: When calls were answered, a refusal included.
        until: Nobody calls before; 0 while it is closed.
        pauses: How many pauses followed each other.
        trouble: What opened it.
        message: The error that opened it, fit to show.
        probe: The call that tries; empty for none.
        probe_until: It is taken for dead then.
    """

    failed: tuple[float, ...] = ()
    answered: tuple[float, ...] = ()
    until: float = 0.0
    pauses: int = 0
    trouble: Trouble | None = None
    message: str = ""
    probe: str = ""
    probe_until: float = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps calls back."""
        return self.trouble is not None

    def flow(self, now: float) -> Flow:
        """Tell how calls get through."""
        if not self.is_open:
            return Flow.FLOWING
        return Flow.STOPPED if now < self.until else Flow.TRYING

    def wait_s(self, now: float) -> float:
        """Give how long to stay away; 0 where a call may pass or try."""
        if not self.is_open:
            return 0.0
        if now < self.until:
            return self.until - now
        return max(0.0, self.probe_until - now) if self.probe else 0.0

    def tried_by(self, probe: str, now: float) -> "Breaker":
        """Let one call try."""
        return self.model_copy(update={"probe": probe, "probe_until": now + PROBE_S})

    def without(self, probe: str) -> "Breaker":
        """Let another call try, where this one ended without an answer."""
        if not probe or probe != self.probe:
            return self
        return self.model_copy(update={"probe": "", "probe_until": 0.0})


def counts(error: StudioError) -> bool:
    """Tell whether an error says that the provider is out of order, whatever is asked.

    A limit of its own slows and stops nothing. A refusal, an unknown model and a rejected request
    are answers: they say something about the request.
    """
    if isinstance(error, ProviderBusy | ProviderDown):
        return False
    is_out = isinstance(error, ProviderUnavailable | ProviderAnswerInvalid)
    return is_out or trouble_of(error) in MENDED_BY_HAND


def after_call(
    breaker: Breaker,
    error: StudioError | None,
    *,
    probe: str,
    now: float,
    fuse: Fuse,
    jitter: float = 0.5,
) -> Breaker:
    """Give the breaker after a call ended.

    Args:
        breaker: As it was.
        error: What the call ended with; ``None`` where it went well.
        probe: Which call it was.
        now: In seconds since 1970.
        fuse: When it opens.
        jitter: From 0 to 1; spreads the tries of many installations.
    """
    if error is None or not counts(error):
        if isinstance(error, ProviderBusy | ProviderDown):
            return breaker.without(probe)
        if breaker.is_open and probe != breaker.probe:
            return breaker
        answered = (*breaker.answered, now)[-KEPT:]
        return Breaker(failed=() if breaker.is_open else breaker.failed, answered=answered)
    if breaker.is_open and probe != breaker.probe:
        return breaker
    failed = _recent((*breaker.failed, now)[-KEPT:], now, fuse)
    answered = _recent(breaker.answered, now, fuse)
    breaker = breaker.model_copy(update={"failed": failed, "answered": answered})
    is_often = len(failed) >= fuse.failures and len(failed) >= SHARE * len(failed + answered)
    if not (breaker.is_open or is_often or trouble_of(error) in MENDED_BY_HAND):
        return breaker
    pause_s = min(fuse.pause_s * 2**breaker.pauses, fuse.longest_pause_s) * (0.8 + 0.4 * jitter)
    asked_s = (error.retry_after_s if isinstance(error, ProviderUnavailable) else None) or 0.0
    return breaker.model_copy(
        update={
            "until": now + max(pause_s, asked_s),
            "pauses": breaker.pauses + 1,
            "trouble": trouble_of(error) or Trouble.UNAVAILABLE,
            "message": error.message,
            "probe": "",
            "probe_until": 0.0,
        }
    )


def until_at(breaker: Breaker) -> datetime | None:
    """Give when the next call tries; ``None`` while calls flow."""
    return datetime.fromtimestamp(breaker.until, UTC) if breaker.is_open else None


def _recent(moments: tuple[float, ...], now: float, fuse: Fuse) -> tuple[float, ...]:
    return tuple(moment for moment in moments if moment > now - fuse.window_s)
