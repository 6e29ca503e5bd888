"""Questions, the answers that fit them, and the plain words that are answers."""

from decimal import Decimal

import pytest

from studio.domain.answering import checked, granted, outcome
from studio.domain.asset import digest
from studio.domain.budget import AskRule
from studio.domain.consent import consent
from studio.domain.errors import InvalidAnswer
from studio.domain.gate import (
    Action,
    Answer,
    GateState,
    Line,
    RuleAsk,
    SpendAsk,
    covers,
    total,
)
from studio.domain.money import CallKind


def line(scene: int, cost: str | None = "0.04") -> Line:
    return Line(
        key=digest("scene", scene),
        scene=scene,
        what=CallKind.PICTURE,
        provider="p",
        model="m",
        cost_usd=None if cost is None else Decimal(cost),
    )


ASK = SpendAsk(lines=(line(1), line(2), line(4)), total_usd=Decimal("0.12"))


@pytest.mark.parametrize(
    "message",
    ["yes", "Yes, please!", "OK, go ahead.", "approve", "sí", "Sí, adelante", "claro", "oui",
     "D'accord", "vas-y", "Ja", "ja, bitte", "Einverstanden!", "sim", "Sim, pode", "aprovado"],
)  # fmt: skip
def test_a_plain_yes_approves(message: str) -> None:
    assert consent(message) == Answer(action=Action.APPROVE)


@pytest.mark.parametrize(
    "message",
    ["no", "No, thanks.", "don't", "cancel", "no, gracias", "non merci", "Nein, danke", "não"],
)
def test_a_plain_no_rejects(message: str) -> None:
    assert consent(message) == Answer(action=Action.REJECT)


@pytest.mark.parametrize(
    ("message", "scenes"),
    [("yes to scenes 1 and 3", (1, 3)), ("approve scene 2", (2,)), ("ja, nur Szene 4", (4,)),
     ("oui, seulement les scènes 1 et 2", (1, 2)), ("sí, solo la escena 5", (5,)),
     ("ja zu 1 und 3", (1, 3)), ("sim às cenas 1 e 2", (1, 2)), ("oui aux vidéos 2 et 4", (2, 4))],
)  # fmt: skip
def test_a_yes_to_some_scenes_approves_those(message: str, scenes: tuple[int, ...]) -> None:
    assert consent(message) == Answer(action=Action.EDIT, scenes=scenes)


@pytest.mark.parametrize(
    "message",
    ["", "...", "please", "yes, but make it blue", "no scene 2 shorter", "Scene 3 at night", "3",
     "is yes fine?", "make it about wasps", "yes no maybe", "not scenes 1 and 2", "the"],
)  # fmt: skip
def test_anything_else_is_no_answer(message: str) -> None:
    assert consent(message) is None


def test_an_approval_grants_each_call_at_its_price() -> None:
    assert granted(ASK, Answer(action=Action.APPROVE)) == dict.fromkeys(
        (one.key for one in ASK.lines), "0.04"
    )


def test_an_edit_grants_the_named_scenes_alone() -> None:
    said = checked(ASK, Answer(action=Action.EDIT, scenes=(4,)))
    assert granted(ASK, said) == {line(4).key: "0.04"}
    assert outcome(said) is GateState.APPROVED


def test_an_edit_with_nothing_but_a_note_is_a_no() -> None:
    said = checked(ASK, Answer(action=Action.EDIT, note="cheaper"))
    assert (outcome(said), granted(ASK, said)) == (GateState.REJECTED, {})


@pytest.mark.parametrize(
    "said",
    [
        Answer(action=Action.EDIT),
        Answer(action=Action.EDIT, scenes=(3,)),
        Answer(action=Action.APPROVE, scenes=(1,)),
        Answer(action=Action.REJECT, scenes=()),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(said: Answer) -> None:
    with pytest.raises(InvalidAnswer):
        checked(ASK, said)


def test_scenes_mean_nothing_to_a_question_about_none() -> None:
    with pytest.raises(InvalidAnswer, match="no scenes"):
        checked(
            RuleAsk(ask_above_usd=None, ask_unpriced=False), Answer(action=Action.EDIT, scenes=(1,))
        )


def test_an_approval_holds_up_to_its_price() -> None:
    assert covers(Decimal("0.04"), Decimal("0.04"))
    assert not covers(Decimal("0.04"), Decimal("0.05"))
    assert not covers(Decimal("0.04"), None)
    assert covers(None, Decimal(9))


def test_a_sum_with_an_unknown_price_is_unknown() -> None:
    assert total([line(1), line(2, None)]) is None
    assert total([line(1), line(2)]) == Decimal("0.08")


def test_the_rule_counts_what_was_spent_unasked() -> None:
    rule = AskRule(above_usd=Decimal(1), unpriced=True)
    assert not rule.applies(Decimal("0.40"), Decimal("0.60"))
    assert rule.applies(Decimal("0.41"), Decimal("0.60"))
    assert rule.applies(Decimal(0), None)
    assert not AskRule().applies(Decimal(99), None)
