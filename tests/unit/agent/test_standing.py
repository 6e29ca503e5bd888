"""What outlasts the change that it came with."""

import pytest

from agent.standing import CHARACTERS, is_rule, standing


@pytest.mark.parametrize(
    "said",
    [
        "Never show a clown.",
        "From now on the fox is called Ada.",
        "Nunca muestres un payaso.",
        "A partir de ahora, el zorro se llama Ada.",
        "Ne montre jamais de clown.",
        "Désormais, le renard s'appelle Ada.",
        "Zeig niemals einen Clown.",
        "Der Fuchs heißt ab jetzt Ada.",
        "Nunca mostre um palhaço.",
        "De agora em diante, a raposa se chama Ada.",
    ],
)
def test_a_rule_is_kept_although_its_turn_changed_something(said: str) -> None:
    assert standing(f"{said} And scene 3 at night.", was_done=True) == [said]


@pytest.mark.parametrize("said", ["Scene 3 at night.", "Make it funnier", "Swap 2 and 4."])
def test_a_wish_that_was_done_lies_in_the_storyboard(said: str) -> None:
    assert standing(said, was_done=True) == []


def test_what_changed_nothing_is_kept_unless_it_asks_or_is_mere_talk() -> None:
    said = "The fox is my daughter's drawing. What does it cost? Thanks!"
    assert standing(said, was_done=False) == ["The fox is my daughter's drawing."]


def test_of_a_pasted_text_only_its_first_sentence_can_be_a_rule() -> None:
    text = "The sea is old. " + "It never sleeps. " * 60
    assert standing(text, was_done=True) == []
    assert standing(f"Always say it thus. {text}", was_done=True) == ["Always say it thus."]


def test_a_long_rule_is_cut() -> None:
    (kept,) = standing("Never " + "again and " * 40, was_done=True)
    assert len(kept) == CHARACTERS
    assert is_rule(kept)
