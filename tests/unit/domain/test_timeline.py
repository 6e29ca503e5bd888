import itertools
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain import edit
from studio.domain.errors import InvalidScript
from studio.domain.render import RenderProfile, render_digest
from studio.domain.scene import Transition
from studio.domain.segments import RUN_UP_MS, Segment, audio_digest, segments_of
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import (
    BREATH_MS,
    LAST_BREATH_MS,
    LEAD_IN_MS,
    SILENT_SCENE_MS,
    TRANSITION_MS,
    Clip,
    compile_timeline,
)
from studio.domain.units import frames_to_ms, ms_to_frames
from tests.support.storyboards import assets_for, storyboard, timeline

SENTENCES = st.lists(
    st.lists(st.sampled_from(["alpha", "beta,", "gamma.", "delta"]), max_size=12).map(" ".join),
    min_size=1,
    max_size=6,
)


TRANSITIONS = st.lists(st.sampled_from(Transition), min_size=6, max_size=6)


def joined(texts: Sequence[str], transitions: Iterable[Transition]) -> Storyboard:
    board = storyboard(*texts)
    for scene, transition in zip(board.scenes, transitions, strict=False):
        change = edit.SceneChange(transition=transition)
        board = edit.rewrite_scene(board, scene.id, change)
    return board


def faded(*narrations: str) -> Storyboard:
    return joined(narrations, itertools.repeat(Transition.CROSSFADE))


def cut(board: Storyboard) -> tuple[Segment, ...]:
    return segments_of(compile_timeline(board, assets_for(board)), RenderProfile.STANDARD)


def test_a_scene_lasts_as_long_as_its_voice_and_a_breath() -> None:
    made = timeline("one two three", "four")

    voice_ms = 2 * 340 + 300
    assert made.clips[0].frames == ms_to_frames(LEAD_IN_MS + voice_ms + BREATH_MS)
    assert made.clips[1].frames == ms_to_frames(LEAD_IN_MS + 300 + LAST_BREATH_MS)


def test_a_silent_scene_has_a_default_length_and_no_voice() -> None:
    made = timeline("")

    assert made.clips[0].frames == ms_to_frames(SILENT_SCENE_MS)
    assert made.audio.voices == ()


def test_a_fixed_length_never_cuts_the_voice() -> None:
    board = storyboard("one two three four five six")
    short = edit.retime_scene(board, board.scenes[0].id, seconds=1)
    long = edit.retime_scene(board, board.scenes[0].id, seconds=9)

    assert compile_timeline(short, assets_for(short)) == compile_timeline(board, assets_for(board))
    assert compile_timeline(long, assets_for(long)).frames == 270


@given(SENTENCES)
def test_clips_follow_each_other_without_gap_and_voices_never_overlap(texts: list[str]) -> None:
    made = timeline(*texts)

    ends = [clip.start + clip.frames for clip in made.clips]
    assert [clip.start for clip in made.clips] == [0, *ends[:-1]]
    assert made.frames == ends[-1]
    assert made.audio.duration_ms == pytest.approx(frames_to_ms(made.frames))
    spans = [(v.start_ms, v.start_ms + v.duration_ms) for v in made.audio.voices]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert all(end <= made.audio.duration_ms for _, end in spans)


@given(SENTENCES, TRANSITIONS)
def test_segments_cover_every_frame_once(texts: list[str], transitions: list[Transition]) -> None:
    board = joined(texts, transitions)
    made = compile_timeline(board, assets_for(board))

    segments = segments_of(made, RenderProfile.STANDARD)

    ends = [segment.start + segment.frames for segment in segments]
    assert [segment.start for segment in segments] == [0, *ends[:-1]]
    assert ends[-1] == made.frames
    assert all(segment.frames > 0 for segment in segments)
    for segment in segments:
        for layer in segment.layers:
            assert 0 <= layer.first <= layer.first + segment.frames <= layer.move_frames


@given(SENTENCES, TRANSITIONS)
def test_transitions_change_neither_the_length_nor_what_is_said(
    texts: list[str], transitions: list[Transition]
) -> None:
    board = joined(texts, transitions)
    made, plain = compile_timeline(board, assets_for(board)), timeline(*texts)

    assert made.audio.model_copy(update={"effects": ()}) == plain.audio
    assert [(c.start, c.frames, c.cues) for c in made.clips] == [
        (c.start, c.frames, c.cues) for c in plain.clips
    ]
    for clip, transition in zip(made.clips[:-1], transitions, strict=False):
        wanted = ms_to_frames(TRANSITION_MS[transition])
        assert clip.transition_frames == min(wanted, clip.frames // 3)
        assert clip.transition is transition
    assert (made.clips[-1].transition_frames, made.clips[-1].transition) == (0, Transition.CUT)


def test_every_transition_has_a_length_within_the_run_up_of_a_move() -> None:
    assert set(TRANSITION_MS) == set(Transition)
    assert TRANSITION_MS[Transition.CUT] == 0
    assert all(0 < ms <= RUN_UP_MS for t, ms in TRANSITION_MS.items() if t is not Transition.CUT)


def test_a_stored_clip_of_before_transitions_had_names_is_a_cross_fade() -> None:
    clip = timeline("one").clips[0].model_copy(update={"transition_frames": 12})

    stored = clip.model_dump(mode="json", exclude={"transition"})

    assert Clip.model_validate(stored).transition is Transition.CROSSFADE


def test_captions_fall_on_the_same_moment_as_the_voice() -> None:
    made = timeline("first", "second word")

    clip, voice = made.clips[1], made.audio.voices[1]

    spoken_ms = frames_to_ms(clip.start) + clip.cues[0].words[0].start_ms
    assert spoken_ms == pytest.approx(voice.start_ms, abs=1)


def test_a_changed_scene_changes_its_own_segment_only() -> None:
    before = storyboard("one", "two", "three")
    after = edit.rewrite_scene(before, before.scenes[1].id, edit.SceneChange(narration="2 2 2"))

    old = segments_of(compile_timeline(before, assets_for(before)), RenderProfile.STANDARD)
    new = segments_of(compile_timeline(after, assets_for(after)), RenderProfile.STANDARD)

    assert [a.digest == b.digest for a, b in zip(old, new, strict=True)] == [True, False, True]


def test_a_cross_fade_belongs_to_both_neighbours() -> None:
    before = faded("one", "two", "three")
    after = edit.rewrite_scene(before, before.scenes[2].id, edit.SceneChange(on_screen_text="X"))

    old = segments_of(compile_timeline(before, assets_for(before)), RenderProfile.STANDARD)
    new = segments_of(compile_timeline(after, assets_for(after)), RenderProfile.STANDARD)

    assert [len(segment.layers) for segment in old] == [1, 2, 1, 2, 1]
    changed = [a.digest != b.digest for a, b in zip(old, new, strict=True)]
    assert changed == [False, False, False, False, True]


@given(SENTENCES.filter(lambda texts: len(texts) > 1), TRANSITIONS, st.data())
def test_a_changed_scene_changes_its_body_and_the_transitions_beside_it(
    texts: list[str], transitions: list[Transition], data: st.DataObject
) -> None:
    before = joined(texts, transitions)
    index = data.draw(st.integers(0, len(texts) - 1))
    change = edit.SceneChange(narration="another text altogether, quite long.", on_screen_text="X")
    after = edit.rewrite_scene(before, before.scenes[index].id, change)

    known = {segment.digest for segment in cut(before)}
    new = [segment for segment in cut(after) if segment.digest not in known]

    own = compile_timeline(after, assets_for(after)).clips[index].picture
    assert all(own in {layer.picture for layer in segment.layers} for segment in new)
    assert [len(segment.layers) for segment in new].count(1) == 1


@given(SENTENCES, TRANSITIONS)
def test_scenes_that_change_places_keep_their_bodies(
    texts: list[str], transitions: list[Transition]
) -> None:
    before = joined([*texts, "the end"], transitions)
    after = edit.move_scene(before, before.scenes[0].id, to=len(texts) - 1)

    old, new = (
        {segment.digest for segment in cut(board) if len(segment.layers) == 1}
        for board in (before, after)
    )

    assert old == new


def test_the_same_scenes_joined_in_another_way_are_another_segment() -> None:
    digests = {
        cut(joined(["one two three four", "five"], [transition]))[1].digest
        for transition in Transition
        if transition is not Transition.CUT
    }

    assert len(digests) == len(Transition) - 1


def test_profiles_and_sounds_have_their_own_digests() -> None:
    made = timeline("one")

    draft = segments_of(made, RenderProfile.DRAFT)[0]
    standard = segments_of(made, RenderProfile.STANDARD)[0]

    assert draft.digest != standard.digest
    assert (draft.width_px, draft.height_px) == (540, 960)
    assert render_digest(made, RenderProfile.DRAFT) != render_digest(made, RenderProfile.STANDARD)
    assert audio_digest(made.audio) == audio_digest(timeline("one").audio)
    assert audio_digest(made.audio) != audio_digest(timeline("one two").audio)


def test_what_is_missing_is_named() -> None:
    board = storyboard("one")
    complete = assets_for(board)[board.scenes[0].id]

    with pytest.raises(InvalidScript, match="no scenes"):
        compile_timeline(Storyboard(), {})
    with pytest.raises(InvalidScript, match="no picture"):
        compile_timeline(board, {})
    with pytest.raises(InvalidScript, match="no voice"):
        compile_timeline(board, {board.scenes[0].id: complete.model_copy(update={"voice": None})})
