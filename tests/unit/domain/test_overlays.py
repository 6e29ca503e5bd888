"""Which overlays stand on which frames."""

import json

from hypothesis import given
from hypothesis import strategies as st

from studio.domain.overlays import (
    Badge,
    CallToAction,
    Headline,
    LowerThird,
    Overlay,
    Progress,
    ProgressBar,
    Shown,
    TitleCard,
    shifted,
    shown,
)
from studio.domain.render import RenderProfile
from studio.domain.segments import segments_of
from studio.domain.timeline import Clip, compile_timeline
from studio.domain.units import Frames
from tests.support.storyboards import assets_for, storyboard, timeline

FPS = 30
SCENE = Frames(180)
HEADLINE, NAME = Headline(text="Water first"), LowerThird(name="Ada", role="Sleep researcher")
CARD, BADGE, CALL = TitleCard(title="Hearts"), Badge(label="3"), CallToAction(text="Follow")


def laid(*overlays: Overlay) -> list[tuple[Overlay, int, int, bool]]:
    found = shown(overlays, frames=SCENE, fps=FPS)
    return [(s.overlay, s.first, s.end, s.leaves) for s in found]


def timed(overlay: Overlay, *, at_ms: int, for_ms: int | None = None) -> Overlay:
    return overlay.model_copy(update={"from_ms": at_ms, "for_ms": for_ms})


def test_each_kind_stands_as_long_as_it_usually_does() -> None:
    assert laid(HEADLINE) == [(HEADLINE, 0, 180, False)]
    assert laid(BADGE) == [(BADGE, 0, 180, False)]
    assert laid(CALL) == [(CALL, 0, 180, False)]
    assert laid(CARD) == [(CARD, 0, 78, True)]
    assert laid(NAME) == [(NAME, 0, 120, True)]


def test_a_given_time_is_kept_up_to_the_scenes_end() -> None:
    assert laid(timed(NAME, at_ms=1_000, for_ms=2_000)) == [(NAME, 30, 90, True)]
    assert laid(timed(NAME, at_ms=4_000, for_ms=9_000)) == [(NAME, 120, 180, False)]
    assert laid(timed(NAME, at_ms=7_000)) == []


def test_the_later_one_takes_the_place_of_the_one_before() -> None:
    second = timed(Headline(text="Then coffee"), at_ms=3_000)
    call = timed(CALL, at_ms=2_000)

    assert laid(second, HEADLINE) == [
        (HEADLINE, 0, 90, True),
        (Headline(text="Then coffee"), 90, 180, False),
    ]
    assert laid(NAME, call) == [(NAME, 0, 60, True), (CALL, 60, 180, False)]


def test_while_a_title_card_stands_nothing_else_does() -> None:
    card = timed(CARD, at_ms=1_000, for_ms=2_000)

    assert laid(HEADLINE, card) == [
        (HEADLINE, 0, 30, True),
        (CARD, 30, 90, True),
        (HEADLINE, 90, 180, False),
    ]


def test_what_would_be_a_flash_is_left_out() -> None:
    assert laid(HEADLINE, timed(CARD, at_ms=200, for_ms=5_600)) == [(CARD, 6, 174, True)]


KINDS = st.sampled_from([HEADLINE, NAME, CARD, BADGE, CALL])
TIMES = st.integers(0, 8_000)
LENGTHS = st.none() | st.integers(400, 8_000)
PLACES = {"headline": {1}, "badge": {2}, "lower_third": {3}, "call_to_action": {3}}


@given(st.lists(st.tuples(KINDS, TIMES, LENGTHS), max_size=8))
def test_no_two_ever_stand_in_one_place(chosen: list[tuple[Overlay, int, int | None]]) -> None:
    overlays = [timed(one, at_ms=at, for_ms=length) for one, at, length in chosen]
    found = shown(overlays, frames=SCENE, fps=FPS)

    for frame in range(SCENE):
        taken = [
            place
            for s in found
            if s.first <= frame < s.end
            for place in PLACES.get(s.overlay.kind, {1, 2, 3})
        ]
        assert len(taken) == len(set(taken))
    assert all(0 <= s.first < s.end <= SCENE for s in found)


def test_a_part_of_a_scene_counts_from_its_own_first_frame() -> None:
    found = shown((HEADLINE, timed(NAME, at_ms=0, for_ms=1_000)), frames=SCENE, fps=FPS)

    part = shifted(found, first=Frames(160), frames=Frames(20))

    assert part == (Shown(overlay=HEADLINE, first=Frames(-160), end=Frames(20)),)


def test_a_scenes_headline_and_its_overlays_are_laid_out_together() -> None:
    board = storyboard("one two three four")
    scene = board.scenes[0].model_copy(update={"on_screen_text": " Hi ", "overlays": (BADGE,)})
    board = board.model_copy(update={"scenes": (scene,)})

    clip = compile_timeline(board, assets_for(board)).clips[0]

    assert [s.overlay for s in clip.overlays] == [Headline(text="Hi"), BADGE]
    assert {s.end for s in clip.overlays} == {clip.frames}


def test_a_timeline_that_was_stored_with_a_headline_still_has_it() -> None:
    clip = timeline("one").clips[0]
    stored = json.loads(clip.model_dump_json(exclude={"overlays"}))

    read = Clip.model_validate(stored | {"headline": "Then"})

    assert read.overlays == (
        Shown(overlay=Headline(text="Then"), first=Frames(0), end=clip.frames),
    )
    assert Clip.model_validate(stored | {"headline": ""}).overlays == ()


def test_only_a_bar_makes_a_segment_know_where_it_lies() -> None:
    plain = timeline("one", "two")
    barred = plain.model_copy(update={"progress_bar": ProgressBar.SEGMENTS})

    assert [s.progress for s in segments_of(plain, RenderProfile.STANDARD)] == [None, None]
    edge, total = plain.clips[1].start, plain.frames
    assert [s.progress for s in segments_of(barred, RenderProfile.STANDARD)] == [
        Progress(bar=ProgressBar.SEGMENTS, first=first, total=total, edges=(edge,))
        for first in (Frames(0), edge)
    ]
