"""A length is fitted by pauses alone: no word, no voice and no locked scene is touched."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.domain import edit
from studio.domain.changes import BriefChange
from studio.domain.pacing import measured_pace, scene_seconds
from studio.domain.scene import DurationPolicy
from studio.domain.storyboard import Brief, Storyboard
from studio.domain.stretching import CLOSE_ENOUGH, fit
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
    made = assets_for(board)
    pace = measured_pace(board.scenes, made)
    return sum(scene_seconds(s, made[s.id], board.brief, pace=pace) for s in board.scenes)


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
