"""Small segments that really are painted and encoded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from renderer.encoding.encode import encode
from renderer.encoding.recipes import recipe_for
from renderer.painting.painter import paints
from renderer.pixels.frames import Planes
from studio.domain.asset import Word
from studio.domain.captions import Cue
from studio.domain.output import Codec
from studio.domain.overlays import Headline, Shown
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Layer, Segment
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Digest, Frames, Milliseconds, StorageKey
from studio.typefaces import font_path

WIDTH, HEIGHT, FPS = 270, 480, 30
PICTURE = StorageKey("pictures/aa/one.png")


def layer(
    *, frames: int, motion: Motion = Motion.ZOOM_IN, cues: tuple[Cue, ...] = (), headline: str = ""
) -> Layer:
    """A scene's share of a segment of its own."""
    return Layer(
        picture=PICTURE,
        motion=motion,
        first=Frames(0),
        move_frames=Frames(frames),
        overlays=() if not headline else (shown_headline(headline, end=frames),),
        cues=cues,
    )


def shown_headline(text: str, *, end: int, first: int = 0) -> Shown:
    """A headline that stands to its scene's end."""
    return Shown(overlay=Headline(text=text), first=Frames(first), end=Frames(end))


def segment(*layers: Layer, frames: int) -> Segment:
    """A segment of a quarter of the size."""
    return Segment(
        digest=Digest("d" * 64),
        start=Frames(0),
        frames=Frames(frames),
        width_px=WIDTH,
        height_px=HEIGHT,
        fps=FPS,
        profile=RenderProfile.STANDARD,
        caption_style=CaptionStyle.BOLD,
        language="en",
        palette_seed=0,
        layers=layers,
    )


def cue(*words: tuple[str, int, int], until_ms: int) -> Cue:
    """A caption; each word with its start and end in milliseconds."""
    return Cue(
        words=tuple(
            Word(text=t, start_ms=Milliseconds(a), end_ms=Milliseconds(b)) for t, a, b in words
        ),
        start_ms=Milliseconds(words[0][1]),
        end_ms=Milliseconds(until_ms),
    )


def flat(grey: int) -> bytes:
    """A PNG of one grey."""
    return _png(np.full((576, 324, 3), grey, np.uint8))


def textured() -> bytes:
    """A PNG with soft structure everywhere."""
    noise = np.random.default_rng(5).uniform(0, 255, (576, 324, 3)).astype(np.float32)
    return _png(cv2.GaussianBlur(noise, (0, 0), 4).astype(np.uint8))


def painted(wanted: Segment, picture: bytes) -> list[np.ndarray]:
    """The luma of every frame."""
    frames = []
    for paint in paints(wanted, {PICTURE: picture}, font_path):
        frame = Planes(
            np.zeros((HEIGHT, WIDTH), np.uint8),
            np.zeros((HEIGHT // 2, WIDTH // 2), np.uint8),
            np.zeros((HEIGHT // 2, WIDTH // 2), np.uint8),
        )
        paint(frame)
        frames.append(frame.y)
    return frames


def write(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    *,
    total: int,
    codec: Codec = Codec.H264,
) -> Path:
    """Encode frames in the small size."""
    encode(
        frames,
        path,
        width_px=WIDTH,
        height_px=HEIGHT,
        fps=FPS,
        total=total,
        recipe=recipe_for(RenderProfile.STANDARD, codec, fps=FPS),
        on_progress=lambda _: True,
    )
    return path


def greys(values: Iterator[int]) -> Iterator[Callable[[Planes], None]]:
    """Frames of one luma each."""

    def paint(frame: Planes, value: int) -> None:
        frame.y[:] = value
        frame.u[:] = 128
        frame.v[:] = 128

    return ((lambda frame, v=v: paint(frame, v)) for v in values)


def _png(rgb: np.ndarray) -> bytes:
    is_written, data = cv2.imencode(".png", rgb)
    assert is_written
    return data.tobytes()
