"""Protocols at the real boundaries: what costs money, crosses the network or is random."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from studio.domain.asset import PictureRequest, SpeechRequest, Word
from studio.domain.events import Envelope, Event, Gap
from studio.domain.media import MediaMeasures
from studio.domain.money import Usage
from studio.domain.units import (
    Digest,
    ExportId,
    RenderId,
    StorageKey,
    ThreadId,
    UserId,
)


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        ...


class EventBus(Protocol):
    """The live wire: events of a thread, in order, replayable for a while."""

    async def publish(self, thread_id: ThreadId, event: Event) -> str:
        """Append an event and wake the listeners.

        Returns:
            The event's id on the thread's stream.

        Raises:
            Unavailable: The wire is down.
        """
        ...

    def listen(
        self, thread_id: ThreadId, *, after: str | None = None
    ) -> AbstractAsyncContextManager[AsyncGenerator[Envelope | Gap, None]]:
        """Follow a thread.

        Entering subscribes; what was published after ``after`` comes first, then what happens,
        each event once.

        Args:
            thread_id: Which thread.
            after: The id of the last event already seen; ``None`` for the whole kept stream,
                ``"$"`` for what happens from now on.

        Yields:
            Envelopes; a ``Gap`` first where events after ``after`` are no longer kept, and a
            ``Gap`` in between where a lost connection cannot be made good.
        """
        ...

    async def history(self, thread_id: ThreadId) -> Sequence[Envelope]:
        """Give all events that are still kept."""
        ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store, as it can be served.

    Attributes:
        size_bytes: Whole length.
        path: Where it lies on this machine; ``None`` for a remote store.
        url: Where a client fetches it from; ``None`` for a local store.
    """

    size_bytes: int
    path: Path | None
    url: str | None


class ArtifactStore(Protocol):
    """Bytes by content address. A key exists whole or not at all."""

    async def put(self, key: StorageKey, data: bytes, *, media_type: str) -> None:
        """Store bytes; a key that exists stays as it is.

        Raises:
            StorageFull: There is no room.
            Unavailable: The store cannot be reached.
        """
        ...

    async def put_file(self, key: StorageKey, path: Path, *, media_type: str) -> None:
        """Store a file's bytes; like ``put``."""
        ...

    async def get(self, key: StorageKey) -> bytes:
        """Read everything.

        Raises:
            NotFound: There is no such key.
        """
        ...

    async def fetch(self, key: StorageKey, folder: Path) -> Path:
        """Give a local path of the bytes, copied into ``folder`` where the store is remote.

        Raises:
            NotFound: There is no such key.
        """
        ...

    async def exists(self, key: StorageKey) -> bool:
        """Tell whether the key is stored."""
        ...

    async def locate(self, key: StorageKey, *, filename: str, media_type: str) -> StoredFile:
        """Tell how a client can be served; a remote store signs a link for 15 minutes.

        Raises:
            NotFound: There is no such key.
        """
        ...

    async def delete(self, key: StorageKey) -> None:
        """Forget a key; one that is not there is fine."""
        ...


JobId = RenderId | ExportId


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What the queue must know to ring the renderer.

    Attributes:
        render_id: The row with the truth.
        owner_id: For fair shares.
        segments: Digests of the segments to encode, in order.
        audio: Digest of the sound.
    """

    render_id: RenderId
    owner_id: UserId
    segments: tuple[Digest, ...]
    audio: Digest

    @property
    def id(self) -> JobId:
        """What it is asked about by."""
        return self.render_id


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What the queue must know to ring for an export.

    Attributes:
        export_id: The row with the truth.
        owner_id: For fair shares.
    """

    export_id: ExportId
    owner_id: UserId

    @property
    def id(self) -> JobId:
        """What it is asked about by."""
        return self.export_id


class RenderQueue(Protocol):
    """The doorbell of the renderer fleet."""

    async def submit(self, job: RenderJob | ExportJob) -> None:
        """Ring for a render: segments and sound in parallel, then the join; or for an export.

        Ringing twice is fine. Renders come first: someone waits for them.

        Raises:
            Unavailable: The queue is down; the reconciler rings again.
        """
        ...

    async def cancel(self, job_id: JobId) -> None:
        """Stop every process that works on a render or an export, and forget its jobs."""
        ...

    async def is_alive(self, job_id: JobId) -> bool:
        """Tell whether the queue still knows of unfinished jobs for a render or an export.

        Raises:
            Unavailable: The queue is down.
        """
        ...

    async def has_given_up(self, job_id: JobId) -> bool:
        """Tell whether a job of a render or an export died so often that it is not tried again.

        Raises:
            Unavailable: The queue is down.
        """
        ...

    async def depth(self) -> int:
        """Count the tasks that wait for a worker.

        Raises:
            Unavailable: The queue is down.
        """
        ...


async def _forget(_: str) -> None:
    """Keep no name."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider's client needs to call once, whatever dies in between.

    Attributes:
        idempotency_key: For providers that take one; the same after a crash.
        job_id: The provider's name of work that is ordered already; ``None`` to order it.
        ordered: To be awaited with that name, as soon as it is known.
    """

    idempotency_key: str = ""
    job_id: str | None = None
    ordered: Callable[[str], Awaitable[None]] = _forget


UNBILLED = Order()
"""For what runs here: nothing needs to be named."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What an upload turned out to be.

    Attributes:
        measures: Its kind and size.
        thumbnail: A JPEG, upright, its longer side 480 pixels.
    """

    measures: MediaMeasures
    thumbnail: bytes


class MediaExaminer(Protocol):
    """Looks at foreign bytes where they can do no harm."""

    async def examine(self, path: Path, *, name: str) -> Examined:
        """Measure an upload; its bytes alone decide what it is.

        Args:
            path: Where it lies.
            name: The user's, for errors.

        Raises:
            InvalidMedia: It is of no kind that can be read, damaged or cut off.
            TooLarge: It has too many pixels or bytes, or is too long.
        """
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, ready to store.

    Attributes:
        jpeg: Of the requested size.
        thumbnail: The same as a JPEG 270 px wide.
        used: What it used and cost; empty where that is what was quoted.
    """

    jpeg: bytes
    thumbnail: bytes
    used: tuple[Usage, ...] = ()


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

    def quote(self, request: PictureRequest) -> Usage:
        """Tell what a picture will use at most, and its price where it is known."""
        ...

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Make one picture of the requested size.

        Raises:
            ProviderRefused: The provider's policy is against it; nothing is billed.
            OutcomeUnknown: The request left and no answer came.
            ProviderFailed: It could not be made; nothing is billed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that can speak.

    Attributes:
        id: What ``SpeechRequest.voice`` names.
        language: BCP 47.
        label: For people.
    """

    id: str
    language: str
    label: str


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

    def voices(self) -> Sequence[Voice]:
        """List the voices, the default of each language first."""
        ...

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text.

        Raises:
            UnsupportedLanguage: No voice speaks it.
            OutcomeUnknown: The request left and no answer came.
            ProviderFailed: It could not be said; nothing is billed.
        """
        ...
