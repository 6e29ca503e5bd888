"""What goes wrong with a model, in the user's words: no internals, no keys."""

import httpx
import ollama
import openai

from studio.domain.errors import (
    OutcomeUnknown,
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
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, ConnectionError)


def as_studio_error(error: BaseException) -> StudioError | None:
    """Name an error; ``None`` for one that is ours."""
    if isinstance(error, StudioError):
        return error
    if isinstance(error, openai.APIConnectionError):
        return as_studio_error(error.__cause__ or httpx.ReadError(""))
    if isinstance(error, _NEVER_LEFT):
        return ProviderUnavailable(
            "The language model cannot be reached. Check that its server runs, then try again."
        )
    if isinstance(error, httpx.TransportError):
        return OutcomeUnknown(
            "The language model was asked and gave no whole answer; it may have been billed. "
            "Try again."
        )
    if isinstance(error, openai.APIStatusError):
        known = _by_status(error.status_code, {str(error.code), str(error.type)})
        if isinstance(known, ProviderBusy):
            known.retry_after_s = _seconds(error.response.headers.get("retry-after"))
        return known
    if isinstance(error, ollama.ResponseError):
        return _by_status(error.status_code, set())
    if isinstance(error, openai.OpenAIError):
        return billed(ProviderFailed("The language model gave no usable answer; try again."))
    return None


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
