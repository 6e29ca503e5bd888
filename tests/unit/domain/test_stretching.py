"""A length is fitted by pauses alone: no word, no voice and no locked scene is touched."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.domain import edit
from studio.domain.changes import BriefChange, SceneChange
from studio.domain.pacing import lengths
from studio.domain.scene import DurationPolicy
from studio.domain.storyboard import FASTEST, SLOWEST, Brief, Storyboard, Tempo
from studio.domain.stretching import (
    CLOSE_ENOUGH,
    fit,
    is_other_length,
    is_retold,
    rate_for,
    why_missed,
    with_lengths,
)
from studio.domain.timeline import compile_timeline
from tests.support.storyboards import assets_for, storyboard

LINES = (
    "Tides are slow, and they never stop for anybody at all.",
    "The moon pulls at the sea twice a day, a little later each time.",
    "In a narrow bay the water rises as high as a house of four floors.",
    "Then it leaves, and the boats lie on the sand until the evening.",
)


def board_of(target_s: int, *lines: str) -> Storyboard:
    return storyboard(*lines).model_copy(update={"brief": Brief(target_s=target_s)})


def total(board: Storyboard) -> float:
    return sum(lengths(board, assets_for(board)))


def test_pauses_bring_a_video_to_its_length() -> None:
    board = board_of(23, *LINES)
    done = fit(board, assets_for(board))

    assert abs(done.after_s - 23) < 0.2
    assert abs(total(done.storyboard) - done.after_s) < 0.02
    assert done.is_close
    assert not done.offers
    assert done.changed == (1, 2, 3, 4)
    assert [s.narration for s in done.storyboard.scenes] == list(LINES)


def test_locked_scenes_and_lengths_of_the_users_stay() -> None:
    board = board_of(24, *LINES)
    one, two = board.scenes[0].id, board.scenes[1].id
    board = edit.set_lock(board, one, locked=True)
    board = edit.retime_scene(board, two, seconds=7)
    done = fit(board, assets_for(board))

    assert done.storyboard.scene(one) == board.scene(one)
    assert done.storyboard.scene(two) == board.scene(two)
    assert done.changed == (3, 4)


def test_lengths_are_taken_over_alone_and_never_by_a_locked_scene() -> None:
    board = board_of(23, *LINES)
    fitted = fit(board, assets_for(board)).storyboard
    locked, reworded = board.scenes[0].id, board.scenes[1].id
    meanwhile = edit.rewrite_scene(board, reworded, SceneChange(narration="Two, in other words."))
    meanwhile = edit.set_lock(meanwhile, locked, locked=True)

    timed = with_lengths(meanwhile, fitted)

    assert timed.scenes[1].narration == "Two, in other words."
    assert timed.scenes[0] == meanwhile.scenes[0]
    assert [scene.fixed_ms for scene in timed.scenes[1:]] == [
        scene.fixed_ms for scene in fitted.scenes[1:]
    ]
    assert fitted.scenes[1].fixed_ms is not None


def test_a_length_that_the_user_gave_back_is_free_again() -> None:
    board = board_of(24, *LINES)
    two = board.scenes[1].id
    board = edit.retime_scene(edit.retime_scene(board, two, seconds=7), two, seconds=None)

    assert 2 in fit(board, assets_for(board)).changed


def test_pauses_are_taken_out_again() -> None:
    board = board_of(24, *LINES)
    longer = fit(board, assets_for(board)).storyboard
    shorter = fit(edit.set_brief(longer, BriefChange(target_s=17)), assets_for(board))

    assert all(s.duration_policy is DurationPolicy.VOICE for s in shorter.storyboard.scenes)
    assert shorter.after_s < shorter.before_s


def test_what_cannot_be_fitted_is_told_with_what_would_help() -> None:
    board = edit.set_lock(board_of(60, *LINES), board_of(60, *LINES).scenes[0].id, locked=True)
    done = fit(board, assets_for(board))

    assert not done.is_close
    assert done.before_s < done.after_s < 60
    assert done.offers[0].startswith("Tell about ")
    assert any("slow voice" in offer for offer in done.offers)
    assert any("unlock" in offer for offer in done.offers)


def test_silent_scenes_give_and_take_first() -> None:
    board = board_of(30, *LINES, "", "")
    done = fit(board, assets_for(board))

    assert done.is_close
    assert all(s.fixed_ms for s in done.storyboard.scenes[4:])


@settings(max_examples=60, deadline=None)
@given(
    target_s=st.integers(5, 180),
    lines=st.lists(st.sampled_from((*LINES, "")), min_size=1, max_size=8),
    locked=st.sets(st.integers(0, 7)),
    timed=st.dictionaries(st.integers(0, 7), st.integers(1, 20)),
)
def test_whatever_is_asked_nothing_is_cut_and_the_video_never_ends_farther_off(
    target_s: int, lines: list[str], locked: set[int], timed: dict[int, int]
) -> None:
    board = board_of(target_s, *lines)
    for place, seconds in timed.items():
        if place < len(lines):
            board = edit.retime_scene(board, board.scenes[place].id, seconds=seconds)
    for place in locked:
        if place < len(lines):
            board = edit.set_lock(board, board.scenes[place].id, locked=True)
    done = fit(board, assets_for(board))

    assert abs(done.after_s - target_s) <= abs(done.before_s - target_s) + 0.01
    for before, after in zip(board.scenes, done.storyboard.scenes, strict=True):
        assert after.narration == before.narration
        if before.locked or f"{before.id}.length" in board.own:
            assert after == before
    assert done.is_close == (abs(done.after_s / target_s - 1) <= CLOSE_ENOUGH)
    assert fit(done.storyboard, assets_for(board)).after_s == done.after_s


def test_a_storyboards_lengths_are_the_timelines() -> None:
    board = board_of(20, *LINES)
    timeline = compile_timeline(board, assets_for(board))

    for seconds, clip in zip(lengths(board, assets_for(board)), timeline.clips, strict=True):
        assert abs(seconds - clip.frames / timeline.fps) <= 1 / timeline.fps


def test_a_voice_a_hair_faster_fits_what_pauses_cannot() -> None:
    whole = total(board_of(20, *LINES))
    board = board_of(round(whole / 1.08), *LINES)
    rate = rate_for(board, assets_for(board))

    assert rate is not None
    assert 1 < rate <= FASTEST


def test_a_voice_is_not_hurried_beyond_its_limits_nor_where_pauses_do() -> None:
    whole = total(board_of(20, *LINES))

    for share in (0.7, 1.0, 1.1):
        board = board_of(round(whole * share), *LINES)
        assert rate_for(board, assets_for(board)) is None


def test_a_locked_scene_keeps_its_voice() -> None:
    whole = total(board_of(20, *LINES))
    board = board_of(round(whole / 1.08), *LINES)
    board = edit.set_lock(board, board.scenes[0].id, locked=True)

    assert rate_for(board, assets_for(board)) is None
    assert "locked scenes" in why_missed(board, seconds=whole)


def test_another_tempo_gives_the_voice_its_usual_rate_again() -> None:
    board = board_of(20, *LINES)
    hurried = board.model_copy(update={"voice_rate": SLOWEST})

    assert edit.set_brief(hurried, BriefChange(tempo=Tempo.SLOW)).voice_rate == 1.0
    assert edit.set_brief(hurried, BriefChange(target_s=30)).voice_rate == SLOWEST


def test_what_is_told_anew_is_fitted_and_an_edit_of_one_scene_is_not() -> None:
    board = board_of(20, *LINES)
    scene = board.scenes[1].id
    slower = edit.set_brief(board, BriefChange(tempo=Tempo.SLOW))
    timed = edit.retime_scene(board, scene, seconds=9)
    painted = edit.rewrite_scene(board, scene, SceneChange(visual_prompt="the moon"))

    assert is_retold(None, board)
    assert is_retold(board, slower)
    assert not is_retold(board, timed)
    assert is_other_length(board, timed)
    assert not is_other_length(board, painted)


def test_a_missed_length_is_told_with_what_helps() -> None:
    board = board_of(20, *LINES)

    assert "too few words" in why_missed(board, seconds=14.2)
    assert "Give me about 22 more words" in why_missed(board, seconds=14.2)
    assert "Leave out about 16 words, or say “make it 29 seconds”." in why_missed(
        board, seconds=29.0
    )
    assert "the tempo that you chose" in why_missed(board, seconds=29.0, is_new_tempo=True)
