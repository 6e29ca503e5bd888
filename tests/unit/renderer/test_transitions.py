"""How two scenes share the frame, as numbers and as pixels."""

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.camera.easing import FADE, GLIDE
from renderer.camera.motion import Window
from renderer.camera.placing import Box, boxes, inner, lit, opened, part, uncovered, wanted
from renderer.camera.transitions import (
    BLACK,
    SLIDE_DRAG,
    SLIDE_SHADE,
    WHITE,
    Dip,
    Fade,
    Place,
    Through,
    Travel,
    Wipe,
    moment,
    text_share,
)
from renderer.painting.compositor import reflected
from renderer.painting.painter import Paint, paints
from renderer.pixels.frames import Planes, Reals
from studio.domain.captions import Cue
from studio.domain.scene import Motion, Transition
from studio.domain.units import StorageKey
from studio.typefaces import font_path
from tests.support.segments import HEIGHT, PICTURE, WIDTH, cue, flat, layer, segment

OTHER = StorageKey("pictures/aa/two.png")
OLD_GREY, NEW_GREY = 70, 200
OLD, NEW = round(16 + OLD_GREY * 219 / 255), round(16 + NEW_GREY * 219 / 255)
RAMP_FROM, RAMP_RIGHT, RAMP_DOWN = 40, 90, 100
ROUNDING = 1
FRAMES = 11
MIXES = [t for t in Transition if t is not Transition.CUT]
DIPS = [Transition.DIP_BLACK, Transition.DIP_WHITE]
SLIDES = [t for t in Transition if t.value.startswith("slide")]
VIEW = Window(20, 30, 270, 480)


def frames_of(
    transition: Transition,
    *,
    cues: tuple[Cue, ...] = (),
    pictures: tuple[bytes, bytes] = (flat(OLD_GREY), flat(NEW_GREY)),
) -> list[Planes]:
    """Every frame between two pictures, a dark and a light one if nothing is said."""
    old = layer(frames=60, motion=Motion.STILL, cues=cues)
    new = layer(frames=60, motion=Motion.STILL).model_copy(update={"picture": OTHER})
    joint = segment(old, new, frames=FRAMES).model_copy(update={"transition": transition})
    both = dict(zip((PICTURE, OTHER), pictures, strict=True))
    return [painted(paint) for paint in paints(joint, both, font_path)]


def painted(paint: Paint) -> Planes:
    """A frame like an encoder's: its rows do not lie side by side, and hold what was there."""
    y = np.zeros((HEIGHT, WIDTH + 18), np.uint8)[:, :WIDTH]
    u, v = (np.zeros((HEIGHT // 2, WIDTH // 2 + 9), np.uint8)[:, : WIDTH // 2] for _ in range(2))
    paint(Planes(y, u, v))
    return Planes(y, u, v)


def test_a_cross_fade_is_half_and_half_in_its_middle() -> None:
    assert moment(Transition.CROSSFADE, 5, FRAMES) == Fade(FADE(0.5))
    assert FADE(0.5) == pytest.approx(0.5)


def test_a_dip_hides_the_change_of_scenes_behind_its_colour() -> None:
    moments = [moment(Transition.DIP_BLACK, n, FRAMES) for n in (4, 5, 6)]
    before, after = (FADE(1 - abs(2 * n / (FRAMES + 1) - 1)) for n in (5, 7))
    assert moments == [
        Dip(is_second=False, luma=BLACK, veil=before),
        Dip(is_second=False, luma=BLACK, veil=FADE(1.0)),
        Dip(is_second=True, luma=BLACK, veil=after),
    ]
    assert moment(Transition.DIP_WHITE, 5, FRAMES) == Dip(False, WHITE, FADE(1.0))


@pytest.mark.parametrize(
    ("way", "right", "down"), [("left", -1, 0), ("right", 1, 0), ("up", 0, -1), ("down", 0, 1)]
)
def test_pushed_scenes_touch_and_a_slid_one_goes_over(way: str, right: int, down: int) -> None:
    gone = GLIDE(0.25)
    new = Place(right * (gone - 1), down * (gone - 1))
    assert moment(Transition(f"push_{way}"), 2, FRAMES) == Travel(
        Place(right * gone, down * gone), new
    )
    drag = gone * SLIDE_DRAG
    assert moment(Transition(f"slide_{way}"), 2, FRAMES) == Travel(
        Place(right * drag, down * drag), new, shade=SLIDE_SHADE * min(4 * gone, 1)
    )


def test_a_whip_is_sharp_at_its_ends_and_most_blurred_in_its_middle() -> None:
    moments = [moment(Transition.WHIP_LEFT, n, FRAMES) for n in range(FRAMES)]
    blurs = [m.blur for m in moments if isinstance(m, Travel)]
    assert blurs == pytest.approx(blurs[::-1])
    assert max(blurs) == blurs[FRAMES // 2] > 0.15
    assert blurs[0] < 0.02


def test_wipes_uncover_from_opposite_sides() -> None:
    left, right = (moment(Transition(f"wipe_{way}"), 3, FRAMES) for way in ("left", "right"))
    assert isinstance(left, Wipe)
    assert isinstance(right, Wipe)
    assert left.uncovered == right.uncovered
    assert np.allclose(uncovered(left, 80), uncovered(right, 80)[::-1])


def test_flying_through_ends_where_the_new_scene_fills_the_frame() -> None:
    last = moment(Transition.ZOOM_THROUGH, 999, 1000)
    assert isinstance(last, Through)
    assert last.second.size == pytest.approx(1, abs=1e-3)
    assert last.opening == 1


@pytest.mark.parametrize("frames", [3, 11, 16])
def test_the_new_scene_has_the_whole_frame_long_before_the_flight_ends(frames: int) -> None:
    openings = [flight(n, frames).opening for n in range(frames)]
    assert openings == sorted(openings)
    assert openings[-1] == 1
    assert sum(opening == 1 for opening in openings) >= frames // 4


def flight(number: int, frames: int) -> Through:
    now = moment(Transition.ZOOM_THROUGH, number, frames)
    assert isinstance(now, Through)
    return now


@pytest.mark.parametrize("frames", [1, 2, 6, 18])
def test_the_old_scenes_text_is_gone_before_the_new_scene_has_the_frame(frames: int) -> None:
    shares = [text_share(n, frames) for n in range(frames)]
    assert all(a > b or a == b == 0 for a, b in itertools.pairwise(shares))
    assert all(share == 0 for n, share in enumerate(shares) if (n + 1) / (frames + 1) >= 0.42)


@given(st.sampled_from(MIXES), st.integers(0, 17), st.sampled_from([(1080, 1920), (540, 960)]))
def test_no_scene_is_seen_beyond_its_edge(
    transition: Transition, number: int, size: tuple[int, int]
) -> None:
    width, height = size
    now = moment(transition, number, 18)
    seen: list[tuple[Place, Box]] = []
    if isinstance(now, Travel):
        old, new = boxes(now.second, width, height)
        assert area(old) + area(new) == width * height
        seen = [(now.first, old), (now.second, new)]
    if isinstance(now, Through):
        whole = Box(0, 0, width, height)
        seen = [(now.first, whole), (now.second, inner(now.second, width, height))]
    for place, box in seen:
        assert not any(edge % 2 for edge in (box.left, box.top, box.right, box.bottom))
        if box.is_empty:
            continue
        window = part(Window(0, 0, width, height), place, box, width, height)
        # The seam lies on an even pixel, half of a step of two away at most.
        slack = 1.001 / place.size
        assert min(window.x, window.y) >= -slack
        assert window.x + window.width <= width + slack
        assert window.y + window.height <= height + slack


def area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)


def test_the_whole_frame_of_a_scene_at_rest_is_its_view() -> None:
    assert part(VIEW, Place(), Box(0, 0, 270, 480), 270, 480) == VIEW
    assert part(VIEW, Place(right=-0.5), Box(0, 0, 134, 480), 270, 480) == Window(155, 30, 134, 480)


def test_a_sliding_scene_throws_its_shadow_on_the_other_alone() -> None:
    rows, columns = lit(Travel(Place(), Place(right=0.5), shade=0.4), 100, 200)
    assert set(rows.tolist()) == {1.0}
    assert set(columns[50:].tolist()) == {1.0}
    assert columns[0] == pytest.approx(0.8)
    assert columns[49] == pytest.approx(0.6, abs=0.02)


def test_only_the_columns_that_are_seen_are_wanted() -> None:
    assert wanted(np.array([0, 0, 0, 0.1, 1, 0, 0, 0], np.float32), 4) == Box(2, 0, 6, 4)
    assert wanted(np.ones(8, np.float32), 4) == Box(0, 0, 8, 4)
    assert wanted(np.zeros(8, np.float32), 4).is_empty


@pytest.mark.parametrize("transition", [Transition.WIPE_LEFT, Transition.WIPE_RIGHT])
def test_a_wipe_between_equal_pictures_shows_the_picture(transition: Transition) -> None:
    frames = frames_of(transition, pictures=(ramp(), ramp()))
    for frame in frames[1:]:
        assert np.abs(frame.y.astype(int) - frames[0].y).max() <= ROUNDING


def test_a_scene_opens_softly_from_the_middle_to_all_of_the_frame() -> None:
    assert opened(0.0, 100).max() == 0
    assert opened(1.0, 100).min() == 1
    half: Reals = opened(0.5, 100)
    assert np.all(np.diff(half[:50]) >= 0)
    assert np.allclose(half, half[::-1], atol=1e-6)
    assert half[0] < 0.01 < 0.99 < half[50]


def test_flying_through_shows_no_edge_of_the_new_scene() -> None:
    softest = 1.5 * 2 * (NEW - OLD) / WIDTH
    for frame in frames_of(Transition.ZOOM_THROUGH):
        plane = frame.y.astype(int)
        for axis in (0, 1):
            assert np.abs(np.diff(plane, axis=axis)).max() <= softest + 2 * ROUNDING


def test_the_new_scene_of_a_flight_reaches_to_the_edge_once_it_has_the_frame() -> None:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    full = 16 + (RAMP_FROM + RAMP_RIGHT * across / WIDTH + RAMP_DOWN * down / HEIGHT) * 219 / 255
    for number, frame in enumerate(
        frames_of(Transition.ZOOM_THROUGH, pictures=(flat(OLD_GREY), ramp()))
    ):
        now = flight(number, FRAMES)
        if now.opening == 1:
            smaller = (RAMP_RIGHT + RAMP_DOWN) * (1 - now.second.size)
            assert np.abs(frame.y - full).max() <= smaller + 2 * ROUNDING


def test_what_lies_around_a_smaller_scene_is_its_reflection() -> None:
    random = np.random.default_rng(1)
    y = random.integers(0, 255, (24, 16), np.uint8)
    u, v = (random.integers(0, 255, (12, 8), np.uint8) for _ in range(2))
    inside = y[4:20, 2:14].copy()
    reflected(Planes(y, u, v), Box(2, 4, 14, 20))
    assert np.array_equal(y, np.pad(inside, ((4, 4), (2, 2)), mode="symmetric"))
    assert np.array_equal(u, np.pad(u[2:10, 1:7], ((2, 2), (1, 1)), mode="symmetric"))


@pytest.mark.parametrize("transition", [t for t in MIXES if t not in DIPS])
def test_a_transition_leaves_no_gap_and_never_flashes(transition: Transition) -> None:
    frames = [frame.y for frame in frames_of(transition)]
    darkest = OLD if transition not in SLIDES else 16 + (OLD - 16) * (1 - SLIDE_SHADE)
    assert min(int(f.min()) for f in frames) >= darkest - ROUNDING
    assert max(int(f.max()) for f in frames) <= NEW + ROUNDING
    means = [float(f.mean()) for f in frames]
    assert means[0] < OLD + 0.1 * (NEW - OLD)
    assert means[-1] > NEW - 0.1 * (NEW - OLD)
    until_new = [m for m in means if m > OLD]
    assert until_new == sorted(until_new)


@pytest.mark.parametrize(("transition", "colour"), list(zip(DIPS, (BLACK, WHITE), strict=True)))
def test_a_dip_reaches_its_colour_once(transition: Transition, colour: int) -> None:
    away = [abs(float(f.y.mean()) - colour) for f in frames_of(transition)]
    deepest = FRAMES // 2
    assert away[deepest] <= ROUNDING
    assert away[:deepest] == sorted(away[:deepest], reverse=True)
    assert away[deepest:] == sorted(away[deepest:])


@pytest.mark.parametrize("transition", [t for t in MIXES if t.value.startswith("push")])
def test_a_pushed_picture_lies_where_its_offset_says(transition: Transition) -> None:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    for number, frame in enumerate(frames_of(transition, pictures=(ramp(), ramp()))):
        now = moment(transition, number, FRAMES)
        assert isinstance(now, Travel)
        for place, box in zip(
            (now.first, now.second), boxes(now.second, WIDTH, HEIGHT), strict=True
        ):
            x, y = across / WIDTH - place.right, down / HEIGHT - place.down
            expected = 16 + (RAMP_FROM + RAMP_RIGHT * x + RAMP_DOWN * y) * 219 / 255
            off = (frame.y - expected)[box.top : box.bottom, box.left : box.right]
            assert np.abs(off).max(initial=0) <= 2 * ROUNDING


def ramp() -> bytes:
    """A picture that gets lighter to the right and to the bottom."""
    y, x = np.mgrid[0:576, 0:324] + 0.5
    return png(RAMP_FROM + RAMP_RIGHT * x / 324 + RAMP_DOWN * y / 576)


def png(grey: np.ndarray) -> bytes:
    rgb = np.repeat(np.round(grey).astype(np.uint8)[..., None], 3, axis=2)
    return cv2.imencode(".png", rgb)[1].tobytes()


@pytest.mark.parametrize("transition", [Transition.WHIP_LEFT, Transition.WHIP_RIGHT])
def test_a_whip_blurs_along_its_way_alone(transition: Transition) -> None:
    wave = 128 + 80 * np.sin(np.arange(576) / 4)
    lying, standing = np.tile(wave[:, None], (1, 324)), np.tile(wave[:324], (576, 1))
    contrasts = [
        frames_of(transition, pictures=(png(grey), png(grey)))[FRAMES // 2].y.std()
        for grey in (lying, standing)
    ]
    whole = frames_of(transition, pictures=(png(lying), png(lying)))[0].y.std()
    assert contrasts[0] == pytest.approx(whole, rel=0.02)
    assert contrasts[1] < whole / 4


@pytest.mark.parametrize("transition", MIXES)
def test_grey_scenes_stay_grey(transition: Transition) -> None:
    for frame in frames_of(transition):
        for plane in (frame.u, frame.v):
            assert np.abs(plane.astype(int) - 128).max() <= ROUNDING


@pytest.mark.parametrize("transition", MIXES)
def test_captions_stand_still_and_fade_while_the_pictures_go(transition: Transition) -> None:
    spoken = cue(("standing", -900, 900), until_ms=2000)
    bare, written = frames_of(transition), frames_of(transition, cues=(spoken,))
    shown = [np.abs(b.y.astype(int) - w.y) for b, w in zip(bare, written, strict=True)]
    where = shown[0] > 2 * ROUNDING
    assert where.sum() > 500
    reach = np.argwhere(where)
    (top, left), (bottom, right) = reach.min(axis=0) - 4, reach.max(axis=0) + 4
    for difference in shown:
        difference[top:bottom, left:right] = 0
        assert difference.max() <= ROUNDING
    assert np.array_equal(bare[FRAMES // 2].y, written[FRAMES // 2].y)
