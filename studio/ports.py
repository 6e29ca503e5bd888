"""Protocols at the real boundaries: what costs money, crosses the network or is random."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from studio.domain.events import Envelope, Event, Gap
from studio.domain.media import MediaMeasures
from studio.domain.render import Urgency
from studio.domain.source import Passage
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
            The event's id on the thread's stream; empty for progress that is behind what the card
            was told before, which is dropped.

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
        segments: Digests of the segments to encode, as they are begun; those that are done are not among them.
        audio: Digest of the sound; ``None`` once it is done.
        urgency: Whether it goes before others.
    """

    render_id: RenderId
    owner_id: UserId
    segments: tuple[Digest, ...]
    audio: Digest | None
    urgency: Urgency = Urgency.INTERACTIVE

    @property
    def id(self) -> JobId:
        """What it is asked about by."""
        return self.render_id

    @property
    def pieces(self) -> tuple[Digest, ...]:
        """All that is left to make before the join."""
        return (*self.segments, self.audio) if self.audio else self.segments


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


@dataclass(frozen=True, slots=True)
class WorkerStanding:
    """A slot of the renderer fleet: one worker process, which does one task at a time.

    Attributes:
        name: Of the worker, unique.
        machine: Where it runs.
        encoder: What encodes its pictures: ``"processor"`` or a graphics processor's name.
        doing: The task at hand, in words; empty while it waits for one.
        job_id: Of the render or the export that the task belongs to.
        seconds: Since when it does that.
    """

    name: str
    machine: str
    encoder: str
    doing: str = ""
    job_id: str = ""
    seconds: float = 0.0


class RenderQueue(Protocol):
    """The doorbell of the renderer fleet."""

    async def submit(self, job: RenderJob | ExportJob) -> None:
        """Ring for a render: segments and sound in parallel, then the join; or for an export.

        Ringing twice is fine. First come the renders that somebody waits for, then batches, then
        exports; now and then one of the others goes first, so that none waits for ever.

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

    async def workers(self) -> Sequence[WorkerStanding]:
        """List the workers of all machines that live, by machine and name.

        Raises:
            Unavailable: The queue is down.
        """
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """What an upload turned out to be.

    Attributes:
        measures: Its kind and size.
        thumbnail: A JPEG, upright, its longer side 480 pixels; of a sound, its outline.
    """

    measures: MediaMeasures
    thumbnail: bytes


class MediaExaminer(Protocol):
    """Looks at foreign bytes where they can do no harm."""

    async def examine(self, path: Path, *, name: str, clean: Path) -> Examined:
        """Measure an upload and write what is kept of it; its bytes alone decide what it is.

        Args:
            path: Where it lies.
            name: The user's, for errors.
            clean: Written: a picture or a sound encoded anew, a clip as it came, and none of them
                with words about who made it, when and where.

        Raises:
            InvalidMedia: It is of no kind that can be read, damaged or cut off.
            TooLarge: It has too many pixels or bytes, or is too long.
        """
        ...


class ProfileShelf(Protocol):
    """What is remembered of each user, as small JSON objects by key."""

    async def read(self, owner_id: UserId) -> Mapping[str, dict[str, Any]]:
        """Give everything of a user.

        Raises:
            Unavailable: The store is away.
        """
        ...

    async def write(self, owner_id: UserId, key: str, value: dict[str, Any]) -> None:
        """Keep an object in the place of what the key named.

        Raises:
            Unavailable: The store is away.
        """
        ...

    async def delete(self, owner_id: UserId, *keys: str) -> None:
        """Forget objects; what is not there is forgotten already.

        Raises:
            Unavailable: The store is away.
        """
        ...


class TextReader(Protocol):
    """Reads foreign documents and pages where they can do no harm."""

    async def read(self, path: Path, *, name: str) -> Passage:
        """Give the text of a file; its bytes alone decide what it is.

        Args:
            path: Where it lies.
            name: The user's, for the title and for errors.

        Raises:
            InvalidMedia: It is of no kind that can be read, damaged, locked or without text.
            TooLarge: It has too many bytes or pages.
        """
        ...


class Writer(Protocol):
    """Writes texts: a language model that is asked for its words alone, and calls nothing."""

    async def write(self, asked: str) -> str:
        """Give a text; the same wish is answered once and found again.

        Raises:
            BudgetExceeded: A cap stands in the way; nothing was called.
            StudioError: As the model's provider fails, by name.
        """
        ...


class PageFetcher(Protocol):
    """Fetches pages of the public web."""

    def address(self, url: str) -> str:
        """Give a page's address as it is fetched and quoted.

        Raises:
            InvalidMedia: It is none.
        """
        ...

    async def fetch(self, address: str) -> bytes:
        """Give a page's bytes.

        Raises:
            ProviderFailed: The link leads where it must not, or nothing is there.
            ProviderUnavailable: The server does not answer.
        """
        ...
