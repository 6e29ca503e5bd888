"""How exactly the camera keeps its path, and how exactly captions keep to the voice."""

import statistics

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.workload import Workload, photograph
from renderer.camera.motion import MARGIN, MOVES, Window, window
from renderer.camera.warp import Sampler
from renderer.painting.painter import paints
from renderer.pictures.fitting import fitted
from renderer.pixels.frames import Planes, blank, to_planes
from studio.domain.render import RenderProfile
from studio.domain.scene import Fit, Motion
from studio.domain.segments import Segment, segments_of
from studio.domain.units import frames_to_ms
from studio.typefaces import font_path

Real = NDArray[np.float32]

WIDTH, HEIGHT = 1080, 1920
PATCH_PX = 256
MOMENTS = 12
CHANGED = 24
"""A caption changed where some luma differs by so much from the frame before."""


def motion_px_rms() -> float:
    """Give how far pictures stand from the ideal path, root mean square over moves and places.

    The ideal is the same window of the same picture, sampled with Lanczos in floating point; the
    distance is found by phase correlation in patches all over the frame.
    """
    size = {"width_px": round(WIDTH * MARGIN), "height_px": round(HEIGHT * MARGIN)}
    picture = to_planes(fitted(photograph(0), Fit.COVER, **size))
    sampler = Sampler(width_px=WIDTH)
    frame = blank(WIDTH, HEIGHT)
    squares: list[float] = []
    for motion in MOVES:
        if motion is Motion.STILL:
            continue
        for moment in range(MOMENTS):
            view = window(motion, moment / (MOMENTS - 1), **size)
            sampler.sample(picture, view, frame)
            squares += _distances(frame.y.astype(np.float32), _ideal(picture, view))
    return float(np.sqrt(statistics.mean(squares)))


def caption_ms(work: Workload) -> list[float]:
    """Give for every word how far its highlight's first frame is from its sound, in milliseconds."""
    found: list[float] = []
    for segment in segments_of(work.timeline, RenderProfile.STANDARD):
        if len(segment.layers) == 1 and segment.layers[0].cues:
            found += _delays(segment, work)
    return found


def _delays(segment: Segment, work: Workload) -> list[float]:
    layer = segment.layers[0].model_copy(update={"motion": Motion.STILL})
    still = segment.model_copy(update={"layers": (layer,)})
    frame, before = blank(still.width_px, still.height_px), None
    changes: list[float] = []
    for number, paint in enumerate(paints(still, work.pictures, font_path)):
        paint(frame)
        if before is None or np.max(cv2.absdiff(frame.y, before)) > CHANGED:
            changes.append(frames_to_ms(number, fps=still.fps))
        before = frame.y.copy()
    starts = [max(0, word.start_ms) for cue in layer.cues for word in cue.words]
    return [min(abs(change - start) for change in changes) for start in starts]


def _ideal(picture: Planes, view: Window) -> Real:
    sx, sy = view.width / WIDTH, view.height / HEIGHT
    placed = np.array([[sx, 0, view.x + (sx - 1) / 2], [0, sy, view.y + (sy - 1) / 2]])
    return np.asarray(
        cv2.warpAffine(
            picture.y.astype(np.float32),
            placed,
            (WIDTH, HEIGHT),
            flags=cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def _distances(shown: Real, ideal: Real) -> list[float]:
    taper = cv2.createHanningWindow((PATCH_PX, PATCH_PX), cv2.CV_32F)
    squares: list[float] = []
    for top in range(0, HEIGHT - PATCH_PX + 1, (HEIGHT - PATCH_PX) // 3):
        for left in range(0, WIDTH - PATCH_PX + 1, (WIDTH - PATCH_PX) // 2):
            place = np.s_[top : top + PATCH_PX, left : left + PATCH_PX]
            (across, down), _ = cv2.phaseCorrelate(ideal[place], shown[place], taper)
            squares.append(across**2 + down**2)
    return squares
