"""A scene's words are cut, never invented."""

import pytest

from studio.providers.llm.director.rewording import asked, halved, shortened
from studio.providers.llm.director.telling import Telling


@pytest.mark.parametrize(
    ("line", "halves"),
    [
        ("One is red. Two is blue.", ("One is red.", "Two is blue.")),
        (
            "Yes. A long sentence that says much more.",
            ("Yes.", "A long sentence that says much more."),
        ),
        ("Bees dance, and the dance is a map.", ("Bees dance,", "and the dance is a map.")),
        ("Bees dance.", None),
    ],
)
def test_a_line_is_halved_where_it_pauses(line: str, halves: tuple[str, str] | None) -> None:
    assert halved(line) == halves


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("One is red. Two is blue.", "One is red."),
        ("Bees dance in the dark, and the dance is a map of fields.", "Bees dance in the dark."),
        ("Bees dance.", "Bees dance."),
    ],
)
def test_a_line_is_shortened_at_its_end(line: str, kept: str) -> None:
    assert shortened(line) == kept


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("Bees dance. It is a map.", "Did you know that bees dance? It is a map."),
        ("DNA is long.", "Did you know that DNA is long?"),
        ("Why do bees dance?", "Why do bees dance?"),
    ],
)
def test_a_line_is_turned_into_a_question(line: str, question: str) -> None:
    assert asked(line, Telling()) == question
