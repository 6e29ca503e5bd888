"""Name what went wrong at a provider, from what it answered. Pure."""

import json
from collections.abc import Mapping
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
)

UNAUTHORIZED, NO_BALANCE, FORBIDDEN, UNKNOWN, BUSY, SERVER_ERROR = 401, 402, 403, 404, 429, 500
TOLD_CHARACTERS = 300
REFUSALS = frozenset(
    {
        "moderation_blocked",
        "content_policy_violation",
        "content_filter",
        "image_generation_user_error",
    }
)
"""What providers call a request that their policy is against."""
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


def read_error(body: bytes) -> Told:
    """Find the message and the codes, wherever the providers that we know put them."""
    try:
        answer = json.loads(body)
    except ValueError:
        return Told(_short(body[: TOLD_CHARACTERS * 4].decode(errors="replace")))
    if not isinstance(answer, dict):
        return Told(_short(str(answer)))
    outer = cast("dict[str, Any]", answer)
    inner = outer.get("error") or outer.get("detail") or outer
    if isinstance(inner, list) and inner:
        inner = cast("list[Any]", inner)[0]
    if not isinstance(inner, dict):
        return Told(_short(str(inner)))
    found = cast("dict[str, Any]", inner)
    message = found.get("message") or found.get("msg") or found.get("title") or ""
    codes = {str(found[key]) for key in ("code", "type", "status") if found.get(key)}
    return Told(_short(str(message)), frozenset(codes))


def has_error(answer: object) -> bool:
    """Tell whether a body that came with status 200 is an error all the same."""
    return isinstance(answer, dict) and bool(cast("dict[str, Any]", answer).get("error"))


def name_error(
    told: Told, *, status: int, headers: Mapping[str, str], title: str, mend: str
) -> StudioError:
    """Give the error that a status and a body stand for.

    Args:
        told: What the body says, free of secrets.
        status: Of HTTP; 200 for an error in a good answer.
        headers: In lower case.
        title: The provider, for people.
        mend: The settings that a wrong key or model is mended with.
    """
    words = f" It says: {told.message}" if told.message else ""
    if told.codes & REFUSALS:
        return ProviderRefused(f"{title} refused this for its policy.{words}")
    if status == NO_BALANCE or told.codes & NO_MONEY:
        return ProviderBalanceEmpty(f"The account at {title} has no balance left.{words}")
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return ProviderKeyRefused(f"{title} refused our key; check {mend}.{words}")
    if status == UNKNOWN:
        return ProviderModelUnknown(f"{title} does not have that model; check {mend}.{words}")
    if status == BUSY:
        wait_s = retry_after_s(headers)
        return ProviderBusy(f"{title} is busy; try again later.{words}", retry_after_s=wait_s)
    if status >= SERVER_ERROR:
        return ProviderUnavailable(f"{title} has trouble (HTTP {status}); try again later.{words}")
    return ProviderFailed(f"{title} rejected the request (HTTP {status}).{words}")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read ``Retry-After`` in seconds; dates and nonsense are ignored."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def nonsense(title: str, why: str) -> ProviderAnswerInvalid:
    """Name an answer that is not what was asked for."""
    return ProviderAnswerInvalid(f"{title} answered with something unusable: {why}.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TOLD_CHARACTERS else line[: TOLD_CHARACTERS - 1] + "…"
