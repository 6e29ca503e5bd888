"""Draw every motion, transition, fit, caption style and overlay into out/, and measure what they cost.

`make gallery`, then look at out/*.png: soft, without a flash, a gap or a smear?
"""

import statistics
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from bench import overlay_gallery, render_sheet
from bench.render_sheet import shot, words
from renderer.painting.painter import paints
from renderer.pictures.fitting import fitted
from renderer.pictures.stills import still
from renderer.pixels import kernels
from renderer.pixels.frames import blank
from studio.domain.asset import PictureRequest
from studio.domain.captions import Cue, cues_from_words
from studio.domain.overlays import Headline, shown
from studio.domain.render import RenderProfile
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.segments import Segment, segments_of
from studio.domain.storyboard import CaptionStyle, Mood
from studio.domain.timeline import TRANSITION_MS, AudioTrack, Clip, Timeline
from studio.domain.units import Frames, SceneId, StorageKey, ms_to_frames
from studio.providers.images.illustration.compose import illustrate
from studio.providers.images.illustrator import draw
from studio.typefaces import font_path

FPS = 30
FRAMES = Frames(90)
CELL = (216, 384)
COLUMNS = 2
GAP = 12
PROMPTS = ("deep ocean with bioluminescent creatures", "a city at night in the rain")
SENTENCE = "Nobody tells you how light is made down here."


ODD = (
    ("a city at night in the rain", (2304, 1296)),
    ("a red fox in a snowy forest", (2400, 1000)),
    ("an octopus in the deep sea", (800, 3000)),
    ("a red bicycle", (64, 64)),
)


def picture(prompt: str, size: tuple[int, int] = (1296, 2304)) -> bytes:
    request = PictureRequest(prompt=prompt, seed=7, width_px=size[0], height_px=size[1])
    rgb = np.asarray(illustrate(request).convert("RGB"))
    return cv2.imencode(".png", rgb[..., ::-1])[1].tobytes()


def clip(number: int, motion: Motion, transition: Transition, *, has_text: bool) -> Clip:
    frames = min(ms_to_frames(TRANSITION_MS[transition], fps=FPS), FRAMES // 3)
    cues: tuple[Cue, ...] = ()
    titles = (Headline(text="Living light"),) if has_text else ()
    if has_text:
        cues = cues_from_words(words(SENTENCE), clip_ms=FRAMES * 1000 / FPS)
    return Clip(
        scene_id=SceneId(f"s{number}"),
        start=Frames(number * FRAMES),
        frames=FRAMES,
        picture=StorageKey(f"pictures/aa/{number}.jpg"),
        motion=motion,
        overlays=shown(titles, frames=FRAMES, fps=FPS),
        transition=transition,
        transition_frames=Frames(frames),
        cues=cues,
    )


def segments(motion: Motion, transition: Transition, *, has_text: bool) -> tuple[Segment, ...]:
    timeline = Timeline(
        width_px=1080,
        height_px=1920,
        fps=FPS,
        caption_style=CaptionStyle.BOLD,
        language="en",
        palette_seed=2,
        clips=(
            clip(0, motion, transition, has_text=has_text),
            clip(1, Motion.DRIFT_RIGHT, Transition.CUT, has_text=False),
        ),
        audio=AudioTrack(
            voices=(), duration_ms=0, music_mood=Mood.CALM, music_gain_db=0, music_seed=0
        ),
    )
    return segments_of(timeline, RenderProfile.STANDARD)


def strip(
    name: str, wanted: Segment, pictures: dict[StorageKey, bytes], numbers: list[int]
) -> np.ndarray:
    """Some frames side by side, the segment's name above them, its cost printed."""
    frame = blank(wanted.width_px, wanted.height_px)
    cells, spent = [], []
    for number, paint in enumerate(paints(wanted, pictures, font_path)):
        began = time.process_time()
        paint(frame)
        spent.append((time.process_time() - began) * 1000)
        if number in numbers:
            cells.append(cv2.resize(shot(frame), CELL, interpolation=cv2.INTER_AREA))
    print(f"{name:14} {wanted.frames:3} frames {statistics.median(spent):5.1f} ms a frame")
    row = np.hstack(cells)
    label = np.full((34, row.shape[1], 3), 24, np.uint8)
    face, white = cv2.FONT_HERSHEY_SIMPLEX, (235, 235, 235)
    cv2.putText(label, name, (6, 24), face, 0.7, white, 1, cv2.LINE_AA)
    return np.vstack([label, row])


def spread(count: int, frames: int) -> list[int]:
    return [round((frames - 1) * n / (count - 1)) for n in range(count)]


def sheet(strips: list[np.ndarray], columns: int) -> np.ndarray:
    rows = []
    for first in range(0, len(strips), columns):
        row = strips[first : first + columns]
        row += [np.full_like(strips[0], 24)] * (columns - len(row))
        gap = np.full((row[0].shape[0], GAP, 3), 24, np.uint8)
        rows.append(np.hstack([piece for part in row for piece in (part, gap)]))
    return np.vstack(rows)


def fits(prompt: str, size: tuple[int, int]) -> np.ndarray:
    """A picture of another shape, and every way in which it fills a frame; the cost printed."""
    rgb = still(picture(prompt, size), StorageKey("odd"), width_px=1296, height_px=2304)
    high = min(CELL[1], CELL[0] * size[1] // size[0])
    wide = high * size[0] // size[1]
    cells = [np.zeros((CELL[1], CELL[0], 3), np.uint8)]
    cells[0][:high, :wide] = cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)
    for fit in Fit:
        began = time.process_time()
        made = fitted(rgb, fit, width_px=1296, height_px=2304)
        print(f"{fit.value:14} {(time.process_time() - began) * 1000:5.1f} ms, {prompt}")
        cells.append(np.asarray(cv2.resize(made, CELL, interpolation=cv2.INTER_AREA), np.uint8))
    return np.ascontiguousarray(np.hstack(cells)[..., ::-1])


def main(out: Path) -> None:
    out.mkdir(exist_ok=True)
    kernels.warm_up()
    cv2.setNumThreads(1)
    pictures = {
        StorageKey(f"pictures/aa/{n}.jpg"): picture(prompt) for n, prompt in enumerate(PROMPTS)
    }
    bees = PictureRequest(prompt="a bee in a garden", seed=1, palette_seed=3, is_layered=True)
    layered = {StorageKey("pictures/aa/0.jpg"): draw(bees).jpeg}
    moves = [
        strip(
            motion.value,
            segments(motion, Transition.CUT, has_text=False)[0],
            pictures | (layered if motion is Motion.PARALLAX else {}),
            spread(3, FRAMES),
        )
        for motion in Motion
    ]
    passes = [
        strip(
            transition.value,
            made := segments(Motion.ZOOM_IN, transition, has_text=True)[1],
            pictures,
            spread(5, made.frames),
        )
        for transition in Transition
        if transition is not Transition.CUT
    ]
    cv2.imwrite(str(out / "gallery-motions.png"), sheet(moves, 3))
    cv2.imwrite(str(out / "gallery-fits.png"), sheet([fits(*odd) for odd in ODD], COLUMNS))
    cv2.imwrite(str(out / "gallery-transitions.png"), sheet(passes, COLUMNS))
    render_sheet.main(out)
    overlay_gallery.main(out)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
