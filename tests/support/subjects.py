"""Pictures of one subject each, and where exactly it is."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Mask = NDArray[np.uint8]
Draw = Callable[[int, int, float], tuple[Picture, Mask]]
Point = tuple[float, float]
Colour = tuple[int, int, int]


def snowy_mountain(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """A peak at dusk behind a forest, a low sun beside it, hills all along."""
    unit = min(width, height)
    sky = _ramp(width, height, (20, 60, 110), (110, 150, 200))
    sky = _laid(sky, _round(sky, (x - unit * 0.22, height * 0.25), unit * 0.05), (255, 200, 140))
    peak = _shape(
        sky,
        [
            (x - unit * 0.3, height * 0.75),
            (x, height * 0.28),
            (x + unit * 0.28, height * 0.75),
        ],
    )
    snow = peak & _shape(sky, [(0, 0), (width, 0), (width, height * 0.4), (0, height * 0.4)])
    forest = _round(sky, (0, 0), 0)
    for left in range(0, width, unit // 30):
        top = height * (0.72 + 0.04 * (left * 7 % 5) / 5)
        forest |= _shape(sky, [(left, height), (left + unit / 60, top), (left + unit / 30, height)])
    hills = _shape(sky, [(0, height * 0.6), (width, height * 0.58), (width, height), (0, height)])
    for mask, colour in ((hills, (18, 40, 70)), (peak, (75, 110, 165)), (snow, (240, 235, 225))):
        sky = _laid(sky, mask, colour)
    return _laid(sky, forest, (10, 25, 45)), peak & ~forest


def person_at_dusk(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """A dark figure before a glowing sky."""
    unit = min(width, height)
    dusk = _ramp(width, height, (250, 190, 120), (240, 120, 80))
    dusk[int(height * 0.8) :] = (90, 50, 40)
    outline = ((-0.09, 0.52), (0.09, 0.52), (0.06, 0.7), (0.08, 0.92), (-0.08, 0.92), (-0.06, 0.7))
    body = _shape(dusk, [(x + unit * across, height * down) for across, down in outline])
    figure = body | _round(dusk, (x, height * 0.43), unit * 0.06)
    return _laid(dusk, figure, (25, 18, 22)), figure


def deer_in_grass(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """A brown animal on grass that has far more edges than it."""
    unit = min(width, height)
    grass = np.full((height, width, 3), (90, 140, 60), np.float32)
    grass += _grain(width, height, 0.6)[..., None] * 160
    body = _round(grass, (x, height * 0.6), unit * 0.14)
    deer = body | _round(grass, (x + unit * 0.15, height * 0.46), unit * 0.08)
    return _laid(grass, deer, (140, 85, 50)), deer


def lighthouse(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """Something tall and thin under clouds."""
    unit = min(width, height)
    sky = _ramp(width, height, (70, 110, 170), (200, 190, 200))
    sky += _grain(width, height, 1.3)[..., None] * 50
    sky[int(height * 0.8) :] = (70, 80, 60)
    outline = ((-0.06, 0.82), (-0.04, 0.3), (0, 0.2), (0.04, 0.3), (0.06, 0.82))
    tower = _shape(sky, [(x + unit * across, height * down) for across, down in outline])
    return _laid(sky, tower, (245, 240, 235)), tower


def ball_on_a_carpet(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """A smooth thing before a ground of every colour."""
    carpet = np.dstack([_grain(width, height, 1.1, seed=seed) for seed in range(3)]) * 110 + 128
    ball = _round(carpet, (x, height * 0.5), min(width, height) * 0.2)
    return _laid(carpet, ball, (230, 140, 70)), ball


def two_birds(width: int, height: int, x: float) -> tuple[Picture, Mask]:
    """Two small things that a cut can hold together."""
    unit = min(width, height)
    sky = _ramp(width, height, (120, 160, 210), (230, 220, 210))
    birds = _round(sky, (0, 0), 0)
    for across, y in ((x - unit * 0.14, height * 0.35), (x + unit * 0.12, height * 0.5)):
        outline = ((-0.1, -0.06), (0, 0), (0.1, -0.06), (0.03, 0.03), (-0.03, 0.03))
        birds |= _shape(sky, [(across + unit * right, y + unit * low) for right, low in outline])
    return _laid(sky, birds, (30, 30, 35)), birds


SUBJECTS: tuple[Draw, ...] = (
    snowy_mountain,
    person_at_dusk,
    deer_in_grass,
    lighthouse,
    ball_on_a_carpet,
    two_birds,
)


def wide(draw: Draw, at: float, *, width: int = 480, height: int = 270) -> tuple[Mask, Mask]:
    """Draw a subject at a share of the width; gives the picture and the subject's mask."""
    picture, mask = draw(width, height, width * at)
    return _finished(picture), mask


def tall(draw: Draw, at: float, *, width: int = 270, height: int = 540) -> tuple[Mask, Mask]:
    """Draw a square with a subject at a share of the height, in what its first and last rows are."""
    square, mask = draw(width, width, width / 2)
    above = round((height - width) * at)
    rows = ((above, height - width - above), (0, 0))
    picture = np.pad(square, (*rows, (0, 0)), mode="edge")
    return _finished(picture), np.pad(mask, rows)


def _finished(picture: Picture) -> Mask:
    grain = np.random.default_rng(5).standard_normal(picture.shape) * 2
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def _ramp(width: int, height: int, top: Colour, bottom: Colour) -> Picture:
    down = np.linspace(0, 1, height)[:, None, None]
    return (
        (np.array(top) * (1 - down) + np.array(bottom) * down).repeat(width, 1).astype(np.float32)
    )


def _grain(width: int, height: int, falloff: float, *, seed: int = 0) -> Picture:
    """Noise whose spectrum falls as that of grass, cloth or clouds does, in [-1, 1]."""
    noise = np.random.default_rng(seed).standard_normal((height, width))
    pitch = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    pitch[0, 0] = 1
    made = np.fft.irfft2(np.fft.rfft2(noise) / pitch**falloff, (height, width))
    return (made / np.abs(made).max()).astype(np.float32)


def _shape(like: Picture, points: Sequence[Point]) -> Mask:
    mask = np.zeros(like.shape[:2], np.uint8)
    return np.asarray(cv2.fillPoly(mask, [np.array(points, np.int32)], 1), np.uint8)


def _round(like: Picture, middle: Point, radius: float) -> Mask:
    mask = np.zeros(like.shape[:2], np.uint8)
    at = (round(middle[0]), round(middle[1]))
    return np.asarray(cv2.circle(mask, at, round(radius), 1 if radius else 0, -1), np.uint8)


def _laid(picture: Picture, mask: Mask, colour: Colour) -> Picture:
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)[..., None]
    return (picture * (1 - soft) + np.array(colour) * soft).astype(np.float32)
