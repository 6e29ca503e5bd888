"""Draw contact sheets of captions, headlines and motions into out/, to be looked at."""

import sys
import time
from pathlib import Path

import cv2
import numpy as np

from renderer.painting.painter import paints
from renderer.pixels.frames import Planes, blank
from studio.domain.asset import Word
from studio.domain.captions import cues_from_words
from studio.domain.overlays import Headline, shown
from studio.domain.phrasing import is_unspaced, phrases
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Layer, Segment
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Digest, Frames, Milliseconds, StorageKey
from studio.typefaces import font_path

FRAMES = 120
KEY = StorageKey("pictures/aa/a.jpg")

TEXTS = {
    "en": (
        "Nobody tells you this about coffee: it does not give you energy.",
        "3 habits that quietly change your brain",
    ),
    "de": (
        "Donaudampfschifffahrtsgesellschaft klingt für Überraschungen groß.",
        "Warum Schlaf so wichtig ist",
    ),
    "pl": ("Żółte liście spadają, gdy jesień wraca do miasta.", "Źródło życia"),
    "ar": ("القهوة لا تمنحك الطاقة بل تؤجل شعورك بالتعب.", "ثلاث عادات تغير دماغك"),
    "he": ("הקפה לא נותן לך אנרגיה 2024 Google Maps.", "שלושה הרגלים"),
    "zh": ("咖啡并不能给你能量，它只是推迟疲劳。", "改变大脑的三个习惯"),  # noqa: RUF001
    "zh-TW": ("為什麼咖啡不能給你能量？它只是延後疲勞。", "改變大腦的三個習慣"),  # noqa: RUF001
    "ja": ("コーヒーはエネルギーを与えない。", "脳を変える三つの習慣"),
    "ko": ("커피는 에너지를 주지 않습니다. 피로를 미룰 뿐입니다.", "뇌를 바꾸는 세 가지 습관"),
    "hi": ("कॉफी आपको ऊर्जा नहीं देती 🔥", "तीन आदतें"),
    "th": ("กาแฟไม่ได้ให้พลังงานแก่คุณ", "สามนิสัยที่เปลี่ยนสมอง"),
    "fr": ("Dès 6 h 30, 95 % des cafés ☕ coûtent 1 200 €.", "Trois habitudes 🧠"),
}


def picture(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    low = rng.integers(20, 240, (6, 4, 3), dtype=np.uint8)
    image = cv2.resize(low, (1296, 2304), interpolation=cv2.INTER_CUBIC)
    for _ in range(40):
        centre = (int(rng.integers(0, 1296)), int(rng.integers(0, 2304)))
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        cv2.circle(image, centre, int(rng.integers(20, 190)), colour, -1, cv2.LINE_AA)
    return cv2.imencode(".jpg", image)[1].tobytes()


def words(text: str) -> tuple[Word, ...]:
    pieces = [
        piece
        for word in text.split()
        for piece in (phrases(word) if is_unspaced(word) else (word,))
    ]
    return tuple(
        Word(text=w, start_ms=Milliseconds(100 + i * 380), end_ms=Milliseconds(440 + i * 380))
        for i, w in enumerate(pieces)
    )


def segment(
    language: str, style: CaptionStyle, *, seed: int = 0, move: Motion = Motion.ZOOM_IN
) -> Segment:
    text, headline = TEXTS[language]
    layer = Layer(
        picture=KEY,
        motion=move,
        first=Frames(0),
        move_frames=Frames(FRAMES),
        overlays=shown((Headline(text=headline),), frames=Frames(FRAMES), fps=30),
        cues=cues_from_words(words(text), clip_ms=FRAMES * 1000 / 30),
    )
    return Segment(
        digest=Digest("0"),
        start=Frames(0),
        frames=Frames(FRAMES),
        width_px=1080,
        height_px=1920,
        fps=30,
        profile=RenderProfile.STANDARD,
        caption_style=style,
        language=language,
        palette_seed=seed,
        layers=(layer,),
    )


def shot(planes: Planes) -> np.ndarray:
    y = planes.y.astype(np.float32) - 16
    u, v = (
        cv2.resize(p, (planes.width, planes.height), interpolation=cv2.INTER_LINEAR).astype(
            np.float32
        )
        - 128
        for p in (planes.u, planes.v)
    )
    y = y * 255 / 219
    u, v = u * 255 / 224, v * 255 / 224
    r, b = y + 1.5748 * v, y + 1.8556 * u
    return np.clip(np.stack([b, y - 0.1873 * u - 0.4681 * v, r], -1), 0, 255).astype(np.uint8)


def main(out: Path) -> None:
    out.mkdir(exist_ok=True)
    for style in CaptionStyle:
        row = []
        for index, language in enumerate(TEXTS):
            frame = blank(1080, 1920)
            painters = list(
                paints(segment(language, style, seed=index), {KEY: picture(index)}, font_path)
            )
            started = time.perf_counter()
            for number in (0, 30):
                painters[number](frame)
            print(style, language, f"{(time.perf_counter() - started) * 500:.1f} ms a first frame")
            row.append(cv2.resize(shot(frame), (540, 960), interpolation=cv2.INTER_AREA))
        sheet = np.vstack([np.hstack(row[at : at + 4]) for at in range(0, len(row), 4)])
        cv2.imwrite(str(out / f"captions-{style}.png"), sheet)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
