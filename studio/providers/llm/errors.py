"""What goes wrong with a model, in the user's words: no internals, no keys."""

import httpx
import ollama
import openai

from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderRefused,
    ProviderUnavailable,
    StudioError,
    billed,
)
from studio.providers.answers import NO_MONEY, REFUSALS

UNAUTHORIZED = 401
NO_BALANCE = 402
FORBIDDEN = 403
UNKNOWN = 404
BUSY = 429
SERVER_ERROR = 500
_NEVER_LEFT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
_BROKEN = frozenset({"TransportError"})
_HTTPX = ("httpx.", "httpx2.")
"""The SDKs bring httpx by one name or the other; the errors are called the same."""


def as_studio_error(error: BaseException) -> StudioError | None:
    """Name an error; ``None`` for one that is ours."""
    if isinstance(error, StudioError):
        return error
    if isinstance(error, openai.APIConnectionError):
        return as_studio_error(error.__cause__ or httpx.ReadError("")) or _lost()
    if _is(error, _NEVER_LEFT) or isinstance(error, ConnectionError):
        return ProviderUnavailable(
            "The language model cannot be reached. Check that its server runs, then try again."
        )
    if _is(error, _BROKEN):
        return _lost()
    if isinstance(error, openai.APIStatusError):
        known = _by_status(error.status_code, {str(error.code), str(error.type)})
        if isinstance(known, ProviderBusy):
            known.retry_after_s = _seconds(error.response.headers.get("retry-after"))
        return known
    if isinstance(error, ollama.ResponseError):
        # An error in a stream that began well has no status.
        return _by_status(error.status_code, set()) if error.status_code > 0 else _no_use()
    if isinstance(error, openai.OpenAIError):
        return _no_use()
    return None


def no_answer() -> StudioError:
    """Name what cannot be read as an answer at all: a page of a proxy, an empty stream."""
    return ProviderAnswerInvalid(
        "The language model's server gave something that is no answer; it may have been billed. "
        "Check REELWRIGHT_MODEL_BASE_URL, or try again."
    )


def _no_use() -> StudioError:
    return billed(ProviderFailed("The language model gave no usable answer; try again."))


def _lost() -> StudioError:
    return OutcomeUnknown(
        "The language model was asked and gave no whole answer; it may have been billed. Try again."
    )


def _is(error: BaseException, names: frozenset[str]) -> bool:
    kinds = (kind for kind in type(error).__mro__ if f"{kind.__module__}.".startswith(_HTTPX))
    return any(kind.__name__ in names for kind in kinds)


def _by_status(status: int, codes: set[str]) -> StudioError:
    if status == NO_BALANCE or codes & NO_MONEY:
        return ProviderBalanceEmpty(
            "The account of the language model has no balance left. Top it up, or set another model."
        )
    if codes & REFUSALS:
        return ProviderRefused("The language model refused this for its policy; say it otherwise.")
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return ProviderKeyRefused(
            "The language model refused our key. Check REELWRIGHT_MODEL_API_KEY or OPENAI_API_KEY."
        )
    if status == UNKNOWN:
        return ProviderModelUnknown(
            "The language model does not exist there. Check REELWRIGHT_MODEL."
        )
    if status == BUSY:
        return ProviderBusy("The language model is busy or out of quota; try again later.")
    if status >= SERVER_ERROR:
        return ProviderUnavailable("The language model's server has trouble; try again later.")
    return ProviderFailed(
        f"The language model rejected the request (HTTP {status}). "
        "Check that the model can call tools."
    )


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
