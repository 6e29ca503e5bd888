"""Name what went wrong at a provider, from what it answered. Pure."""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, cast

from studio.domain.errors import (
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

OK = 200
UNAUTHORIZED, NO_BALANCE, FORBIDDEN, UNKNOWN, BUSY, SERVER_ERROR = 401, 402, 403, 404, 429, 500
TOLD_CHARACTERS = 300
REFUSALS = frozenset(
    {
        "moderation_blocked",
        "content_policy_violation",
        "content_filter",
        "image_generation_user_error",
        "content_moderation",
    }
)
"""What providers call a request that their policy is against."""
REFUSING_WORDS = ("nsfw", "flagged as sensitive", "safety", "moderat", "content policy")
"""In the words of providers that have no code for it."""
WRONG_KEY = frozenset({"API_KEY_INVALID", "invalid_api_key"})
"""Where a wrong key is not told by the status."""
NO_MONEY_WORDS = ("exhausted balance", "insufficient credit", "credits are depleted")
NO_MODEL = frozenset({"model_not_found"})
NO_MODEL_WORDS = ("unknown checkpoint",)
NO_MONEY = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "quota_exceeded", "insufficient_credits"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the body of an error says.

    Attributes:
        message: In the provider's words, shortened.
        codes: Whatever it calls a code, a type or a status.
    """

    message: str = ""
    codes: frozenset[str] = frozenset()

    @property
    def is_about_money(self) -> bool:
        """Tell whether the account is empty."""
        return bool(self.codes & NO_MONEY) or _has(self.message, NO_MONEY_WORDS)


def read_error(body: bytes) -> Told:
    """Find the message and the codes, wherever the providers that we know put them."""
    try:
        answer = json.loads(body)
    except ValueError:
        return Told(_short(body[: TOLD_CHARACTERS * 4].decode(errors="replace")))
    if not isinstance(answer, dict):
        return Told(_short(str(answer)))
    outer = cast("dict[str, Any]", answer)
    found = next((each for each in map(_first, _places(outer)) if isinstance(each, dict)), outer)
    said = [found.get(key) for key in ("message", "msg", "title", "error", "detail", "errors")]
    said += [found.get("details"), outer.get("detail")]
    message = ": ".join(dict.fromkeys(each for each in said if isinstance(each, str) and each))
    return Told(_short(message), frozenset(_codes(found)))


def has_error(answer: object) -> bool:
    """Tell whether a body that came with status 200 is an error all the same."""
    return isinstance(answer, dict) and bool(cast("dict[str, Any]", answer).get("error"))


def name_error(
    told: Told, *, status: int, headers: Mapping[str, str], title: str, mend: str
) -> StudioError:
    """Give the error that a status and a body stand for.

    An error that came as a good answer may have been billed, unless it says that nothing was made: no
    key, no balance, no such model.

    Args:
        told: What the body says, free of secrets.
        status: Of HTTP; 200 for an error in a good answer.
        headers: In lower case.
        title: The provider, for people.
        mend: The settings that a wrong key or model is mended with.
    """
    words = f" It says: {told.message}" if told.message else ""
    if told.codes & REFUSALS:
        refused = ProviderRefused(f"{title} refused this for its policy; use other words.{words}")
        return billed(refused) if status == OK else refused
    if status == NO_BALANCE or told.is_about_money:
        return ProviderBalanceEmpty(
            f"The account at {title} has no balance left; top it up, or choose another.{words}"
        )
    if status in {UNAUTHORIZED, FORBIDDEN} or told.codes & WRONG_KEY:
        return ProviderKeyRefused(f"{title} refused our key; check {mend}.{words}")
    if status == UNKNOWN or told.codes & NO_MODEL or _has(told.message, NO_MODEL_WORDS):
        return ProviderModelUnknown(f"{title} does not have that model; check {mend}.{words}")
    wait_s = retry_after_s(headers)
    if status == BUSY:
        return ProviderBusy(f"{title} is busy; try again later.{words}", retry_after_s=wait_s)
    if status >= SERVER_ERROR:
        trouble = f"{title} has trouble (HTTP {status}); try again later.{words}"
        return ProviderUnavailable(trouble, retry_after_s=wait_s)
    rejected = ProviderFailed(
        f"{title} rejected the request (HTTP {status}); change it, or choose another.{words}"
    )
    return billed(rejected) if status == OK else rejected


def name_failure(title: str, message: str, *, codes: Set[str] = frozenset()) -> ProviderFailed:
    """Give the error that ordered work ended with."""
    words = f" It says: {_short(message)}" if message else ""
    if codes & REFUSALS or _has(message, REFUSING_WORDS):
        return ProviderRefused(f"{title} refused this for its policy; use other words.{words}")
    return ProviderFailed(f"{title} could not make it; try again, or choose another.{words}")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read ``Retry-After`` in seconds; dates and nonsense are ignored."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def nonsense(title: str, why: str) -> ProviderAnswerInvalid:
    """Name an answer that is not what was asked for."""
    return ProviderAnswerInvalid(
        f"{title} answered with something unusable: {why}. Try again, or choose another."
    )


def _places(outer: dict[str, Any]) -> Iterable[object]:
    return (outer.get(key) for key in ("error", "detail", "errors"))


def _first(found: object) -> object:
    return cast("list[object]", found)[0] if isinstance(found, list) and found else found


def _codes(found: dict[str, Any]) -> Iterable[str]:
    """Give whatever is a code, those that Google puts among the details as well."""
    details = found.get("details")
    more = cast("list[object]", details) if isinstance(details, list) else []
    for each in (found, *more):
        if isinstance(each, dict):
            said = cast("dict[str, Any]", each)
            keys = ("code", "type", "status", "reason")
            yield from (str(said[key]) for key in keys if said.get(key))


def _has(text: str, words: Iterable[str]) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in words)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TOLD_CHARACTERS else line[: TOLD_CHARACTERS - 1] + "…"
