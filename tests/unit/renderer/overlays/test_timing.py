"""What an overlay does at a frame."""

from itertools import pairwise

import pytest

from renderer.overlays.styles import OVERLAY_LOOKS
from renderer.overlays.timing import BEAT_MS, BEATS, SWELL, Moment, moment
from studio.domain.overlays import CallToAction, Headline, Overlay, OverlayStyle, Shown
from studio.domain.units import Frames

FPS = 30
HEADLINE = Headline(text="Hi")
REST = Moment(1.0)


def course(
    overlay: Overlay, *, end: int, leaves: bool, style: OverlayStyle = OverlayStyle.CLEAN
) -> list[Moment | None]:
    one = Shown(overlay=overlay, first=Frames(10), end=Frames(end), leaves=leaves)
    look = OVERLAY_LOOKS[style]
    return [moment(one, number, look=look, fps=FPS) for number in range(end + 5)]


@pytest.mark.parametrize("style", OverlayStyle)
def test_it_is_there_from_its_first_frame_to_its_last(style: OverlayStyle) -> None:
    made = course(HEADLINE, end=80, leaves=True, style=style)
    assert [n for n, what in enumerate(made) if what is not None] == list(range(10, 80))


@pytest.mark.parametrize("style", OverlayStyle)
def test_it_comes_stands_and_goes(style: OverlayStyle) -> None:
    look = OVERLAY_LOOKS[style]
    made = [m for m in course(HEADLINE, end=80, leaves=True, style=style) if m]
    come, gone = look.in_ms * FPS // 1000, look.out_ms * FPS // 1000

    assert 0 < made[0].come < 0.7
    assert made[come:-gone] == [REST] * (70 - come - gone)
    out = [m.come for m in made[-gone:]]
    assert out == sorted(out, reverse=True)
    assert 0 < out[-1] < 0.35
    assert out[0] < 1


def test_what_its_scene_takes_along_does_not_go_by_itself() -> None:
    assert course(HEADLINE, end=80, leaves=False)[60:80] == [REST] * 20


def test_a_call_to_action_pulses_three_times_before_it_ends() -> None:
    made = [m for m in course(CallToAction(text="Follow"), end=200, leaves=False) if m]
    sizes = [m.size for m in made]
    beat = BEAT_MS * FPS // 1000
    quiet = len(sizes) - BEATS * beat

    assert sizes[:quiet] == [1.0] * quiet
    tops = [
        n for n in range(1, 190) if n < len(sizes) - 1 and sizes[n - 1] < sizes[n] >= sizes[n + 1]
    ]
    assert len(tops) == BEATS
    assert max(sizes) == pytest.approx(1 + SWELL, abs=0.001)
    steps = [abs(b - a) for a, b in pairwise(sizes)]
    assert max(steps) < SWELL / 7, "it pulses gently"
