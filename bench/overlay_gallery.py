"""Draw every overlay in every look, on light, dark and busy pictures, into out/.

`python -m bench.overlay_gallery`, then look at out/overlays-*.png: is all of it read at a glance, do
words, captions and bars keep clear of each other, do lines break where a person would break them?
"""

import statistics
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from bench.render_sheet import picture, shot, words
from renderer.painting.painter import paints
from renderer.pixels import kernels
from renderer.pixels.frames import blank
from studio.domain.captions import cues_from_words
from studio.domain.overlays import (
    Badge,
    CallToAction,
    Headline,
    LowerThird,
    Overlay,
    OverlayStyle,
    Progress,
    ProgressBar,
    TitleCard,
    shown,
)
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Layer, Segment
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Digest, Frames, StorageKey
from studio.typefaces import font_path

FPS, FRAMES = 30, Frames(120)
KEY = StorageKey("pictures/aa/a.jpg")
CELL = (405, 720)
SCENES: tuple[tuple[str, str, tuple[Overlay, ...]], ...] = (
    (
        "en",
        "Most of us never drink enough water",
        (Headline(text="Drink water first"), Badge(label="3 of 5")),
    ),
    (
        "en",
        "I have studied sleep for years",
        (LowerThird(name="Dr. Amara Okafor", role="Sleep researcher, Lagos"), Badge(label="7")),
    ),
    (
        "en",
        "",
        (
            TitleCard(
                kicker="Episode 4",
                title="Why octopuses have three hearts",
                subtitle="and what each of them is for",
                for_ms=5000,
            ),
        ),
    ),
    (
        "en",
        "",
        (
            TitleCard(
                kicker="Part two",
                title="The quiet half of the brain",
                ground="palette",
                for_ms=5000,
            ),
        ),
    ),
    (
        "en",
        "Tell me which one surprised you",
        (Headline(text="Which one are you?"), CallToAction(text="Follow for part 2")),
    ),
    (
        "de",
        "Donaudampfschifffahrt klingt groß",
        (
            Headline(text="Donaudampfschifffahrtsgesellschaft verstehen"),
            LowerThird(
                name="Karl-Heinz Überschwänglich-Rechtsschutz",
                role="Bundesausbildungsförderungsbeauftragter",
            ),
        ),
    ),
    (
        "ar",
        "القهوة لا تمنحك الطاقة",
        (
            Headline(text="ثلاث عادات تغير دماغك"),
            Badge(label="٣ من ٥"),  # noqa: RUF001
            LowerThird(name="د. ليلى حسن", role="باحثة في النوم"),
        ),
    ),
    (
        "ja",
        "コーヒーはエネルギーを与えない",
        (Headline(text="脳を変える三つの習慣"), CallToAction(text="続きはフォローしてね")),
    ),
)
GROUNDS = ("light", "dark", "busy")
BARS = (ProgressBar.TOP, ProgressBar.SEGMENTS, ProgressBar.BOTTOM, ProgressBar.NONE)


def ground(name: str) -> bytes:
    if name == "busy":
        return picture(3)
    noise = np.random.default_rng(2).normal(236 if name == "light" else 26, 3, (2304, 1296, 3))
    return cv2.imencode(".png", np.clip(noise, 0, 255).astype(np.uint8))[1].tobytes()


def segment(style: OverlayStyle, number: int) -> Segment:
    language, said, overlays = SCENES[number]
    cues = cues_from_words(words(said), clip_ms=FRAMES * 1000 / FPS) if said else ()
    layer = Layer(
        picture=KEY,
        motion=Motion.ZOOM_IN,
        first=Frames(0),
        move_frames=FRAMES,
        overlays=shown(overlays, frames=FRAMES, fps=FPS),
        cues=cues,
    )
    bar = BARS[number % len(BARS)]
    edges = (Frames(120), Frames(300), Frames(420)) if bar is ProgressBar.SEGMENTS else ()
    progress = Progress(bar=bar, first=Frames(200), total=Frames(520), edges=edges)
    return Segment(
        digest=Digest("0"),
        start=Frames(0),
        frames=FRAMES,
        width_px=1080,
        height_px=1920,
        fps=FPS,
        profile=RenderProfile.STANDARD,
        caption_style=CaptionStyle.BOLD,
        language=language,
        palette_seed=number,
        layers=(layer,),
        overlay_style=style,
        progress=None if bar is ProgressBar.NONE else progress,
    )


def sheet(style: OverlayStyle) -> np.ndarray:
    rows = []
    for name in GROUNDS:
        data = {KEY: ground(name)}
        cells = []
        for number in range(len(SCENES)):
            painters = list(paints(segment(style, number), data, font_path))
            frame = blank(1080, 1920)
            painters[36](frame)
            cells.append(cv2.resize(shot(frame), CELL, interpolation=cv2.INTER_AREA))
        rows.append(np.hstack(cells))
    return np.vstack(rows)


def coming(style: OverlayStyle) -> np.ndarray:
    """How a look comes and goes: frames of one scene, from left to right."""
    overlays = (
        Headline(text="Drink water first", for_ms=2_000),
        LowerThird(name="Dr. Amara Okafor", role="Sleep researcher", for_ms=2_000),
    )
    made = segment(style, 3)
    layer = made.layers[0].model_copy(update={"overlays": shown(overlays, frames=FRAMES, fps=FPS)})
    made = made.model_copy(update={"layers": (layer,)})
    cells, spent = [], []
    frame = blank(1080, 1920)
    for number, paint in enumerate(paints(made, {KEY: ground("busy")}, font_path)):
        began = time.process_time()
        paint(frame)
        spent.append((time.process_time() - began) * 1000)
        if number in (0, 2, 4, 7, 12, 40, 53, 55, 57, 59):
            cells.append(cv2.resize(shot(frame)[:1080], (324, 324), interpolation=cv2.INTER_AREA))
    print(
        f"{style.value:8} standing {statistics.median(spent[20:50]):4.1f} ms a frame, "
        f"gone {statistics.median(spent[65:]):4.1f}, coming {statistics.mean(spent[1:10]):4.1f}"
    )
    return np.hstack(cells)


def main(out: Path) -> None:
    out.mkdir(exist_ok=True, parents=True)
    kernels.warm_up()
    cv2.setNumThreads(1)
    for style in OverlayStyle:
        cv2.imwrite(str(out / f"overlays-{style.value}.png"), sheet(style))
    cv2.imwrite(str(out / "overlays-coming.png"), np.vstack([coming(s) for s in OverlayStyle]))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
