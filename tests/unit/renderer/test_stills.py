"""Pictures of every kind come out upright, in sRGB, or not at all."""

import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from renderer.pictures.stills import DARK_GROUND, LIGHT_GROUND, MAX_PIXELS, still
from renderer.pixels.frames import Plane
from studio.domain.errors import RenderFailed
from studio.domain.units import StorageKey

KEY = StorageKey("pictures/aa/one")
ORIENTATION = 0x0112
JPEG_TOLERANCE = 12
SPARE_BYTES = 400 * 2**20
"""What decoding may take: 256 MB for the largest picture, and its copies in smaller sizes."""
MAX_SECONDS = 20

DECODE = """
import resource, sys
from renderer.pictures.stills import still
from studio.domain.errors import RenderFailed
with open("/proc/self/statm") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + int(sys.argv[1]),) * 2)
try:
    print(still(sys.stdin.buffer.read(), "pictures/aa/one", width_px=324, height_px=576).shape)
except RenderFailed as error:
    print(error)
"""


def stored(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shown(data: bytes, width_px: int = 20, height_px: int = 20) -> Plane:
    return still(data, KEY, width_px=width_px, height_px=height_px)


def upright() -> Image.Image:
    """A picture whose four corners differ."""
    pixels = np.zeros((12, 20, 3), np.uint8)
    pixels[:6, :10], pixels[:6, 10:], pixels[6:, :10] = (250, 0, 0), (0, 250, 0), (0, 0, 250)
    return Image.fromarray(pixels)


LAID_DOWN = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: np.rot90,
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: np.rot90(a, -1),
}


@pytest.mark.parametrize(("orientation", "size"), [(1, (240, 400)), (6, (400, 240))])
def test_a_large_photograph_is_decoded_no_larger_than_twice_what_is_wanted(
    orientation: int, size: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    laid_down = stored(Image.new("RGB", size, (90, 120, 150)), "JPEG", exif=exif)

    made = shown(laid_down, width_px=110, height_px=190)

    assert made.shape == (200, 120, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_picture_comes_out_upright_whichever_way_the_camera_was_held(
    orientation: int, kind: str
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    pixels = np.ascontiguousarray(LAID_DOWN[orientation](np.asarray(upright())))

    made = shown(stored(Image.fromarray(pixels), kind, exif=exif))

    assert np.array_equal(made, np.asarray(upright()))


def test_notes_of_a_camera_that_are_broken_do_not_matter() -> None:
    data = stored(upright(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")

    assert np.array_equal(shown(data), np.asarray(upright()))


def test_red_in_four_inks_is_red() -> None:
    inks = Image.new("CMYK", (16, 16), (0, 255, 255, 0))

    made = shown(stored(inks, "JPEG", quality=95))

    assert np.abs(made.astype(int) - (255, 0, 0)).max() <= JPEG_TOLERANCE


def test_colours_are_converted_by_the_profile_of_the_picture() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = swapped_primaries(srgb.tobytes())

    made = shown(stored(Image.new("RGB", (8, 8), (255, 0, 0)), icc_profile=swapped))
    plain = shown(stored(Image.new("RGB", (8, 8), (255, 0, 0)), icc_profile=srgb.tobytes()))

    assert made[0, 0].argmax() == 1
    assert np.abs(plain.astype(int) - (255, 0, 0)).max() <= 1


def swapped_primaries(profile: bytes) -> bytes:
    """The same profile with red called green, and green red."""
    return profile.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_a_profile_that_is_broken_or_of_another_kind_is_passed_over(mode: str) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kind, grey = ("TIFF", Image.new("L", (8, 8), 90))
    plain = shown(stored(grey.convert(mode), kind))

    broken = shown(stored(grey.convert(mode), kind, icc_profile=srgb[:200]))
    foreign = shown(stored(grey.convert(mode), kind, icc_profile=srgb))

    assert np.array_equal(broken, plain)
    assert np.abs(foreign.astype(int) - plain).max() <= 1


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_ramp_of_sixteen_bits_climbs_from_black_to_white(kind: str) -> None:
    ramp = np.tile(np.linspace(0, 65535, 512).astype(np.uint16), (16, 1))

    made = shown(stored(Image.fromarray(ramp), kind), 512, 512)[0].astype(int)

    assert made[0].tolist() == [0, 0, 0]
    assert made[-1].tolist() == [255, 255, 255]
    assert (np.diff(made[:, 0]) >= 0).all()
    assert len(set(made[:, 0].tolist())) == 256


@pytest.mark.parametrize("mode", ["I", "F"])
def test_a_ramp_of_thirty_two_bits_climbs_from_black_to_white(mode: str) -> None:
    values = np.tile(np.linspace(-3, 9, 64), (8, 1))
    ramp = values.astype(np.float32) if mode == "F" else (values * 1e6).astype(np.int32)

    made = shown(stored(Image.fromarray(ramp), "TIFF"))[0, :, 0].astype(int)

    assert (made[0], made[-1]) == (0, 255)
    assert (np.diff(made) >= 0).all()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA"])
def test_one_picture_in_every_mode_is_one_picture(mode: str) -> None:
    bars = Image.fromarray(np.tile(np.repeat([0, 255], 8).astype(np.uint8), (16, 1)))

    made = shown(stored(bars.convert(mode)))

    assert np.array_equal(made, np.asarray(bars.convert("RGB")))


def test_lab_is_read_as_lab() -> None:
    pixels = np.full((8, 8, 3), (54 * 255 // 100, 81 + 128, 70 + 128), np.uint8)
    flipped = np.array((0, 128, 128), np.uint8)
    lab = Image.frombytes("LAB", (8, 8), (pixels ^ flipped).tobytes())

    red, green, blue = shown(stored(lab, "TIFF"))[0, 0].astype(int)

    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize(
    ("mark", "ground"), [((20, 20, 60), LIGHT_GROUND), ((250, 240, 200), DARK_GROUND)]
)
def test_what_shows_through_is_a_ground_that_the_picture_stands_out_from(
    mark: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[4:12, 4:12] = (*mark, 255)

    made = shown(stored(Image.fromarray(pixels)))

    assert made[0, 0].tolist() == list(ground)
    assert made[8, 8].tolist() == list(mark)


def test_half_a_colour_is_laid_over_the_ground_by_half() -> None:
    made = shown(stored(Image.new("RGBA", (8, 8), (0, 0, 0, 128))))

    assert made[0, 0] == pytest.approx(np.array(LIGHT_GROUND) / 2, abs=1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_shown(kind: str) -> None:
    red, blue = (Image.new("RGB", (16, 16), c) for c in ("red", "blue"))
    lossless = {"lossless": True} if kind == "WEBP" else {}

    made = shown(stored(red, kind, save_all=True, append_images=[blue], duration=80, **lossless))

    assert np.array_equal(made, np.asarray(red))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (2, 1), (3, 5000), (5000, 3)])
def test_a_picture_of_any_shape_is_read(width: int, height: int) -> None:
    assert shown(stored(Image.new("RGB", (width, height)))).shape == (height, width, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_huge_picture_comes_out_smaller_but_never_too_small(kind: str) -> None:
    made = shown(stored(Image.new("RGB", (3000, 2000), (9, 99, 199)), kind), 324, 576)

    assert 576 <= made.shape[0] < 2000
    assert made.shape[1] / made.shape[0] == pytest.approx(1.5, rel=0.01)
    assert np.abs(made[100, 100].astype(int) - (9, 99, 199)).max() <= 3


def png_of(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


SVG = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&b;&f;</svg>"""
WHOLE = stored(Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)))
POISON = {
    "empty": (b"", "is empty"),
    "of words": (b"GET / HTTP/1.1", "is of no kind"),
    "of svg": (SVG, "is a document such as SVG"),
    "cut off": (WHOLE[: len(WHOLE) // 2], "is cut off or damaged"),
    "of a false start": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "is "),
    "of postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is of no kind"),
    "of a bomb": (png_of(60_000, 60_000), "pixels; the limit is 64 million"),
    "a little too large": (png_of(9_000, 8_000), "has 9000 x 8000 pixels"),
    "hollow": (png_of(100, 100), "is cut off or damaged"),
}


@pytest.mark.parametrize("name", POISON)
def test_a_poisoned_picture_is_refused_in_words_that_name_it(name: str) -> None:
    data, words = POISON[name]

    with pytest.raises(RenderFailed, match=words) as refused:
        shown(data)

    assert KEY in str(refused.value)
    assert refused.value.stage == "picture"


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (png_of(60_000, 60_000), "the limit is 64 million"),
        (png_of(7_900, 8_000), "is cut off or damaged"),
        (stored(Image.new("L", (8_000, 7_900)), "PNG", compress_level=1), "3)"),
        (stored(Image.new("RGB", (8_000, 7_900)), "JPEG"), "3)"),
    ],
    ids=["bomb", "hollow", "huge in grey", "huge"],
)
def test_the_worst_picture_takes_little_memory_and_little_time(data: bytes, answer: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DECODE, str(SPARE_BYTES)],
        input=data,
        capture_output=True,
        timeout=MAX_SECONDS,
        check=True,
    )

    assert answer in done.stdout.decode()


def test_a_picture_that_memory_does_not_hold_fails_in_words() -> None:
    data = stored(Image.new("RGB", (8_000, 7_900)), compress_level=1)

    done = subprocess.run(
        [sys.executable, "-c", DECODE, str(SPARE_BYTES // 4)],
        input=data,
        capture_output=True,
        timeout=MAX_SECONDS,
        check=True,
    )

    assert "more pixels than there is memory for" in done.stdout.decode()
    assert MAX_PIXELS > 8_000 * 7_900
