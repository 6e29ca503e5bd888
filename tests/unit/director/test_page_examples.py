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


@pytest.mark.parametrize("code", ["es", "fr", "de", "pt"])
def test_what_the_page_says_of_a_file_is_understood_in_its_language(code: str) -> None:
    document = said(code, "document {").format(number=3)
    told = understand(said(code, "Make a video of {name}").format(name=document), has_video=False)
    assert (told.language, told.document) == (code, 3)

    for kind in ("picture {", "clip {"):
        name = said(code, kind).format(number=4)
        used = said(code, "Use {name} in scene").format(name=name) + "2"
        assert kinds(used) == ["use_media"], used
    assert kinds(said(code, "Use my song {").format(number=5)) == ["music_own"]


def test_what_the_page_says_of_a_file_is_understood_in_english() -> None:
    said_of_it = "Make a 15 s video from this document (document 3)"
    told = understand(said_of_it, has_video=False)

    assert (told.document, told.target_s) == (3, 15)
    assert kinds("Use picture 4 in scene 2") == ["use_media"]
    assert kinds("Use my song 5 as the music") == ["music_own"]


def kinds(text: str) -> list[str]:
    """Name what a message asks for, of a video that is there."""
    return [request.kind for request in understand(text, has_video=True).reading.requests]


def said(code: str, beginning: str) -> str:
    """Give what a catalogue says for the sentence that begins like this."""
    text = (WORDS / f"{code}.ts").read_text()
    found = re.search(rf'"{re.escape(beginning)}[^"]*":\s+"([^"]*)"', text)
    assert found, beginning
    return found[1]
