"""Which moment of a clip each frame of its scene shows."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.footage import SLOWEST, ClipFill, SceneMedia, footage, moment_s
from studio.domain.units import AssetId, Milliseconds

ID = AssetId(UUID(int=1))
FPS = st.sampled_from([24, 25, 30, 60])


def media(start_ms: int = 0, fill: ClipFill = ClipFill.AUTO) -> SceneMedia:
    return SceneMedia(id=ID, start_ms=Milliseconds(start_ms), fill=fill)


def test_a_longer_clip_is_trimmed_from_its_start_on() -> None:
    shown = footage(media(1_500), duration_ms=20_000, scene_ms=4_000)
    assert (shown.rate, shown.is_looped) == (1.0, False)
    assert moment_s(shown, 0, fps=30) == pytest.approx(1.5, abs=0.005)
    assert moment_s(shown, 119, fps=30) == pytest.approx(1.5 + 119 / 30, abs=0.005)


def test_a_shorter_clip_is_slowed_until_it_ends_with_its_scene() -> None:
    shown = footage(media(), duration_ms=3_000, scene_ms=4_000)
    assert (shown.rate, shown.is_looped) == (0.75, False)
    assert moment_s(shown, 119, fps=30) == pytest.approx(3.0 * 119 / 120, abs=0.005)


def test_a_much_shorter_clip_is_shown_whole_times() -> None:
    shown = footage(media(), duration_ms=1_900, scene_ms=4_000)
    assert shown.is_looped
    assert shown.rate == pytest.approx(3_800 / 4_000)
    assert moment_s(shown, 60, fps=30) == pytest.approx(0, abs=0.005)
    assert moment_s(shown, 119, fps=30) == pytest.approx(1.9, abs=0.04)


def test_what_was_asked_for_counts_more() -> None:
    looped = footage(media(fill=ClipFill.LOOP), duration_ms=3_000, scene_ms=4_000)
    assert (looped.rate, looped.is_looped) == (1.0, True)
    held = footage(media(fill=ClipFill.HOLD), duration_ms=1_000, scene_ms=4_000)
    assert (held.rate, held.is_looped) == (1.0, False)
    assert moment_s(held, 119, fps=30) == 1.0


def test_a_start_beyond_the_end_shows_the_end() -> None:
    shown = footage(media(9_000), duration_ms=3_000, scene_ms=4_000)
    assert 2_800 < shown.start_ms < 3_000


@given(
    start=st.integers(0, 40_000),
    fill=st.sampled_from(ClipFill),
    duration_ms=st.integers(100, 600_000),
    scene_ms=st.floats(1_000, 20_000),
    fps=FPS,
)
def test_every_frame_shows_a_moment_of_the_part_at_a_bearable_pace(
    start: int, fill: ClipFill, duration_ms: int, scene_ms: float, fps: int
) -> None:
    shown = footage(media(start, fill), duration_ms=duration_ms, scene_ms=scene_ms)
    assert SLOWEST <= shown.rate <= 1
    assert 0 <= shown.start_ms < shown.end_ms <= duration_ms
    count = round(scene_ms * fps / 1000)
    moments = [moment_s(shown, n, fps=fps) for n in range(count)]
    assert all(shown.start_ms / 1000 <= m <= shown.end_ms / 1000 for m in moments)
    step = 1000 / fps * shown.rate
    for before, after in pairwise(moments):
        is_next = after * 1000 == pytest.approx(min(before * 1000 + step, shown.end_ms))
        assert is_next or (shown.is_looped and after < before)


@given(duration_ms=st.integers(100, 30_000), scene_ms=st.floats(1_000, 20_000))
def test_left_to_itself_a_clip_ends_with_its_scene_or_goes_on(
    duration_ms: int, scene_ms: float
) -> None:
    shown = footage(media(), duration_ms=duration_ms, scene_ms=scene_ms)
    played_ms = scene_ms * shown.rate
    if duration_ms >= scene_ms:
        assert shown.rate == 1
    else:
        times = played_ms / duration_ms
        assert times == pytest.approx(round(times), abs=1e-3)
        assert shown.is_looped == (round(times) > 1)


@given(before=st.integers(-60, -1), start=st.integers(0, 5_000), fps=FPS)
def test_a_transition_into_a_clip_leads_up_to_its_start(before: int, start: int, fps: int) -> None:
    shown = footage(media(start), duration_ms=10_000, scene_ms=3_000)
    moment = moment_s(shown, before, fps=fps)
    assert 0 <= moment <= start / 1000
    assert moment == pytest.approx(max(0, start / 1000 + (before + 0.125) / fps))
