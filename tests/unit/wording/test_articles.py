"""One scene and several are named as each language names them, with its articles."""

from typing import Any

import pytest

from studio.domain.money import CallKind
from studio.domain.outage import over, undone
from studio.wording import wording
from tests.support.questions import change, script
from tools import waiting

CHANGES = {
    "de": (
        "Diese Änderung machen? Sie entfernt Szene 3 und dauert etwa 8,5 s.",
        "Diese Änderung machen? Sie betrifft die Szenen 2 und 4 und dauert etwa 8,5 s.",
        "Diese Änderung machen? Sie entfernt die Szenen 1, 3 und 5, betrifft Szene 2 und dauert etwa 8,5 s.",
        "Diese Änderung machen? Sie betrifft keine Szene und dauert etwa 8,5 s.",
    ),
    "es": (
        "¿Hacer este cambio, que quita la escena 3 y tarda unos 8,5 s?",
        "¿Hacer este cambio, que afecta a las escenas 2 y 4 y tarda unos 8,5 s?",
        "¿Hacer este cambio, que quita las escenas 1, 3 y 5, afecta a la escena 2 y tarda unos 8,5 s?",
        "¿Hacer este cambio, que no afecta a ninguna escena y tarda unos 8,5 s?",
    ),
    "fr": (
        "Faire ce changement ? Il supprime la scène 3 et prend environ 8,5 s.",
        "Faire ce changement ? Il touche les scènes 2 et 4 et prend environ 8,5 s.",
        "Faire ce changement ? Il supprime les scènes 1, 3 et 5, touche la scène 2 et prend environ 8,5 s.",
        "Faire ce changement ? Il ne touche aucune scène et prend environ 8,5 s.",
    ),
    "pt": (
        "Fazer esta mudança? Ela remove a cena 3 e leva cerca de 8,5 s.",
        "Fazer esta mudança? Ela afeta as cenas 2 e 4 e leva cerca de 8,5 s.",
        "Fazer esta mudança? Ela remove as cenas 1, 3 e 5, afeta a cena 2 e leva cerca de 8,5 s.",
        "Fazer esta mudança? Ela não afeta nenhuma cena e leva cerca de 8,5 s.",
    ),
}
SCRIPTS = {
    "de": ("Wortlaut von Szene 3 machen", "Wortlaut der Szenen 2 und 4 machen"),
    "es": ("texto de la escena 3?", "texto de las escenas 2 y 4?"),
    "fr": ("texte de la scène 3 ?", "texte des scènes 2 et 4 ?"),
    "pt": ("texto da cena 3?", "texto das cenas 2 e 4?"),
}
PICTURES = {
    "de": ("Das Bild von Szene 2 ", "Die Bilder der Szenen 1, 2 und 3 "),
    "es": ("la imagen de la escena 2", "las imágenes de las escenas 1, 2 y 3"),
    "fr": ("L'image de la scène 2 ", "Les images des scènes 1, 2 et 3 "),
    "pt": ("A imagem da cena 2 ", "As imagens das cenas 1, 2 e 3 "),
}
CODES = tuple(CHANGES)


@pytest.mark.parametrize("code", CODES)
def test_a_change_names_its_scenes_with_their_articles(code: str) -> None:
    cards = (change((), (3,)), change((2, 4)), change((2,), (1, 3, 5)), change(()))
    assert tuple(wording(code).said(waiting.in_words(card)) for card in cards) == CHANGES[code]


@pytest.mark.parametrize("code", CODES)
def test_new_words_are_those_of_a_scene_or_of_several(code: str) -> None:
    for new, expected in zip(((3,), (2, 4)), SCRIPTS[code], strict=True):
        assert expected in wording(code).said(waiting.question(script(of=5, new=new)))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("tell", [undone, over])
def test_pictures_that_are_not_made_are_named_by_their_scenes(code: str, tell: Any) -> None:
    for numbers, expected in zip(((2,), (1, 2, 3)), PICTURES[code], strict=True):
        assert expected in wording(code).said(tell(CallKind.PICTURE, "OpenAI", numbers))


@pytest.mark.parametrize("code", CODES)
def test_what_was_done_to_scenes_is_said_of_one_and_of_several(code: str) -> None:
    said = wording(code).said
    for english in (
        "Use stock in {scenes}",
        "Word {scenes} differently while approving the script",
        "The pictures of {scenes} by gemini instead of openai, as you said",
        "The user declined the words of {scenes} already. Word them differently, as they said, or "
        "ask them what they want.",
    ):
        one, many = (said(english.format(scenes=s)) for s in ("scene 3", "scenes 2 and 4"))
        assert "scene" not in f"{one} {many}"
        assert "2 and 4" not in many
