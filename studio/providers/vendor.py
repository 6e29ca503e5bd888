"""What a provider is to the rest: a name, options and a way to be opened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from studio.domain.traffic import Limits
from studio.domain.units import StorageKey
from studio.lanes import FreeLane, Lane
from studio.providers.prices import PriceBook

Made = TypeVar("Made", covariant=True)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a provider is given of the house.

    Attributes:
        read: Gives the bytes of a stored file, e.g. of a reference picture.
        prices: What units of providers cost.
        keeps_originals: Whether pictures are kept as they came, too.
        lane: The way to it, for what it asks by itself: a list of voices.
    """

    read: Callable[[StorageKey], Awaitable[bytes]]
    prices: PriceBook = field(default_factory=PriceBook)
    keeps_originals: bool = False
    lane: Lane = field(default_factory=FreeLane)


@dataclass(frozen=True, slots=True)
class Vendor(Generic[Made]):
    """A provider of one kind of thing.

    Attributes:
        name: In settings and storyboards, e.g. ``"openai"``.
        title: For people.
        options: What it can be told; a plain model, so that nothing is read by itself.
        open: Gives the client; nothing is called yet.
    """

    name: str
    title: str
    options: type["Options"]
    open: Callable[[Any, Surroundings], Made]


class Options(BaseModel):
    """Options of a provider."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def limits(self) -> Limits:
        """Give what it lets us do at a time; what runs here is not limited."""
        return Limits()


class ServerOptions(Options):
    """Options of a provider that is reached over HTTP."""

    api_key: SecretStr = Field(default=SecretStr(""), description="Key, where it wants one.")
    timeout_s: float = Field(default=180.0, gt=0, description="Longest wait for one answer.")


def billed_once() -> Any:
    """Give the field that says whether a server bills one idempotency key once."""
    told = (
        "The server bills requests with the same `Idempotency-Key` once, so that one whose answer "
        "was lost is sent again."
    )
    return Field(default=False, description=told)


def at_a_time(calls: int) -> Any:
    """Give the field that says how many calls a maker takes at a time."""
    told = "Calls of it at a time, of all processes together."
    return Field(default=calls, ge=1, le=256, description=told)


class TurnOptions(Options):
    """Options of what is called in turns."""

    concurrency: int = at_a_time(4)
    requests_per_minute: int | None = Field(
        default=None,
        ge=1,
        description="Calls of it in any 60 seconds, of all processes together; empty for as many as "
        "it takes.",
    )

    @property
    def limits(self) -> Limits:
        """Give what it lets us do at a time."""
        return Limits(concurrency=self.concurrency, requests_per_minute=self.requests_per_minute)


class MakerOptions(TurnOptions, ServerOptions):
    """Options of a maker that is reached over HTTP."""


class NoOptions(Options):
    """Nothing to be told."""
