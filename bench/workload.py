"""The render benchmark's work: photographs, narration and music for scenes of three seconds."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.domain import edit
from studio.domain.asset import PictureAsset, SceneAssets, VoiceAsset, speech_request
from studio.domain.scene import Motion, Transition
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import AssetId, Digest, Milliseconds, SceneId, StorageKey
from studio.providers.speech.fake import HummedSpeech

SCENE_S = 3.0
WIDTH, HEIGHT = 1440, 2560
SEED = 20240
PHOTOGRAPHS = 10
WORDS = [
    "the",
    "octopus",
    "has",
    "three",
    "hearts",
    "and",
    "nine",
    "brains",
    "inside",
    "its",
    "soft",
    "blue",
    "body",
    "at",
    "sea",
]


@dataclass(frozen=True, slots=True)
class Workload:
    """A timeline and every file that it needs."""

    timeline: Timeline
    pictures: dict[StorageKey, bytes]
    voices: dict[StorageKey, Path]


def make(scenes: int, folder: Path, *, changed: int | None = None) -> Workload:
    """Build the work.

    Args:
        scenes: How many; every tenth shows the same photograph.
        folder: For the voices.
        changed: A scene that says something else than usual.
    """
    texts = [_text(n, is_changed=n == changed) for n in range(scenes)]
    moving = [motion for motion in Motion if motion is not Motion.STILL]
    drafts = tuple(
        edit.SceneDraft(
            narration=text,
            visual_prompt=f"photograph {n % PHOTOGRAPHS}",
            motion=moving[n % len(moving)],
            transition=Transition.CROSSFADE,
        )
        for n, text in enumerate(texts)
    )
    board = edit.draft(Storyboard(), edit.ScriptDraft(title="Bench", scenes=drafts))
    for scene in board.scenes:
        board = edit.retime_scene(board, scene.id, seconds=SCENE_S)
    return asyncio.run(_with_assets(board, folder))


def photograph(number: int) -> NDArray[np.uint8]:
    """Make a photograph-like picture: 1/f texture, shaded shapes with sharp edges, blur, grain."""
    random = np.random.default_rng(SEED + number)
    slope = 1.35 + 0.25 * (number % 3)
    texture = _texture(random, slope)[..., None]
    tint = np.stack([_texture(random, 1.9) for _ in range(3)], -1)
    light = np.linspace(0.78, 0.32, HEIGHT, dtype=np.float32)[:, None, None]
    hue = random.uniform(0.75, 1.1, 3).astype(np.float32)
    picture = light * hue + 0.05 * texture + 0.05 * tint
    blurred = cv2.GaussianBlur(picture, (0, 0), float(random.uniform(0.8, 4)))
    picture = np.asarray(blurred, np.float32)
    for _ in range(9):
        picture = _with_ball(picture, texture, random)
    grain = random.normal(0, 0.006, picture.shape[:2])[..., None].astype(np.float32)
    return (np.clip(picture + grain, 0, 1) * 255).astype(np.uint8)


def _with_ball(
    picture: NDArray[np.float32], texture: NDArray[np.float32], random: np.random.Generator
) -> NDArray[np.float32]:
    x, y = float(random.integers(WIDTH)), float(random.integers(HEIGHT))
    radius = int(random.integers(120, 480))
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.circle(mask, (int(x), int(y)), radius, 1.0, -1, cv2.LINE_AA)
    if random.random() < 0.4:
        mask = cv2.GaussianBlur(mask, (0, 0), float(random.uniform(4, 24)))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    lit = np.hypot(columns - x + radius * 0.4, rows - y + radius * 0.4) / (1.6 * radius)
    shade = np.clip(1.15 - 0.75 * lit, 0.15, 1.2)[..., None] + 0.05 * texture
    colour = random.uniform(0.15, 0.9, 3).astype(np.float32)
    cover = mask[..., None]
    return (picture * (1 - cover) + cover * colour * shade).astype(np.float32)


async def _with_assets(board: Storyboard, folder: Path) -> Workload:
    voice, voices = HummedSpeech(), dict[StorageKey, Path]()
    jpegs = {n: _jpeg(photograph(n)) for n in range(min(PHOTOGRAPHS, len(board.scenes)))}
    assets: dict[SceneId, SceneAssets] = {}
    pictures: dict[StorageKey, bytes] = {}
    for number, scene in enumerate(board.scenes):
        spoken = await voice.speak(speech_request(board, scene.id))
        picture = StorageKey(f"pictures/aa/{number % PHOTOGRAPHS}.jpg")
        said = StorageKey(f"voices/aa/{scene.id}.wav")
        voices[said] = folder / f"{scene.id}.wav"
        voices[said].write_bytes(spoken.wav)
        pictures[picture] = jpegs[number % PHOTOGRAPHS]
        assets[scene.id] = SceneAssets(
            picture=PictureAsset(
                id=AssetId(UUID(int=1)),
                key=picture,
                thumbnail=picture,
                recipe=Digest(scene.id),
                width_px=WIDTH,
                height_px=HEIGHT,
                maker="bench",
            ),
            voice=VoiceAsset(
                id=AssetId(UUID(int=2)),
                key=said,
                recipe=Digest(scene.id),
                duration_ms=Milliseconds(spoken.duration_ms),
                words=spoken.words,
                maker=voice.name,
            ),
        )
    return Workload(compile_timeline(board, assets), pictures, voices)


def _text(number: int, *, is_changed: bool) -> str:
    words = [WORDS[(number * 3 + i) % len(WORDS)] for i in range(6)]
    return " ".join(["Other", *words[1:]] if is_changed else words)


def _texture(random: np.random.Generator, slope: float) -> NDArray[np.float32]:
    """Give noise whose spectrum falls as 1/f to a power, with unit variance."""
    rows = np.fft.fftfreq(HEIGHT)[:, None]
    columns = np.fft.rfftfreq(WIDTH)[None, :]
    falling = np.maximum(np.hypot(rows, columns), 1 / HEIGHT) ** -slope
    noise = random.normal(size=falling.shape) + 1j * random.normal(size=falling.shape)
    plane = np.fft.irfft2(noise * falling, (HEIGHT, WIDTH))
    return ((plane - plane.mean()) / plane.std()).astype(np.float32)


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    if not done:
        raise RuntimeError("the photograph could not be encoded")
    return data.tobytes()
