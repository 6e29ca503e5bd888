"""Looks, sounds and forms have names in every language: in the chat as on the page."""

import re
from pathlib import Path

import pytest
import yaml

from studio.domain import edit
from studio.domain.changes import SceneChange, StyleChange
from studio.domain.comparison import ENGLISH, compare, told
from studio.domain.field_words import KINDS, NAMES
from studio.domain.scene import Motion, Transition
from studio.domain.storyboard import CaptionStyle, Mood
from studio.wording import wording
from tests.support.storyboards import storyboard

ROOT = Path(__file__).parents[3]
CODES = ("de", "es", "fr", "pt")
FORMS = {"pack": "packs", "template": "templates"}
CHANGES = {
    "en": (
        "Mood “bright” → “tense”",
        "Captions “bold” → “single”",
        "Scene 1: motion “zoom in” → “pan left”, transition “crossfade” → “dip black”",
    ),
    "de": (
        "Stimmung „heiter“ → „spannungsvoll“",
        "Untertitel „fett“ → „Wort für Wort“",
        "Szene 1: Bewegung „Zoom hinein“ → „Schwenk nach links“, "
        "Übergang „Überblendung“ → „Blende über Schwarz“",
    ),
    "es": (
        "Ambiente «luminoso» → «tenso»",
        "Subtítulos «negrita» → «palabra a palabra»",
        "Escena 1: movimiento «zoom hacia dentro» → «paneo a la izquierda», "
        "transición «fundido encadenado» → «fundido a negro»",
    ),
    "fr": (
        "Ambiance « lumineux » → « tendu »",
        "Sous-titres « gras » → « mot à mot »",
        "Scène 1 : mouvement « zoom avant » → « panoramique vers la gauche », "
        "transition « fondu enchaîné » → « fondu au noir »",
    ),
    "pt": (
        "Clima “luminoso” → “tenso”",
        "Legendas “negrito” → “palavra por palavra”",
        "Cena 1: movimento “zoom para dentro” → “panorâmica para a esquerda”, "
        "transição “fusão” → “fusão para preto”",
    ),
}


def titles(folder: str, code: str) -> dict[str, str]:
    """What packs or templates are called in a language, by their own files."""
    files = (
        yaml.safe_load(path.read_text("utf-8"))
        for path in (ROOT / "studio" / folder).glob("*.yaml")
    )
    return {file["name"]: file["words"][code]["title"] for file in files}


@pytest.mark.parametrize("code", CODES)
def test_every_name_is_called_something_in_every_language(code: str) -> None:
    called = wording(code).vocabulary.values
    assert set(called) == {*KINDS.values()}
    for kind, names in NAMES.items():
        assert set(called[kind]) == {name.value for name in names}
    assert not any("_" in word for words in called.values() for word in words.values())
    assert set(called["language"]) == {"en", *CODES}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", FORMS)
def test_packs_and_templates_are_called_as_in_their_files(code: str, kind: str) -> None:
    assert wording(code).vocabulary.values[kind] == titles(FORMS[kind], code)


@pytest.mark.parametrize("code", CODES)
def test_the_page_calls_them_the_same(code: str) -> None:
    written = (ROOT / f"web/src/words/names/{code}.ts").read_text("utf-8")
    shown = {
        (kind, name): word
        for kind, name, word in re.findall(r'^  "(\w+)\.(\w+)": "(.*)",$', written, re.MULTILINE)
    }
    called = wording(code).vocabulary.values
    assert shown == {
        (kind, name): word
        for kind, words in called.items()
        if kind != "language"
        for name, word in words.items()
    }


@pytest.mark.parametrize("code", CHANGES)
def test_a_change_tells_values_by_their_names(code: str) -> None:
    before = storyboard("One.", "Two.")
    first = before.scenes[0].id
    before = edit.rewrite_scene(
        before, first, SceneChange(motion=Motion.ZOOM_IN, transition=Transition.CROSSFADE)
    )
    after = edit.set_style(before, StyleChange(mood=Mood.TENSE, captions=CaptionStyle.SINGLE))
    after = edit.rewrite_scene(
        after, first, SceneChange(motion=Motion.PAN_LEFT, transition=Transition.DIP_BLACK)
    )
    words = ENGLISH if code == "en" else wording(code).vocabulary
    assert told(compare(before, after), words) == CHANGES[code]
