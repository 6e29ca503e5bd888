"""What can go wrong with a provider: each says whether it was called, and what to do."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

from studio.domain.errors.general import StudioError, Unavailable

E = TypeVar("E", bound=StudioError)


def billed(error: E) -> E:
    """Give an error of a call that the provider may have billed all the same."""
    error.may_be_billed = True
    return error


@contextmanager
def after_the_answer() -> Generator[None]:
    """Mark whatever goes wrong in the block: the provider has answered, and may bill for it."""
    try:
        yield
    except StudioError as error:
        billed(error)
        raise


class ProviderFailed(StudioError):
    """A provider answered with an error or with nonsense."""

    code = "provider_failed"
    status = 502


class ProviderRefused(ProviderFailed):
    """A provider's policy refused the request; the same request will be refused again."""

    code = "provider_refused"
    status = 422


class ProviderKeyRefused(ProviderFailed):
    """A provider does not take our key."""

    code = "provider_key_refused"


class ProviderModelUnknown(ProviderFailed):
    """A provider does not have the model, or has it no longer."""

    code = "provider_model_unknown"


class ProviderBalanceEmpty(ProviderFailed):
    """The account at a provider has no money or quota left."""

    code = "provider_balance_empty"


class ProviderAnswerInvalid(ProviderFailed):
    """A provider answered with something else than what was asked for."""

    code = "provider_answer_invalid"
    may_be_billed = True


class ProviderUnavailable(Unavailable):
    """A provider cannot be reached.

    Attributes:
        retry_after_s: What it asks us to wait; ``None`` where it does not say.
    """

    code = "provider_unavailable"

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        """Keep how long to wait."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ProviderBusy(ProviderUnavailable):
    """A provider's own limit was reached."""

    code = "provider_busy"


class ProviderCrowded(ProviderBusy):
    """Our own limit of calls to a provider left no turn in time; nothing was called."""

    code = "provider_crowded"


class ProviderDown(ProviderUnavailable):
    """A provider failed so often that it is left alone for a while; nothing was called.

    Attributes:
        trouble: What it is in, as ``studio.domain.trouble`` names it.
    """

    code = "provider_down"

    def __init__(self, message: str, *, trouble: str, retry_after_s: float | None = None) -> None:
        """Keep what opened its breaker."""
        super().__init__(message, retry_after_s=retry_after_s)
        self.trouble = trouble


class OutcomeUnknown(ProviderUnavailable):
    """A call left and no answer came: it may have been billed."""

    code = "outcome_unknown"
    status = 504
    may_be_billed = True
