"""What encoder settings are tried on: photographs, illustrations, text, transitions and clips."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from bench import render_floor, workload
from renderer.painting.shot import Matter
from studio.domain.footage import Footage
from studio.domain.overlays import (
    Badge,
    Headline,
    LowerThird,
    Overlay,
    OverlayStyle,
    Shown,
    TitleCard,
)
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Segment, segments_of
from studio.domain.units import Frames, Milliseconds, StorageKey

SCENES, FRAMES = 3, 48
CLIP = StorageKey("clips/aa/a.mp4")
CLIP_START_MS, CLIP_END_MS = 1_000, 5_000
STOOD = 400
"""Frames for which overlays stand, longer than any segment."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A segment to encode, with its pictures or its clip."""

    name: str
    segment: Segment
    pictures: dict[StorageKey, Matter]


def subjects(folder: Path, clips: Sequence[Path]) -> list[Subject]:
    """Give every subject.

    Args:
        folder: For what is made.
        clips: Real clips of five seconds and more. One that looks filmed is made beside them.
    """
    work = workload.make(SCENES + 1, folder)
    photographs = segments_of(work.timeline, RenderProfile.STANDARD)
    timeline, pictures = asyncio.run(render_floor.material())
    illustrations = segments_of(timeline, RenderProfile.STANDARD)
    alone = [s for s in photographs if len(s.layers) == 1]
    passing = [s for s in photographs if len(s.layers) == 2]
    found = [Subject(f"photograph {n + 1}", s, {**work.pictures}) for n, s in enumerate(alone[:3])]
    found += [
        Subject(f"cross-fade {n + 1}", s, {**work.pictures}) for n, s in enumerate(passing[:2])
    ]
    found += [
        Subject(f"illustration {n + 1}", s, {**pictures}) for n, s in enumerate(illustrations[:3])
    ]
    found += [
        Subject("text 1, cards on drawing", _written(illustrations[3], CARDS), {**pictures}),
        Subject("text 2, title on photo", _written(alone[3], TITLE), {**work.pictures}),
        Subject("text 3, plates on photo", _written(alone[0], CARDS), {**work.pictures}),
    ]
    films = [_film(folder), *clips]
    found += [
        Subject(f"clip {n + 1}", _filmed(alone[1]), {CLIP: path}) for n, path in enumerate(films)
    ]
    return [Subject(one.name, _short(one.segment), one.pictures) for one in found]


CARDS: tuple[Overlay, ...] = (
    Headline(text="Drink water first"),
    LowerThird(name="Dr. Amara Okafor", role="Sleep researcher, Lagos"),
    Badge(label="3 of 5"),
)
TITLE: tuple[Overlay, ...] = (
    TitleCard(
        kicker="Episode 4",
        title="Why octopuses have three hearts",
        subtitle="and what each of them is for",
        for_ms=5_000,
    ),
)


def _written(segment: Segment, overlays: Sequence[Overlay]) -> Segment:
    stood = tuple(Shown(overlay=o, first=Frames(0), end=Frames(STOOD)) for o in overlays)
    layer = segment.layers[0].model_copy(update={"overlays": stood})
    return segment.model_copy(update={"layers": (layer,), "overlay_style": OverlayStyle.PAPER})


def _filmed(segment: Segment) -> Segment:
    part = Footage(start_ms=Milliseconds(CLIP_START_MS), end_ms=Milliseconds(CLIP_END_MS))
    layer = segment.layers[0].model_copy(
        update={"picture": CLIP, "footage": part, "motion": Motion.STILL}
    )
    return segment.model_copy(update={"layers": (layer,)})


def _short(segment: Segment) -> Segment:
    return segment.model_copy(update={"frames": Frames(min(FRAMES, segment.frames))})


def _film(folder: Path) -> Path:
    """Film a photograph by a hand that shakes, with a sensor's noise, for five seconds."""
    path, random = folder / "film.mp4", np.random.default_rng(11)
    picture, width, height = workload.photograph(4), 1080, 1920
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=30, options={"crf": "14", "preset": "superfast"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(150):
            x = round(180 + 150 * np.sin(number / 23) + 5 * np.sin(number * 1.9))
            y = round(320 + 250 * np.sin(number / 31) + 5 * np.cos(number * 1.3))
            noise = random.normal(0, 3, (height, width, 1)).astype(np.float32)
            seen = picture[y : y + height, x : x + width] + noise
            frame = av.VideoFrame.from_ndarray(np.clip(seen, 0, 255).astype(np.uint8), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
