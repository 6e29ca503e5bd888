"""Those who make pictures and speak: their protocols, and the ones that this installation has."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, Protocol, TypeVar, runtime_checkable

from studio.domain.asset import PictureRequest, SpeechRequest, Word
from studio.domain.errors import Misconfigured
from studio.domain.money import Usage
from studio.domain.retirement import Retirement
from studio.lanes import FreeLane, Lane

M = TypeVar("M", covariant=True)


@dataclass(frozen=True, slots=True)
class Makers(Generic[M]):
    """The makers of one kind that this installation has.

    Attributes:
        by_name: As storyboards and settings name them; the first serves where none is named, the
            others are what it is replaced by, once the user agrees.
        lanes: The way to each; one without is called as often as anybody likes.
        ends: The announced ends of their models, by the same names.
    """

    by_name: Mapping[str, M]
    lanes: Mapping[str, Lane] = field(default_factory=dict[str, Lane])
    ends: Mapping[str, Retirement] = field(default_factory=dict[str, Retirement])

    @property
    def default(self) -> M:
        """Give the first."""
        return next(iter(self.by_name.values()))

    def lane(self, name: str = "") -> Lane:
        """Give the way to the one with this name, to the first where it is empty."""
        return self.lanes.get(name or next(iter(self.by_name))) or FreeLane()

    def get(self, name: str = "") -> M:
        """Give the one with this name, the first where it is empty.

        Raises:
            Misconfigured: This installation does not have it.
        """
        return self.by_name[self.named(name)]

    def named(self, name: str = "") -> str:
        """Give the name that serves where this one is asked for.

        ``"openai:gpt-image-2"`` is that model of ``"openai"``; once the settings name it themselves
        there is ``"openai"`` only, and serves.

        Raises:
            Misconfigured: This installation does not have it.
        """
        if not name:
            return next(iter(self.by_name))
        for each in (name, name.partition(":")[0]):
            if each in self.by_name:
                return each
        there_are = ", ".join(self.by_name)
        raise Misconfigured(f"{name!r} is not configured here. There are: {there_are}.")


async def _forget(_: str) -> None:
    """Keep no name."""


async def _alone(_: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider's client needs to call once, whatever dies in between.

    Attributes:
        idempotency_key: For providers that take one; the same after a crash.
        job_id: The provider's name of work that is ordered already; ``None`` to order it.
        ordered: To be awaited with that name, as soon as it is known.
        slowed: To be awaited with the seconds that the provider asked us to wait, so that nobody
            else asks it meanwhile.
    """

    idempotency_key: str = ""
    job_id: str | None = None
    ordered: Callable[[str], Awaitable[None]] = _forget
    slowed: Callable[[float], Awaitable[None]] = _alone


UNBILLED = Order()
"""For what runs here: nothing needs to be named."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, ready to store.

    Attributes:
        jpeg: Of the requested size.
        thumbnail: The same as a JPEG 270 px wide.
        used: What it used and cost; empty where that is what was quoted.
        original: The file as the provider answered, where the installation keeps it.
        original_type: Its media type.
    """

    jpeg: bytes
    thumbnail: bytes
    used: tuple[Usage, ...] = ()
    original: bytes = b""
    original_type: str = ""


class PictureMaker(Protocol):
    """Makes pictures."""

    @property
    def name(self) -> str:
        """Give the provider and engine version, part of every recipe, e.g. ``"illustrator-1"``."""
        ...

    @property
    def replays(self) -> bool:
        """Tell whether a second request with the same idempotency key is billed once."""
        ...

    @property
    def max_references(self) -> int:
        """Tell how many reference pictures it takes along; 0 where it cannot."""
        ...

    def quote(self, request: PictureRequest) -> Usage:
        """Tell what a picture will use at most, and its price where it is known."""
        ...

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Make one picture of the requested size.

        Raises:
            ProviderRefused: The provider's policy is against it.
            OutcomeUnknown: The request left and no answer came.
            ProviderFailed: It could not be made; ``may_be_billed`` where it may have been billed.
        """
        ...

    async def aclose(self) -> None:
        """Give back connections and processes."""
        ...


@runtime_checkable
class DrawsLayers(Protocol):
    """Marks a picture maker that can draw foreground and background apart; no other is asked to."""

    @property
    def draws_layers(self) -> Literal[True]:
        """Mark it."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that can speak.

    Attributes:
        id: What ``SpeechRequest.voice`` names.
        language: BCP 47; ``"mul"`` for a voice that speaks many.
        label: For people.
        sample_url: Where the provider lets it be heard for nothing; empty where it does not.
        retires_on: From when on it is no longer spoken, where that is announced.
        aliases: Words that it may be asked for by, beside those of its label.
    """

    id: str
    language: str
    label: str
    sample_url: str = ""
    retires_on: date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """An utterance.

    Attributes:
        wav: RIFF WAV, 48 kHz, mono, 16 bit.
        duration_ms: Of the sound.
        words: With their times; together they are the text.
        used: What it used and cost; empty where that is what was quoted.
    """

    wav: bytes
    duration_ms: int
    words: tuple[Word, ...]
    used: tuple[Usage, ...] = ()


class SpeechMaker(Protocol):
    """Speaks."""

    @property
    def name(self) -> str:
        """Give the provider and engine version, part of every recipe, e.g. ``"espeak-1"``."""
        ...

    @property
    def replays(self) -> bool:
        """Tell whether a second request with the same idempotency key is billed once."""
        ...

    def quote(self, request: SpeechRequest) -> Usage:
        """Tell what an utterance will use at most, and its price where it is known."""
        ...

    async def voices(self) -> Sequence[Voice]:
        """List the voices, the default of each language first.

        A provider that cannot be reached leaves those that are known without it.
        """
        ...

    async def sample(self, voice: Voice) -> Speech | None:
        """Give what the provider lets be heard of a voice for nothing; ``None`` where that is nothing.

        Raises:
            ProviderFailed: It is not there any longer.
        """
        ...

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text.

        Raises:
            UnsupportedLanguage: No voice speaks it.
            OutcomeUnknown: The request left and no answer came.
            ProviderFailed: It could not be said; ``may_be_billed`` where it may have been billed.
        """
        ...

    async def aclose(self) -> None:
        """Give back connections and processes."""
        ...
