"""What undo and redo lead to, told from the list of versions alone."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.errors import InvalidEdit
from studio.domain.lineage import Reason, Step, before_words, changes, standing
from studio.domain.units import TurnId

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TURN = TurnId(UUID(int=7))


def step(
    version: int,
    reason: Reason = Reason.EDIT,
    *,
    parent: int | None = None,
    turn: TurnId | None = None,
    message: str = "",
    touches: tuple[str, ...] = (),
) -> Step:
    return Step(
        version=version,
        parent_version=(version - 1 or None) if parent is None else parent,
        reason=reason,
        message=message,
        touches=touches,
        turn_id=turn,
        created_at=NOON,
    )


def test_undo_goes_back_and_redo_goes_forth() -> None:
    steps = [step(1), step(2), step(3), step(4, Reason.UNDO, parent=2)]
    now = standing(steps)
    assert (now.current, now.back(1), now.forth(1)) == (2, 1, 3)
    now = standing([*steps, step(5, Reason.UNDO, parent=1)])
    assert (now.current, now.past, now.forth(1), now.forth(2)) == (1, (), 2, 3)
    now = standing([*steps, step(5, Reason.UNDO, parent=1), step(6, Reason.REDO, parent=3)])
    assert (now.current, now.past, now.future) == (3, (1, 2), ())


def test_a_new_edit_ends_what_could_be_redone() -> None:
    now = standing([step(1), step(2), step(3, Reason.UNDO, parent=1), step(4)])
    assert (now.current, now.past, now.future) == (4, (1,), ())
    with pytest.raises(InvalidEdit, match="nothing to redo"):
        now.forth(1)


def test_more_steps_than_there_are_is_said() -> None:
    now = standing([step(1), step(2)])
    with pytest.raises(InvalidEdit, match="There is no more than 1 to undo, not 2"):
        now.back(2)
    with pytest.raises(InvalidEdit, match="nothing to undo"):
        standing([step(1)]).back(1)


def test_going_back_by_name_is_undone_as_any_change() -> None:
    now = standing([step(1), step(2), step(3), step(4, Reason.GO_TO, parent=1)])
    assert (now.current, now.back(1)) == (4, 3)


def test_what_one_sentence_changes_is_one_change() -> None:
    steps = [
        step(1, message="Draft the script"),
        step(2, turn=TURN, message="Set the style", touches=("captions",)),
        step(3, turn=TURN, message="Rewrite scene 1", touches=("scene 1", "hook")),
        step(4, turn=TURN, message="Set the music", touches=("music",)),
    ]
    assert standing(steps).back(1) == 1
    first, second = changes(steps)
    assert (second.first, second.version, second.parent_version) == (2, 4, 1)
    assert second.message == "Set the style; rewrite scene 1; set the music"
    assert second.touches == ("captions", "scene 1", "hook", "music")
    assert (first.is_current, second.is_current) == (False, True)


def test_a_sentence_that_another_hand_interrupts_is_two_changes() -> None:
    steps = [step(1), step(2, turn=TURN), step(3), step(4, turn=TURN)]
    assert standing(steps).past == (1, 2, 3)


def test_back_and_edit_in_one_sentence_are_one_change() -> None:
    steps = [step(1), step(2), step(3, Reason.GO_TO, parent=1, turn=TURN), step(4, turn=TURN)]
    assert (standing(steps).current, standing(steps).back(1)) == (4, 2)


def test_before_the_music_is_found_by_what_changes_touch_or_say() -> None:
    steps = [
        step(1, message="Draft the script", touches=("script",)),
        step(2, message="Set the style", touches=("captions",)),
        step(3, message="Other music", touches=("music",)),
        step(4, message="Rewrite scene 2", touches=("scene 2",)),
    ]
    assert before_words(steps, "the music") == 2
    assert before_words(steps, "Scene 2") == 3
    assert before_words(steps, "rewrite") == 3
    with pytest.raises(InvalidEdit, match="No change of this video is about 'the dragons'"):
        before_words(steps, "the dragons")
    with pytest.raises(InvalidEdit, match="nothing before it"):
        before_words(steps, "draft")


def test_what_was_undone_or_left_behind_is_not_found_again() -> None:
    music = [step(1), step(2, touches=("music",))]
    undone = [*music, step(3, Reason.UNDO, parent=1)]
    left = [*music, step(3, Reason.GO_TO, parent=1, touches=("music",))]
    assert [change.stands for change in changes(undone)] == [True, False]
    assert [change.stands for change in changes(left)] == [True, False, True]
    for steps in (undone, left):
        with pytest.raises(InvalidEdit, match="No change"):
            before_words(steps, "music")


@given(st.lists(st.sampled_from(["edit", "same turn", "undo", "undo 2", "redo", "go to"])))
def test_any_sequence_agrees_with_a_plain_stack_of_contents(wishes: list[str]) -> None:
    """An editor with two stacks of contents and no numbers is what people expect."""
    steps, contents, fresh = [step(1)], {1: 1}, 1
    now, past, future = 1, [], []
    is_joined = False
    for wish in wishes:
        version = steps[-1].version + 1
        count = 2 if wish == "undo 2" else 1
        if wish.startswith("undo") and len(past) >= count:
            target = standing(steps).back(count)
            for _ in range(count):
                future.append(now)
                now = past.pop()
            steps.append(step(version, Reason.UNDO, parent=target))
            contents[version], is_joined = contents[target], False
        elif wish == "redo" and future:
            target = standing(steps).forth(1)
            past.append(now)
            now = future.pop()
            steps.append(step(version, Reason.REDO, parent=target))
            contents[version], is_joined = contents[target], False
        elif wish == "go to":
            past.append(now)
            now, future = contents[1], []
            steps.append(step(version, Reason.GO_TO, parent=1))
            contents[version], is_joined = now, False
        elif wish in ("edit", "same turn"):
            fresh += 1
            if not (wish == "same turn" and is_joined):
                past.append(now)
            now, future = fresh, []
            is_joined = wish == "same turn"
            steps.append(step(version, turn=TURN if is_joined else None))
            contents[version] = fresh
        there = standing(steps)
        assert contents[there.current] == contents[steps[-1].version] == now
        assert [contents[version] for version in there.past] == past
        assert [contents[version] for version in there.future] == future
        assert sum(change.is_current for change in changes(steps)) == 1
