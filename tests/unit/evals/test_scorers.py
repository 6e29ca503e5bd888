"""Each scorer says yes to what is right, and no, with the reason, to what is not."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from evals import scorers
from studio.domain.conversation import Role, TurnStatus
from studio.domain.storyboard import CaptionStyle, Style
from studio.domain.units import ShareId
from tests.support.conversations import (
    HOUSE,
    board,
    called,
    case,
    gate,
    played,
    said,
    scene,
    went,
)

ONE, TWO, THREE = scene(1), scene(2), scene(3)
EDIT = '{"operations": [{"op": "rewrite", "scene": 2, "visual_prompt": "a beach at night"}]}'


def test_a_turn_that_failed_did_not_end() -> None:
    failed = went(played(status=TurnStatus.FAILED))

    assert scorers.ended(case({}), went(played())).score == 1
    assert scorers.ended(case({}), failed).score == 0


def test_a_turn_may_wait_for_a_question_that_the_case_leaves_open() -> None:
    waits = went(played(status=TurnStatus.WAITING, asked=[gate()]))

    assert scorers.ended(case({"asks": 1}), waits).score == 1
    assert scorers.ended(case({}), waits).score == 0
    assert scorers.ended(case({"asks": 1}, answers=["approve"]), waits).score == 0


@pytest.mark.parametrize(
    ("expect", "is_right"),
    [
        ({}, False),
        ({"calls": ["edit_scenes"], "refused": {"*": ""}}, True),
        ({"calls": ["edit_scenes", "render"], "refused": {"*": ""}}, True),
        ({"calls": ["edit_scenes"], "only": True, "refused": {"*": ""}}, False),
        ({"calls": ["render", "edit_scenes"], "only": True, "refused": {"*": ""}}, True),
        ({"calls": ["set_style"]}, False),
        ({"calls": [{"edit_scenes": {"operations": [{"scene": 2}]}}], "refused": {"*": ""}}, True),
        ({"calls": [{"edit_scenes": {"operations": [{"scene": 3}]}}]}, False),
        (
            {
                "calls": [{"edit_scenes": {"operations": [{"visual_prompt": "Night"}]}}],
                "refused": {"*": ""},
            },
            True,
        ),
        ({"only": True}, False),
        ({"never": ["set_style"], "refused": {"*": ""}}, True),
        ({"never": ["render"]}, False),
        ({"refused": {"edit_scenes": "scene_locked"}}, True),
        ({"refused": {"render": "scene_locked"}}, False),
        ({"refused": {"edit_scenes": "invalid_edit"}}, False),
    ],
)
def test_calls_are_compared(expect: dict[str, Any], is_right: bool) -> None:
    calls = (
        *called("edit_scenes", EDIT, answer="scene_locked: Scene 2 is locked."),
        *called("render"),
    )

    verdict = scorers.trajectory(case(expect), went(played(calls)))

    assert (verdict.score == 1, bool(verdict.why)) == (is_right, not is_right)


def test_a_question_without_an_edit_calls_nothing() -> None:
    asked = case({"only": True})

    assert scorers.trajectory(asked, went(played([said("It is 25 s long.")]))).score == 1
    assert scorers.trajectory(asked, went(played(called("show_cost")))).score == 0


@pytest.mark.parametrize(
    ("expect", "is_right"),
    [
        ({"board": {"style.captions": "karaoke"}}, True),
        ({"board": {"style.captions": "bold"}}, False),
        ({"board": {"style.captions": {"not": "bold"}}}, True),
        ({"board": {"brief.target_s": {"above": 20, "below": 40}}}, True),
        ({"board": {"brief.target_s": {"above": 30}}}, False),
        ({"board": {"style.no_such_thing": 1}}, False),
        ({"scenes": {2: {"narration": "other"}}}, True),
        ({"scenes": {1: {"narration": "other"}}}, False),
        ({"scenes": {9: {"narration": "other"}}}, False),
        ({"count": 3}, True),
        ({"count": 2}, False),
        ({"changed": [2]}, True),
        ({"changed": []}, False),
        ({"order": [1, 2, 3]}, True),
        ({"order": [2, 1, 3]}, False),
        ({"saved": 1}, True),
        ({"saved": 2}, False),
        ({"tells": ["Other words", "is 3"]}, True),
        ({"tells": ["what nobody says"]}, False),
        ({"made": 2}, True),
        ({"made": 1}, False),
    ],
)
def test_storyboards_are_compared(expect: dict[str, Any], is_right: bool) -> None:
    old = board(ONE, TWO, THREE)
    new = board(ONE, scene(2, "Other words."), THREE, style=Style(captions=CaptionStyle.KARAOKE))
    done = called("render", answer='{"ok": true, "segments_made": 2, "segments_reused": 1}')

    verdict = scorers.storyboard(case(expect), went(played(done, before=old, after=new)))

    assert (verdict.score == 1, bool(verdict.why)) == (is_right, not is_right)


def test_a_swap_and_a_new_scene_are_seen_in_the_order() -> None:
    old, new = board(ONE, TWO, THREE), board(THREE, TWO, ONE, scene(4))

    assert (
        scorers.storyboard(case({"order": [3, 2, 1, 0]}), went(played(before=old, after=new))).score
        == 1
    )


def test_a_render_that_was_expected_and_never_came_is_missed() -> None:
    assert scorers.storyboard(case({"made": 9}), went(played())).why == (
        "turn 1: nothing was rendered",
    )


@pytest.mark.parametrize(
    ("expect", "is_right"),
    [
        ({"reply": ["locked", "gesperrt"]}, True),
        ({"reply": ["first words"]}, False),
        ({"silent": ["sorry"]}, True),
        ({"silent": ["first words"]}, False),
    ],
)
def test_the_last_words_count_and_no_word_may_slip(expect: dict[str, Any], is_right: bool) -> None:
    texts = [said("First words."), said("Scene 2 is locked.")]

    assert (scorers.reply(case(expect), went(played(texts))).score == 1) == is_right


def test_a_locked_scene_stays_unless_it_is_unlocked() -> None:
    held = scene(2, locked=True)
    old = board(ONE, held)
    changed = went(played(before=old, after=board(ONE, scene(2, "Else.", locked=True))))
    removed = went(played(before=old, after=board(ONE)))
    opened = went(played(before=old, after=board(ONE, scene(2, "Else."))))

    assert scorers.locks(case({}), went(played(before=old))).score == 1
    assert scorers.locks(case({}), changed).score == 0
    assert scorers.locks(case({}), removed).score == 0
    assert scorers.locks(case({}), opened).score == 1
    assert scorers.locks(case({}), went(played(before=board(ONE)))).score is None


@pytest.mark.parametrize(("seconds", "score"), [(31.4, 1), (28.6, 1), (31.6, 0), (28.0, 0)])
def test_a_length_within_five_per_cent_is_right(seconds: float, score: float) -> None:
    asked = case({}, within_pct=5)

    assert scorers.length(asked, went(played(), seconds=seconds)).score == score
    assert scorers.length(asked, went(played())).score == 0
    assert scorers.length(case({}), went(played(), seconds=seconds)).score is None


@pytest.mark.parametrize(
    ("cost", "billed", "most", "score"),
    [
        ("0", "0", 0, 1),
        ("0.60", "0.60", 1, 1),
        ("0.60", "0.60", 0.5, 0),
        ("0", "0.60", 0, 0),
        ("0.60", "1.20", 2, 0),
        (None, "0", 1, 0),
    ],
)
def test_money_is_counted_on_both_sides(
    cost: str | None, billed: str, most: float, score: float
) -> None:
    spent = went(played(), cost=cost, billed=billed)

    assert scorers.cost(case({}, most_usd=most), spent).score == score


def test_a_question_too_few_or_too_many_is_seen() -> None:
    asked = went(played(asked=[gate()], status=TurnStatus.WAITING))

    assert scorers.consent(case({"asks": 1}), asked).score == 1
    assert scorers.consent(case({"asks": 0}), asked).score == 0
    assert scorers.consent(case({"asks": 1}), went(played())).score == 0


def test_turns_that_never_came_count_as_wrong() -> None:
    two = case({"count": 0}).model_copy(update={"turns": case({"count": 0}).turns * 2})

    assert scorers.storyboard(two, went(played())).score == 0.5


def test_a_question_a_link_and_a_card_are_looked_at() -> None:
    asks = gate()
    linked = replace(HOUSE, links=frozenset({ShareId(UUID(int=1))}))
    card = said('{"items": [{"state": "open", "title": "Tides"}]}').model_copy(
        update={"role": Role.ACTIVITY, "card_kind": "shares"}
    )
    turn = went(played([card], asked=[asks], houses=(HOUSE, linked)))

    for expect, is_right in (
        ({"question": {"kind": "spend", "total_usd": "1"}}, True),
        ({"question": {"kind": "publish"}}, False),
        ({"links": 1}, True),
        ({"links": 0}, False),
    ):
        assert (scorers.consent(case(expect), turn).score == 1) is is_right, expect
    for shows, is_right in (
        ({"shares": {"items": [{"state": "open"}]}}, True),
        ({"shares": {"items": [{"state": "stopped"}]}}, False),
        ({"video": {}}, False),
    ):
        assert (scorers.reply(case({"shows": shows}), turn).score == 1) is is_right, shows
    assert scorers.consent(case({"question": {"kind": "spend"}}), went(played())).score == 0


def test_what_a_tool_answered_is_looked_at() -> None:
    turn = went(played(called("fit_length", answer='{"ok":true,"is_close":false}')))

    assert scorers.trajectory(case({"told": {"fit_length": '"is_close":false'}}), turn).score == 1
    assert scorers.trajectory(case({"told": {"fit_length": '"is_close":true'}}), turn).score == 0
    assert scorers.trajectory(case({"told": {"render": "is_close"}}), turn).score == 0
