"""The renderer against two yardsticks: encoding its own raw frames, and MoviePy.

All three run in one process pool of two, in turn, so that a noisy machine is noisy for all.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from bench import moviepy_render
from bench.memory import own_peak_mb
from renderer.encoding.encode import encode
from renderer.encoding.recipes import recipe_for
from renderer.painting.painter import Painting, painting
from renderer.pixels.frames import Planes, blank
from studio.domain import edit
from studio.domain.asset import (
    PictureAsset,
    SceneAssets,
    VoiceAsset,
    picture_request,
    speech_request,
)
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Segment, segments_of
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import AssetId, Digest, Milliseconds, SceneId, StorageKey
from studio.providers.images.illustrator import Illustrator
from studio.providers.speech.espeak import EspeakSpeech
from studio.typefaces import font_path

SENTENCES = (
    "An octopus has three hearts, and two of them stop nothing.",
    "The third one rests whenever the animal swims.",
    "That is why it would rather crawl along the ground.",
    "Its blood is blue, because copper carries the oxygen.",
    "Nine brains share the work, one for every arm.",
    "Each arm can taste what it touches on the way.",
)
MOVIEPY_SCENES = 2


@dataclass(frozen=True, slots=True)
class Work:
    """One segment's work for a process of the pool."""

    segment: Segment
    pictures: dict[StorageKey, bytes]
    out: Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took."""

    wall_s: float
    cpu_s: float
    frames: int
    peak_mb: float


def compare(rounds: int) -> dict[str, Any]:
    """Measure all three and give medians and ratios."""
    timeline, pictures = asyncio.run(material())
    segments = segments_of(timeline, RenderProfile.STANDARD)
    ours: list[Cost] = []
    floor: list[Cost] = []
    with tempfile.TemporaryDirectory() as scratch:
        work = [
            Work(
                segment,
                {layer.picture: pictures[layer.picture] for layer in segment.layers},
                Path(scratch) / f"{segment.digest}.mp4",
            )
            for segment in segments
        ]
        for _ in range(rounds):
            ours.append(_pooled(whole, work))
            floor.append(_pooled(encode_only, work))
        peer = _moviepy(timeline, pictures, Path(scratch))
    wall = statistics.median(cost.wall_s for cost in ours)
    seconds = timeline.frames / timeline.fps
    per_frame = wall / timeline.frames
    ratios = [a.cpu_s / b.cpu_s for a, b in zip(ours, floor, strict=True)]
    return {
        "video_s": round(seconds, 2),
        "segments_wall_s": round(wall, 2),
        "times_real_time": round(seconds / wall, 2),
        "cpu_s": round(statistics.median(cost.cpu_s for cost in ours), 2),
        "encode_only_cpu_s": round(statistics.median(cost.cpu_s for cost in floor), 2),
        "cpu_against_encode_only": round(statistics.median(ratios), 2),
        "moviepy_ms_a_frame": round(1000 * peer.wall_s / peer.frames, 1),
        "ours_ms_a_frame": round(1000 * per_frame, 1),
        "times_moviepy": round(peer.wall_s / peer.frames / per_frame, 1),
        "encode_process_peak_mb": round(max(cost.peak_mb for cost in ours)),
    }


def whole(work: Work) -> Cost:
    """Paint and encode a segment."""
    return _timed(work, lambda: painting(work.segment, work.pictures, font_path))


def encode_only(work: Work) -> Cost:
    """Encode frames that are painted already; the painting is not counted."""
    painted: list[Planes] = []
    made = painting(work.segment, work.pictures, font_path)
    for paint in made.frames:
        frame = blank(work.segment.width_px, work.segment.height_px)
        paint(frame)
        painted.append(frame)

    copies = (lambda into, frame=frame: _copy(frame, into) for frame in painted)
    return _timed(work, lambda: replace(made, frames=copies))


def _timed(work: Work, paint: Callable[[], Painting]) -> Cost:
    began, cpu = time.perf_counter(), time.process_time()
    segment, made = work.segment, paint()
    encode(
        made.frames,
        work.out,
        width_px=work.segment.width_px,
        height_px=work.segment.height_px,
        fps=work.segment.fps,
        total=work.segment.frames,
        recipe=recipe_for(segment.profile, segment.codec, fps=segment.fps, content=made.content),
        on_progress=lambda _: True,
    )
    return Cost(
        time.perf_counter() - began,
        time.process_time() - cpu,
        work.segment.frames,
        own_peak_mb(),
    )


def _pooled(job: Callable[[Work], Cost], work: list[Work]) -> Cost:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        began = time.perf_counter()
        costs = list(pool.map(job, work))
        wall = time.perf_counter() - began
    return Cost(
        wall,
        sum(cost.cpu_s for cost in costs),
        sum(cost.frames for cost in costs),
        max(cost.peak_mb for cost in costs),
    )


def _copy(frame: Planes, into: Planes) -> None:
    for source, target in ((frame.y, into.y), (frame.u, into.u), (frame.v, into.v)):
        np.copyto(target, source)


def _moviepy(timeline: Timeline, pictures: dict[StorageKey, bytes], scratch: Path) -> Cost:
    clips = timeline.clips[:MOVIEPY_SCENES]
    few = timeline.model_copy(update={"clips": clips})
    paths = []
    for number, clip in enumerate(clips):
        path = scratch / f"{number}.jpg"
        path.write_bytes(pictures[clip.picture])
        paths.append(path)
    began = time.perf_counter()
    font = font_path("display", "en")
    frames = moviepy_render.render(few, paths, font, scratch / "moviepy.mp4")
    return Cost(time.perf_counter() - began, 0, frames, 0)


async def material() -> tuple[Timeline, dict[StorageKey, bytes]]:
    """Give six illustrated and spoken scenes, and their pictures."""
    script = edit.ScriptDraft(
        title="Bench",
        scenes=tuple(
            edit.SceneDraft(narration=text, on_screen_text=" ".join(text.split()[:3]), motion=m)
            for text, m in zip(SENTENCES, _motions(), strict=True)
        ),
    )
    board = edit.draft(Storyboard(), script)
    painter, speaker = Illustrator(), EspeakSpeech()
    assets: dict[SceneId, SceneAssets] = {}
    pictures: dict[StorageKey, bytes] = {}
    for scene in board.scenes:
        picture = await painter.make(picture_request(board, scene.id))
        speech = await speaker.speak(speech_request(board, scene.id))
        key = StorageKey(f"pictures/aa/{scene.id}.jpg")
        pictures[key] = picture.jpeg
        assets[scene.id] = SceneAssets(
            picture=PictureAsset(
                id=AssetId(UUID(int=1)),
                key=key,
                thumbnail=key,
                recipe=Digest(scene.id),
                width_px=1296,
                height_px=2304,
                maker=painter.name,
            ),
            voice=VoiceAsset(
                id=AssetId(UUID(int=2)),
                key=StorageKey(f"voices/aa/{scene.id}.wav"),
                recipe=Digest(scene.id),
                duration_ms=Milliseconds(speech.duration_ms),
                words=speech.words,
                maker=speaker.name,
            ),
        )
    await painter.aclose()
    return compile_timeline(board, assets), pictures


def _motions() -> list[Motion]:
    moving = [motion for motion in Motion if motion is not Motion.STILL]
    return [moving[n % len(moving)] for n in range(len(SENTENCES))]
