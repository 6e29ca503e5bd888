"""A video is called by the first words of its text."""

import pytest

from studio.providers.llm.director.titling import LONGEST, title_of

STOPWORDS = {"the", "of", "and", "der", "und", "que", "les"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The sea leaves twice a day. It does not go far.", "The sea leaves twice a day"),
        ("Das Meer geht zweimal am Tag. Es kommt zurück.", "Das Meer geht zweimal am Tag"),
        ("El mar se va dos veces al día. Vuelve.", "El mar se va dos veces al día"),
        ("La mer s'en va deux fois par jour. Elle revient.", "La mer s'en va deux fois par jour"),
        ("O mar vai embora duas vezes por dia. Volta.", "O mar vai embora duas vezes por dia"),
        ("海は一日に二度去る。遠くへは行かない。", "海は一日に二度去る"),
        ("Why does the sea leave? Nobody asked.", "Why does the sea leave?"),
        ("Tides\n\nThe sea leaves twice a day.", "Tides"),
        (
            "In the Bay of Fundy the water rises sixteen metres, and it does so within six hours.",
            "In the Bay of Fundy the water rises sixteen metres",
        ),
    ],
)
def test_a_short_first_sentence_is_the_title(text: str, title: str) -> None:
    assert title_of(text, stopwords=STOPWORDS) == title


def test_a_long_sentence_without_clauses_is_cut_between_words() -> None:
    text = "Nobody who has ever stood upon the cliffs above the grey and restless water forgets it."
    title = title_of(text, stopwords=STOPWORDS)
    assert title == "Nobody who has ever stood upon the cliffs above the grey…"
    assert len(title) <= LONGEST


def test_a_text_without_words_has_no_title() -> None:
    assert title_of("", stopwords=STOPWORDS) == ""
