"""What the page's examples say, in each language, is understood where no model is connected."""

import re
from pathlib import Path

import pytest

from studio.providers.llm.director.grammar import understand

WORDS = Path(__file__).parents[3] / "web" / "src" / "words"
SPANISH = "El pulpo tiene tres corazones. Dos bombean sangre a las branquias."
ENGLISH = "The octopus has three hearts. Two pump blood to the gills."


@pytest.mark.parametrize(
    ("code", "foreign", "spoken"),
    [("es", ENGLISH, "en"), ("fr", SPANISH, "es"), ("de", SPANISH, "es"), ("pt", SPANISH, "es")],
)
def test_every_example_is_understood_in_its_language(code: str, foreign: str, spoken: str) -> None:
    own = understand(said(code, "Make this into a 15 s video: "), has_video=False)
    assert (own.language, own.target_s, own.text.count(".")) == (code, 15, 5)

    topic = understand(said(code, "Make a 45 s video about why we dream."), has_video=False)
    assert (topic.language, topic.target_s) == (code, 45)
    assert topic.topic
    assert [request.words for request in topic.reading.requests] == [{"mood": "calm"}]

    other = understand(said(code, "Make a 30 s video in Spanish") + foreign, has_video=False)
    assert (other.target_s, other.text) == (30, foreign)
    assert [request.words for request in other.reading.requests] == [{"language": spoken}]


def said(code: str, beginning: str) -> str:
    """Give what a catalogue says for the sentence that begins like this."""
    text = (WORDS / f"{code}.ts").read_text()
    found = re.search(rf'"{re.escape(beginning)}[^"]*":\s+"([^"]*)"', text)
    assert found, beginning
    return found[1]
