"""How exactly a frame shows its window."""

import cv2
import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray

from renderer.camera.motion import Window, window
from renderer.camera.warp import Sampler
from renderer.pixels import lanes
from renderer.pixels.frames import Planes, blank
from renderer.pixels.kernels import Bytes, Steps
from renderer.pixels.lanes import GROUP, SPAN
from studio.domain.scene import Motion

ROUNDING_RMS = 0.3
"""Of values that are only rounded to whole steps: the root of 1/12, and a little."""
PATH_TOLERANCE_PX = 0.1
WIDTH, HEIGHT = 270, 480


def noise(height: int, width: int, *, seed: int = 1) -> NDArray[np.uint8]:
    grain = np.random.default_rng(seed).integers(0, 255, (height, width), np.uint8)
    return np.asarray(cv2.GaussianBlur(grain, (0, 0), 2.0), np.uint8)


def picture() -> Planes:
    return Planes(noise(576, 324), noise(288, 162, seed=2), noise(288, 162, seed=3))


def sampled(shown: Planes, view: Window) -> Planes:
    frame = blank(WIDTH, HEIGHT)
    Sampler(width_px=WIDTH).sample(shown, view, frame)
    return frame


def ideal(plane: NDArray[np.uint8], xs: NDArray[np.floating], ys: NDArray[np.floating]):
    """Blend the four neighbours of every place in double precision."""
    xs, ys = np.clip(xs, 0, plane.shape[1] - 1), np.clip(ys, 0, plane.shape[0] - 1)
    i = np.minimum(ys.astype(int), plane.shape[0] - 2)
    j = np.minimum(xs.astype(int), plane.shape[1] - 2)
    down, across = (ys - i)[:, None], xs - j
    rows = plane[i] * (1 - down) + plane[i + 1] * down
    return rows[:, j] * (1 - across) + rows[:, j + 1] * across


@pytest.mark.parametrize(
    "view",
    [
        Window(0, 0, 324, 576),
        Window(3.3, 4.4, 300.7, 534.6),
        Window(20.25, 31.75, 270, 480),
        Window(54, 96, 270, 480),
    ],
)
def test_luma_and_chroma_lie_where_the_window_says(view: Window) -> None:
    shown = picture()
    frame = sampled(shown, view)
    sx, sy = view.width / WIDTH, view.height / HEIGHT
    xs = view.x + sx * (np.arange(WIDTH) + 0.5) - 0.5
    ys = view.y + sy * (np.arange(HEIGHT) + 0.5) - 0.5
    # Chroma is sited on even columns and between two rows, in the picture and in the frame.
    half_xs, half_ys = xs[::2] / 2, (ys[::2] + ys[1::2]) / 4 - 0.25
    for plane, made, across, down in (
        (shown.y, frame.y, xs, ys),
        (shown.u, frame.u, half_xs, half_ys),
        (shown.v, frame.v, half_xs, half_ys),
    ):
        error = made - ideal(plane, across, down)
        assert np.sqrt(np.mean(error**2)) < ROUNDING_RMS


def test_beyond_the_picture_its_edge_is_repeated() -> None:
    shown = picture()
    frame = sampled(shown, Window(-10, -10, 270, 480))
    assert np.array_equal(frame.y[:10, 10:], np.tile(frame.y[10, 10:], (10, 1)))


@pytest.mark.parametrize("motion", list(Motion))
def test_a_frame_follows_the_camera_to_a_tenth_of_a_pixel(motion: Motion) -> None:
    shown = Planes(noise(2304, 1296), noise(1152, 648, seed=2), noise(1152, 648, seed=3))
    sampler = Sampler(width_px=1080)
    frames = [blank(1080, 1920) for _ in range(2)]
    strays: list[float] = []
    for number in (0, 30, 59):
        views = [window(motion, (number + n) / 90, width_px=1296, height_px=2304) for n in (0, 1)]
        for view, frame in zip(views, frames, strict=True):
            sampler.sample(shown, view, frame)
        x, y = moved(frames[0].y[832:1088, 412:668], frames[1].y[832:1088, 412:668])
        scale = 1080 / views[0].width
        wanted_x = (middle(views[0])[0] - middle(views[1])[0]) * scale
        wanted_y = (middle(views[0])[1] - middle(views[1])[1]) * scale
        strays.append(float(np.hypot(x - wanted_x, y - wanted_y)))
    assert np.sqrt(np.mean(np.square(strays))) < PATH_TOLERANCE_PX


def moved(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> tuple[float, float]:
    """Measure how far the middle of a patch went, whatever it grew by."""
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 100, 1e-6)
    start = np.eye(2, 3, dtype=np.float32)
    _, warp = cv2.findTransformECC(first, second, start, cv2.MOTION_AFFINE, until)
    half = first.shape[0] / 2 - 0.5
    x, y = warp @ np.array([half, half, 1.0])
    return float(x - half), float(y - half)


def middle(view: Window) -> tuple[float, float]:
    return view.x + view.width / 2, view.y + view.height / 2


def test_pictures_of_any_two_sizes_share_a_sampler() -> None:
    sampler = Sampler(width_px=WIDTH)
    frame, again = blank(WIDTH, HEIGHT), blank(WIDTH, HEIGHT)
    small = Planes(noise(300, 180), noise(150, 90), noise(150, 90))
    sampler.sample(picture(), Window(5, 5, 300, 500), frame)
    sampler.sample(small, Window(2, 2, 170, 290), again)
    assert np.array_equal(again.y, sampled(small, Window(2, 2, 170, 290)).y)


def test_a_window_much_larger_than_the_frame_is_sampled_as_exactly() -> None:
    shown = Planes(noise(1920, 1080), noise(960, 540), noise(960, 540))
    view = Window(7.3, 11.9, 1001.7, 1780.9)
    frame = sampled(shown, view)
    sx, sy = view.width / WIDTH, view.height / HEIGHT
    xs = view.x + sx * (np.arange(WIDTH) + 0.5) - 0.5
    ys = view.y + sy * (np.arange(HEIGHT) + 0.5) - 0.5
    error = frame.y - ideal(shown.y, xs, ys)
    assert np.sqrt(np.mean(error**2)) < ROUNDING_RMS


def test_what_lies_between_the_rows_of_a_frame_is_not_touched() -> None:
    wide = np.full((HEIGHT, WIDTH + 14), 99, np.uint8)
    frame = Planes(wide[:, :WIDTH], *(np.zeros((HEIGHT // 2, WIDTH // 2), np.uint8) for _ in "uv"))
    Sampler(width_px=WIDTH).sample(picture(), Window(9, 9, 290, 520), frame)
    assert (wide[:, WIDTH:] == 99).all()


@pytest.mark.parametrize("has_shuffles", [True, False])
def test_processors_with_and_without_shuffles_blend_alike(
    has_shuffles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    source, places = (
        random.integers(0, 256, SPAN, np.uint8),
        random.integers(0, SPAN, SPAN, np.uint8),
    )
    first = random.integers(1, 128, GROUP, np.uint8)
    weights = np.stack((first, 128 - first), axis=1).ravel()
    made = np.zeros(GROUP, np.uint16)
    monkeypatch.setattr(lanes, "_HAS_SHUFFLES", has_shuffles)

    @njit
    def blend(source: Bytes, places: Bytes, weights: Bytes, into: Steps) -> None:
        lanes.blend_group(  # pyright: ignore[reportCallIssue]
            source.ctypes.data, places.ctypes.data, weights.ctypes.data, into.ctypes.data
        )

    blend(source, places, weights, made)

    pairs = source[places].reshape(-1, 2).astype(int) * weights.reshape(-1, 2)
    assert made.tolist() == (2 * pairs.sum(axis=1)).tolist()
