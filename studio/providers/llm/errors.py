"""What goes wrong with a model, in the user's words: no internals, no keys."""

import httpx
import ollama
import openai

from studio.domain.errors import ProviderFailed, ProviderUnavailable, StudioError

UNAUTHORIZED = 401
FORBIDDEN = 403
UNKNOWN = 404
BUSY = 429
SERVER_ERROR = 500


def as_studio_error(error: BaseException) -> StudioError | None:
    """Name an error; ``None`` for one that is ours."""
    if isinstance(error, StudioError):
        return error
    if isinstance(error, openai.APIConnectionError | httpx.TransportError | ConnectionError):
        return ProviderUnavailable(
            "The language model cannot be reached. Check that its server runs, then try again."
        )
    if isinstance(error, openai.APIStatusError):
        return _by_status(error.status_code)
    if isinstance(error, ollama.ResponseError):
        return _by_status(error.status_code)
    if isinstance(error, openai.OpenAIError):
        return ProviderFailed("The language model gave no usable answer; try again.")
    return None


def is_passing(error: Exception) -> bool:
    """Tell whether asking again may help, for clients that do not ask again by themselves."""
    if isinstance(error, openai.OpenAIError):
        return False
    return isinstance(as_studio_error(error), ProviderUnavailable)


def _by_status(status: int) -> StudioError:
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return ProviderFailed(
            "The language model refused our key. Check REELWRIGHT_MODEL_API_KEY or OPENAI_API_KEY."
        )
    if status == UNKNOWN:
        return ProviderFailed("The language model does not exist there. Check REELWRIGHT_MODEL.")
    if status == BUSY:
        return ProviderUnavailable("The language model is busy or out of quota; try again later.")
    if status >= SERVER_ERROR:
        return ProviderUnavailable("The language model's server has trouble; try again later.")
    return ProviderFailed(
        f"The language model rejected the request (HTTP {status}). "
        "Check that the model can call tools."
    )
