"""Plain words choose who does the work of a maker that is down."""

import pytest

from studio.domain.answering import answer_schema, checked, granted, outcome
from studio.domain.choice import choice
from studio.domain.errors import InvalidAnswer
from studio.domain.gate import (
    Action,
    Alternative,
    Answer,
    GateState,
    Line,
    ProviderAsk,
    RuleAsk,
)
from studio.domain.money import CallKind
from studio.domain.units import Digest


def way(name: str, title: str, *scenes: int) -> Alternative:
    lines = tuple(
        Line(
            key=Digest(f"{name}-{n}"),
            scene=n,
            what=CallKind.PICTURE,
            provider=name,
            model="",
            cost_usd=None,
        )
        for n in scenes
    )
    return Alternative(name=name, title=title, lines=lines, total_usd=None, extra_usd=None)


ASK = ProviderAsk(
    what=CallKind.PICTURE,
    maker="openai",
    title="OpenAI's pictures",
    trouble="unavailable",
    reason="It is down.",
    undone="The pictures of scenes 2 and 3 were not made by OpenAI's pictures.",
    numbers=(2, 3),
    alternatives=(
        way("illustrator", "The illustrator", 2, 3),
        way("automatic1111", "AUTOMATIC1111", 2, 3),
    ),
)


@pytest.mark.parametrize(
    ("message", "use"),
    [
        ("illustrator", "illustrator"),
        ("Use the illustrator, please.", "illustrator"),
        ("yes, with automatic1111", "automatic1111"),
        ("usa illustrator", "illustrator"),
        ("avec illustrator", "illustrator"),
        ("nimm bitte illustrator", "illustrator"),
        ("com o illustrator", "illustrator"),
    ],
)
def test_a_name_takes_that_maker(message: str, use: str) -> None:
    assert choice(message, ASK) == Answer(action=Action.APPROVE, use=use)


@pytest.mark.parametrize(
    "message",
    ["wait", "Wait and try again", "espera", "réessaie", "warte bitte", "tente de novo", "retry"],
)
def test_waiting_is_an_answer(message: str) -> None:
    assert choice(message, ASK) == Answer(action=Action.RETRY)


@pytest.mark.parametrize("message", ["skip it", "omite", "sans", "überspringen", "pule"])
def test_going_on_without_is_an_answer(message: str) -> None:
    assert choice(message, ASK) == Answer(action=Action.REJECT)


@pytest.mark.parametrize(
    "message",
    [
        "use the illustrator but make it blue",
        "wait, make scene 2 a cat",
        "use gemini",
        "skip the intro and be funnier",
        "",
    ],
)
def test_whoever_says_more_has_another_wish(message: str) -> None:
    assert choice(message, ASK) is None


def test_only_the_calls_of_the_chosen_maker_are_allowed() -> None:
    said = checked(ASK, Answer(action=Action.EDIT, scenes=(3,), use="automatic1111"))

    assert outcome(said) is GateState.APPROVED
    assert granted(ASK, said) == {"automatic1111-3": None}
    assert granted(ASK, Answer(action=Action.RETRY)) == {}


def test_strange_choices_are_refused() -> None:
    with pytest.raises(InvalidAnswer, match="There are: illustrator, automatic1111"):
        checked(ASK, Answer(action=Action.APPROVE, use="gemini"))
    with pytest.raises(InvalidAnswer, match="Scene 7"):
        checked(ASK, Answer(action=Action.EDIT, scenes=(7,)))
    rule = RuleAsk(ask_above_usd=None, ask_unpriced=False)
    for wrong in (Answer(action=Action.RETRY), Answer(action=Action.APPROVE, use="x")):
        with pytest.raises(InvalidAnswer, match="nothing to choose among"):
            checked(rule, wrong)


def test_a_form_offers_what_can_be_answered() -> None:
    offered = answer_schema(ASK)["properties"]

    assert offered["action"]["enum"] == ["approve", "edit", "reject", "retry"]
    assert offered["use"]["enum"] == ["illustrator", "automatic1111"]
    assert offered["scenes"]["items"]["enum"] == [2, 3]
    rule = answer_schema(RuleAsk(ask_above_usd=None, ask_unpriced=False))["properties"]
    assert rule["action"]["enum"] == ["approve", "edit", "reject"]
