"""A language by its name or its code, and what the director can do in it."""

import pytest
from langchain_core.messages import HumanMessage

from studio.providers.llm.director.decide import Reply, decide
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.writing import outline

TEXT = "Bin dansar i mörkret. De visar vägen till blommorna. Det är en karta."


def decided(ask: str) -> Reply:
    return decide([HumanMessage(ask)])


@pytest.mark.parametrize(
    ("phrase", "code"),
    [("in Swedish", "sv"), ("in language sv", "sv"), ("in language pt-br", "pt-br")],
)
def test_a_text_is_told_in_the_language_that_was_named(phrase: str, code: str) -> None:
    reply = decided(f"Make this into a 10 s video {phrase}:\n\n{TEXT}")
    assert reply.call is not None
    assert reply.call[1]["language"] == code


def test_an_outline_is_written_in_the_language_that_was_asked_for() -> None:
    reply = decided("Make a 20 s video in Spanish about bees")
    assert reply.call == ("set_brief", {"target_s": 20, "topic": "bees", "language": "es"})
    assert "¿Qué sabes" in outline("bees", target_s=20, telling=Telling("es"))["hooks"][0]


def test_an_outline_in_a_language_without_words_stays_english_and_says_so() -> None:
    reply = decided("Make a 20 s video in Swedish about bees")
    assert reply.call == ("set_brief", {"target_s": 20, "topic": "bees", "language": "en"})
    assert "Its words are English" in reply.text


def test_what_follows_a_subject_is_a_wish_of_its_own() -> None:
    wish = understand("Make a 45 s video about why we dream. Calm mood, no music.", has_video=False)
    assert (wish.topic, wish.target_s) == ("why we dream", 45)
    assert wish.kinds == {"mood", "music_off"}


def test_a_subject_that_names_a_language_is_no_wish_for_it() -> None:
    assert "Its words" not in decided("a video about life in Japanese villages").text


@pytest.mark.parametrize(
    "topic", ["{{7*7}} ${x}; DROP TABLE threads; --", "a, b; c: d", "50 % off; now", "\\d+ (?P<x>"]
)
@pytest.mark.parametrize("target_s", [5, 12, 20, 30, 60])
def test_any_topic_can_be_laid_out_in_any_length(topic: str, target_s: int) -> None:
    written = outline(topic, target_s=target_s, telling=Telling())
    assert len(written["outline"]) == len(written["scenes"]) > 0
