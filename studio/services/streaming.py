"""A video as it is made: one stream that can be watched before the last segment exists."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from heapq import merge

from studio.db.work import Works
from studio.domain.errors import Unavailable
from studio.domain.fragments import Fragment, lasting, moved, split, ticks_per_second
from studio.domain.segments import (
    Segment,
    audio_digest,
    header_key,
    segment_key,
    segments_of,
    sound_stream_key,
)
from studio.domain.timeline import Timeline
from studio.domain.units import SAMPLE_RATE_HZ, RenderId, StorageKey, UserId
from studio.ports import ArtifactStore
from studio.services import renders

LOOK_EVERY_S = 0.1
ASK_EVERY_S = 1.0
"""How often the render itself is asked whether it is over, while its next piece is missing."""
_PICTURE, _SOUND = 1, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment of the stream, in order of time."""

    at_s: float
    track: int
    by: int
    fragment: Fragment

    def __lt__(self, other: "Piece") -> bool:
        """Sort by time; at the same time the picture comes first."""
        return (self.at_s, self.track) < (other.at_s, other.track)


class VideoStream:
    """A render's video, piece by piece."""

    def __init__(
        self, works: Works, store: ArtifactStore, *, owner_id: UserId, render_id: RenderId
    ) -> None:
        """Stream one render of one owner."""
        self._works = works
        self._store = store
        self._owner_id = owner_id
        self._render_id = render_id

    async def plan(self) -> tuple[Timeline, tuple[Segment, ...]]:
        """Give what is rendered.

        Raises:
            NotFound: The owner has no such render.
        """
        async with self._works.work() as work:
            await renders.get(work, owner_id=self._owner_id, render_id=self._render_id)
            sheet = await renders.load_job(work, render_id=self._render_id)
        return sheet.timeline, segments_of(sheet.timeline, sheet.render.profile)

    async def pieces(
        self, timeline: Timeline, segments: tuple[Segment, ...]
    ) -> AsyncGenerator[bytes]:
        """Give a fragmented MP4 as fast as it comes into being.

        It ends early, in the middle of the video, when the render fails or is cancelled.
        """
        sound_key = sound_stream_key(audio_digest(timeline.audio))
        if not await self._is_there(segment_key(segments[0].digest), sound_key):
            return
        header = await self._store.get(header_key(segments[0]))
        ticks = ticks_per_second(header)
        yield lasting(header, duration_ms=timeline.audio.duration_ms)
        sound = _sound(await self._store.get(sound_key))
        number = 0
        for segment in segments:
            if not await self._is_there(segment_key(segment.digest)):
                return
            _, fragments = split(await self._store.get(segment_key(segment.digest)))
            begin_s, end_s = (
                at / segment.fps for at in (segment.start, segment.start + segment.frames)
            )
            heard = [piece for piece in sound if piece.at_s < end_s]
            del sound[: len(heard)]
            by = segment.start * ticks // segment.fps
            seen = [Piece(begin_s + f.start / ticks, _PICTURE, by, f) for f in fragments]
            for piece in merge(seen, heard):
                number += 1
                yield moved(piece.fragment, by=piece.by, number=number, track=piece.track)

    async def _is_there(self, *keys: StorageKey) -> bool:
        """Wait for pieces; tell whether they came before the render was over."""
        asked = time.monotonic()
        for key in keys:
            while not await self._store.exists(key):
                if time.monotonic() - asked >= ASK_EVERY_S:
                    if await self._is_over():
                        return await self._store.exists(key)
                    asked = time.monotonic()
                await asyncio.sleep(LOOK_EVERY_S)
        return True

    async def _is_over(self) -> bool:
        try:
            async with self._works.work() as work:
                found = await renders.get(work, owner_id=self._owner_id, render_id=self._render_id)
        except Unavailable:
            return False
        return found.status.is_final


def _sound(data: bytes) -> list[Piece]:
    _, fragments = split(data)
    return [Piece(f.start / SAMPLE_RATE_HZ, _SOUND, 0, f) for f in fragments]
