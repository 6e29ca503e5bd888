"""The rules of quality, one by one: what keeps them, and what breaks each."""

from dataclasses import replace

import pytest

from studio.domain import edit
from studio.domain.footage import Footage
from studio.domain.inspection import (
    Beside,
    CaptionSeen,
    FrameSeen,
    Measured,
    VoiceHeard,
    judge,
)
from studio.domain.quality import Finding, QualityReport, Rule, Severity, Verdict
from studio.domain.scene import Motion, Transition
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import Frames, Milliseconds
from tests.support.renders import FACTS as GOOD_FACTS
from tests.support.storyboards import assets_for, storyboard

FPS = 30
FOOTAGE = Footage(start_ms=Milliseconds(0), end_ms=Milliseconds(9000))


def board_of(motion: Motion) -> Storyboard:
    board = storyboard("One tide comes and goes.", "Two tides come and go.")
    change = edit.SceneChange(motion=motion, transition=Transition.DIP_BLACK)
    return edit.rewrite_scene(board, board.scenes[0].id, change)


BOARD = board_of(Motion.ZOOM_IN)
TIMELINE = compile_timeline(BOARD, assets_for(BOARD))
STILL = compile_timeline(board_of(Motion.STILL), assets_for(BOARD))
FIRST = TIMELINE.clips[0]
LONG = FIRST.frames // 4 + 2
DIP = FIRST.frames - FIRST.transition_frames
FACTS = GOOD_FACTS.model_copy(
    update={"frames": TIMELINE.frames, "duration_s": TIMELINE.frames / FPS}
)


def seen(
    first: int,
    count: int,
    *,
    brightest: float = 200.0,
    texture: float = 8.0,
    nearly: float = 180.0,
    most: float = 120.0,
) -> tuple[FrameSeen, ...]:
    return tuple(
        FrameSeen(first + n, brightest, texture, 1, 0.3, nearly=nearly, most=most)
        for n in range(count)
    )


def stuck(first: int, count: int, *, texture: float = 8.0) -> tuple[FrameSeen, ...]:
    return tuple(FrameSeen(first + n, 200.0, texture, n, 0.0) for n in range(count))


TEXT_ON_BLACK = seen(1, 20, brightest=235.0, most=16.0)
GOOD = Measured(
    facts=FACTS,
    sound_s=TIMELINE.frames / FPS,
    complaint="",
    frames=seen(0, 40),
    captions=(CaptionSeen(20, 9.0, 0),),
    voices=(VoiceHeard(0, 0.9, 3.0), VoiceHeard(1, 0.8, -10.0)),
    clipped=0,
)


def found(measured: Measured, timeline: Timeline = TIMELINE) -> list[Finding]:
    return list(judge(measured, timeline, width_px=1080, height_px=1920))


def with_facts(**change: float) -> Measured:
    return replace(GOOD, facts=FACTS.model_copy(update=change))


def test_a_good_video_has_nothing_to_be_told_of() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("measured", "rule"),
    [
        (with_facts(width_px=1920), Rule.RESOLUTION),
        (with_facts(fps=29.97), Rule.FRAME_RATE),
        (with_facts(frames=7), Rule.FRAMES),
        (with_facts(duration_s=1.0), Rule.DURATION),
        (replace(GOOD, sound_s=GOOD.sound_s + 0.1), Rule.DURATION),
        (replace(GOOD, complaint="Invalid NAL unit size"), Rule.DECODING),
        (replace(GOOD, frames=seen(5, 15, brightest=20.0)), Rule.BLACK),
        (replace(GOOD, frames=(*seen(0, 1, nearly=20.0), *TEXT_ON_BLACK)), Rule.BLACK),
        (replace(GOOD, frames=stuck(5, 16)), Rule.FROZEN),
        (with_facts(loudness_lufs=-70.0), Rule.SILENCE),
        (with_facts(loudness_lufs=-14.6), Rule.LOUDNESS),
        (with_facts(loudness_lufs=-13.4), Rule.LOUDNESS),
        (with_facts(true_peak_dbtp=-0.9), Rule.TRUE_PEAK),
        (replace(GOOD, clipped=3), Rule.CLIPPING),
        (replace(GOOD, voices=(VoiceHeard(1, 0.1, 0.0),)), Rule.VOICE),
        (replace(GOOD, voices=(VoiceHeard(1, 0.9, 34.0),)), Rule.AV_OFFSET),
        (replace(GOOD, captions=(CaptionSeen(20, 1.2, 0),)), Rule.CONTRAST),
        (replace(GOOD, captions=(CaptionSeen(20, 9.0, 2),)), Rule.SAFE_ZONE),
    ],
)
def test_each_rule_is_broken_by_what_it_is_about(measured: Measured, rule: Rule) -> None:
    (finding,) = found(measured)

    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)


@pytest.mark.parametrize(
    "measured",
    [
        replace(GOOD, frames=seen(5, 14, brightest=20.0)),
        replace(GOOD, frames=(*seen(0, 1, most=16.0), *TEXT_ON_BLACK)),
        replace(GOOD, frames=(*stuck(5, 12), *stuck(17, 12))),
        replace(GOOD, frames=stuck(5, 60, texture=0.4)),
        replace(GOOD, frames=seen(DIP, FIRST.transition_frames, brightest=16.0)),
        replace(GOOD, voices=(VoiceHeard(1, 0.9, 33.0),)),
        with_facts(loudness_lufs=-14.5, true_peak_dbtp=-1.0),
    ],
    ids=[
        "black",
        "a moon in the night",
        "standing still",
        "nothing to move",
        "dip",
        "offset",
        "loudness",
    ],
)
def test_what_is_short_planned_or_within_its_tolerance_is_fine(measured: Measured) -> None:
    assert found(measured) == []


def test_a_still_scene_is_allowed_to_be_still() -> None:
    frozen = replace(GOOD, frames=stuck(0, 30))

    assert found(frozen, STILL) == []
    assert [finding.rule for finding in found(frozen)] == [Rule.FROZEN]


def behind_words(first: int, count: int, *, texture: float = 8.0) -> tuple[FrameSeen, ...]:
    return tuple(
        replace(frame, beside=Beside(texture, n, 0.0)) for n, frame in enumerate(seen(first, count))
    )


def test_a_picture_that_stands_still_behind_words_that_change_is_found() -> None:
    frozen = replace(GOOD, frames=behind_words(5, LONG))
    assert [finding.rule for finding in found(frozen)] == [Rule.FROZEN]
    assert found(frozen, STILL) == []
    assert found(replace(GOOD, frames=behind_words(5, LONG, texture=0.3))) == []


@pytest.mark.parametrize(("count", "is_found"), [(40, False), (62, True)])
def test_a_long_slow_move_may_begin_softly_behind_words(count: int, is_found: bool) -> None:
    slow = TIMELINE.model_copy(
        update={"clips": (FIRST.model_copy(update={"frames": Frames(240)}),)}
    )

    told = {finding.rule for finding in found(replace(GOOD, frames=behind_words(5, count)), slow)}

    assert (Rule.FROZEN in told) is is_found


def test_in_a_clip_a_thing_may_move_behind_the_words_before_a_wall() -> None:
    clips = [clip.model_copy(update={"footage": FOOTAGE}) for clip in TIMELINE.clips]
    filmed = TIMELINE.model_copy(update={"clips": tuple(clips)})

    assert found(replace(GOOD, frames=behind_words(5, LONG)), filmed) == []
    assert found(replace(GOOD, frames=stuck(5, 20)), filmed) != []


def test_a_camera_that_is_where_it_was_two_seconds_ago_stood_still_between() -> None:
    later = FrameSeen(40, 200.0, 8.0, since=36, change=0.0)
    (finding,) = found(replace(GOOD, frames=(*seen(0, 5), later)))

    assert (finding.rule, finding.at_s) == (Rule.FROZEN, round(4 / FPS, 2))


def test_another_scene_that_looks_the_same_is_not_a_frozen_one() -> None:
    start = TIMELINE.clips[1].start
    same = FrameSeen(start, 200.0, 8.0, since=start, change=0.0)

    assert found(replace(GOOD, frames=(*seen(0, 1), same))) == []


def test_a_pale_caption_is_a_warning_and_says_where() -> None:
    pale = replace(GOOD, captions=(CaptionSeen(TIMELINE.clips[1].start + 9, 2.5, 0),))
    (finding,) = found(pale)

    at_s = (TIMELINE.clips[1].start + 9) / FPS
    said = f"caption contrast in scene 2 at {at_s:.1f} s: 2.5:1 instead of at least 3:1"
    assert finding.sentence == said
    assert QualityReport(findings=(finding,)).verdict is Verdict.WARNINGS


def test_one_error_fails_a_report_and_none_passes_it() -> None:
    findings = tuple(found(with_facts(frames=7)))

    assert QualityReport(findings=findings).verdict is Verdict.FAILED
    assert QualityReport().verdict is Verdict.PASSED
