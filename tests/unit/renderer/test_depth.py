"""Parallax: a foreground that goes faster than its background."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from renderer.camera import motion
from renderer.camera.motion import Window
from renderer.painting.shot import Shot
from renderer.pictures.depth import depth
from renderer.pixels.frames import Planes, blank
from studio.domain.layers import Layers, layered
from studio.domain.scene import Fit, Motion
from studio.domain.segments import Layer
from studio.domain.units import Frames, StorageKey

WIDTH, HEIGHT, FRAMES, FPS = 540, 960, 90, 30
SIZE = (round(WIDTH * 1.2), round(HEIGHT * 1.2))
KEY = StorageKey("pictures/aa/depth.jpg")
PATH_TOLERANCE_PX = 0.1
RED, GREY = (220, 30, 40), (96, 96, 96)


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind, lossless=True) if kind == "WEBP" else image.save(out, kind)
    return out.getvalue()


def disc(size: tuple[int, int] = SIZE, *, radius: int = 60) -> Image.Image:
    """A red disc in the middle, clear around."""
    image = np.zeros((size[1], size[0], 4), np.uint8)
    cv2.circle(image, (size[0] // 2, size[1] // 2), radius, (*RED, 255), -1, cv2.LINE_AA)
    return Image.fromarray(image)


def ground() -> Image.Image:
    noise = np.random.default_rng(1).integers(60, 130, (24, 14), np.uint8)
    grey = cv2.resize(noise, SIZE, interpolation=cv2.INTER_CUBIC)
    return Image.fromarray(np.dstack([grey] * 3))


def picture() -> bytes:
    flat = ground()
    flat.paste(disc(), mask=disc())
    return layered(encoded(flat, "JPEG"), Layers(encoded(ground()), encoded(disc(), "WEBP")))


def shot(data: bytes, moved: Motion = Motion.PARALLAX, fit: Fit = Fit.COVER) -> Shot:
    layer = Layer(
        picture=KEY, motion=moved, fit=fit, first=Frames(0), move_frames=Frames(FRAMES), cues=()
    )
    return Shot(layer, data, width_px=WIDTH, height_px=HEIGHT, fps=FPS)


def painted(seen: Shot, number: int) -> Planes:
    frame = blank(WIDTH, HEIGHT)
    seen.paint(frame, number)
    return frame


def middle_of_red(frame: Planes) -> tuple[float, float]:
    """Where the disc is, in luma pixels; chroma samples lie on even columns, between two rows."""
    strength = np.clip(frame.v.astype(float) - 140, 0, None)
    rows, columns = np.indices(strength.shape)
    total = strength.sum()
    return 2 * (columns * strength).sum() / total, 2 * (rows * strength).sum() / total + 0.5


def test_the_foreground_goes_its_own_way_to_a_tenth_of_a_pixel() -> None:
    seen = shot(picture())

    for number in (0, 30, 44, 71, 89):
        view = motion.near_window(
            Motion.PARALLAX, number / (FRAMES - 1), width_px=SIZE[0], height_px=SIZE[1]
        )
        across, down = middle_of_red(painted(seen, number))
        scale = WIDTH / view.width
        assert across == pytest.approx(
            (SIZE[0] / 2 + 0.5 - view.x) * scale - 0.5, abs=PATH_TOLERANCE_PX
        )
        assert down == pytest.approx(
            (SIZE[1] / 2 + 0.5 - view.y) * scale - 0.5, abs=PATH_TOLERANCE_PX
        )


def test_the_background_is_whole_behind_the_foreground() -> None:
    with_disc = painted(shot(picture()), 10)
    without = painted(
        shot(
            layered(
                encoded(ground(), "JPEG"),
                Layers(encoded(ground()), encoded(disc(radius=25), "WEBP")),
            )
        ),
        10,
    )

    apart = np.abs(with_disc.y.astype(int) - without.y.astype(int)) > 2
    rows, columns = np.nonzero(apart)
    across, down = middle_of_red(with_disc)
    assert np.hypot(columns - across, rows - down).max() < 72


def test_a_picture_without_layers_drifts() -> None:
    flat = encoded(ground(), "JPEG")

    for number in (0, 45, 89):
        one, other = (
            painted(shot(flat, how), number) for how in (Motion.PARALLAX, Motion.DRIFT_RIGHT)
        )
        assert np.array_equal(one.y, other.y)


@pytest.mark.parametrize("fit", list(Fit))
def test_an_upload_with_alpha_stands_before_a_blurred_copy_of_itself(fit: Fit) -> None:
    found = depth(
        encoded(disc((800, 800), radius=200)), KEY, fit, width_px=SIZE[0], height_px=SIZE[1]
    )

    assert found is not None
    assert (found.far.height, found.far.width) == (SIZE[1], SIZE[0]) == found.ink.y.shape
    solid = found.veil.y < 10
    assert 0.05 < solid.mean() < 0.6
    assert (found.veil.y[0] == 255).all()
    assert cv2.Laplacian(found.far.y, cv2.CV_32F).std() < 3


def test_a_picture_that_is_solid_or_clear_has_no_foreground() -> None:
    solid = Image.new("RGBA", (100, 100), (*RED, 254))
    clear = Image.new("RGBA", (100, 100), (*RED, 3))

    assert depth(encoded(solid), KEY, Fit.COVER, width_px=120, height_px=120) is None
    assert depth(encoded(clear), KEY, Fit.COVER, width_px=120, height_px=120) is None


def test_a_part_of_a_frame_is_the_same_as_in_the_whole() -> None:
    """As transitions ask for it."""
    seen = shot(picture())
    whole = painted(seen, 20)
    view = seen.view(20)
    part = blank(WIDTH // 2, HEIGHT)
    half = replace(view, x=view.x + view.width / 2, width=view.width / 2)

    seen.sample(20, Window(half.x, half.y, half.width, half.height), part)

    assert np.abs(part.y.astype(int) - whole.y[:, WIDTH // 2 :].astype(int)).max() <= 1
