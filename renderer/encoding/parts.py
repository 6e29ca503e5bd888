"""A segment in parts, each by an encoder of its own, so that two processes make the bytes of one."""

import mmap
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from renderer.encoding.encode import encode
from renderer.encoding.recipes import GOP_S, Recipe
from renderer.painting.painter import Paint
from renderer.programs.bounds import die_with
from studio.domain.errors import Cancelled
from studio.domain.fragments import moved, split, ticks_per_second
from studio.domain.render import RenderProfile
from studio.domain.segments import Segment

FEW = 3
"""Segments that are left when nothing waits for the other cores: a scene and the transitions beside it."""
LOOK_S = 0.02
"""How often whoever is done first looks whether the other one is."""
PATIENCE_S = 10.0
"""How long a helper may paint no frame; a fork of a process with threads can be born with a lock held."""
Make = Callable[[int], None]


def encode_in_parts(
    frames: Iterator[Paint],
    path: Path,
    *,
    segment: Segment,
    recipe: Recipe,
    on_progress: Callable[[int], bool],
    is_helped: bool = False,
    patience_s: float = PATIENCE_S,
) -> None:
    """Paint and encode a segment.

    Args:
        frames: What paints each of its frames, in order.
        path: Of the fragmented MP4 that is written.
        segment: What is encoded.
        recipe: Which encoder, and its settings.
        on_progress: Told the number of frames painted; ``False`` stops.
        is_helped: Whether a second process makes every other part; it changes no byte.
        patience_s: How long that process may paint no frame before its parts are made here.

    Raises:
        Cancelled: ``on_progress`` said so.
        RenderFailed: The encoder refused, or gave another number of frames.
    """
    edges = edges_of(segment, recipe)
    count, painters = len(edges) - 1, list(frames)
    paths = [path] if count == 1 else [path.with_name(f"{path.stem}-{n}.mp4") for n in range(count)]
    tally = _Tally(count, on_progress)

    def make(number: int) -> None:
        first, end = edges[number : number + 2]
        encode(
            iter(painters[first:end]),
            paths[number],
            width_px=segment.width_px,
            height_px=segment.height_px,
            fps=segment.fps,
            total=end - first,
            recipe=recipe,
            on_progress=lambda done: tally.count(number, done),
        )

    if is_helped and count > 1 and sys.platform == "linux":
        _make_with_help(make, range(count), tally, patience_s=patience_s)
    else:
        for number in range(count):
            make(number)
    if count > 1:
        _put_together(paths, edges, path, fps=segment.fps)


def edges_of(segment: Segment, recipe: Recipe) -> list[int]:
    """Give where the parts of a segment begin, and its end.

    There are as many as there would be closed groups of pictures anyway. Other encoders than libx264
    take long to open, and a draft is done before it would be worth while.
    """
    is_one = recipe.encoder != "libx264" or segment.profile is RenderProfile.DRAFT
    count = 1 if is_one else -(-segment.frames // (GOP_S * segment.fps))
    return [segment.frames * number // count for number in range(count + 1)]


class _Tally:
    """How many frames of each part are painted, in memory that a helper shares."""

    def __init__(self, parts: int, on_progress: Callable[[int], bool]) -> None:
        self._done = memoryview(mmap.mmap(-1, 4 * parts)).cast("I")
        self._on_progress = on_progress

    def count(self, part: int, done: int) -> bool:
        self._done[part] = done
        return self.tell()

    def tell(self) -> bool:
        return self._on_progress(self.total())

    def total(self) -> int:
        return sum(self._done)


def _make_with_help(make: Make, parts: Sequence[int], tally: _Tally, *, patience_s: float) -> None:
    with _helper(make, parts[1::2]) as helper:
        for number in parts[::2]:
            make(number)
        painted, since = tally.total(), time.monotonic()
        while not (ended := os.waitpid(helper, os.WNOHANG))[0]:
            if not tally.tell():
                raise Cancelled("The render was stopped.")
            if tally.total() > painted:
                painted, since = tally.total(), time.monotonic()
            elif time.monotonic() - since > patience_s:
                os.kill(helper, signal.SIGKILL)
            time.sleep(LOOK_S)
    tally.tell()
    if ended[1]:
        # Whatever happened to it happens here again, or does not.
        for number in parts[1::2]:
            make(number)


@contextmanager
def _helper(make: Make, parts: Sequence[int]) -> Generator[int]:
    """Have a child process make parts; it does not outlive the block."""
    parent = os.getpid()
    helper = os.fork()
    if not helper:
        code = 1
        try:
            die_with(parent)
            for number in parts:
                make(number)
            code = 0
        finally:
            os._exit(code)
    try:
        yield helper
    except BaseException:
        os.kill(helper, signal.SIGKILL)
        os.waitpid(helper, 0)
        raise


def _put_together(paths: Sequence[Path], edges: Sequence[int], path: Path, *, fps: int) -> None:
    number = 0
    with path.open("wb") as file:
        for part, first in zip(paths, edges, strict=False):
            initialisation, fragments = split(part.read_bytes())
            if not number:
                file.write(initialisation)
            by = first * ticks_per_second(initialisation) // fps
            for fragment in fragments:
                number += 1
                file.write(moved(fragment, by=by, number=number, track=1))
            part.unlink()
