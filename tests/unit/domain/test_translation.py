"""A storyboard in another language: all its words or none, and never another picture."""

from typing import Any

import pytest

from studio.domain import edit
from studio.domain.asset import speech_request
from studio.domain.errors import InvalidEdit
from studio.domain.overlays import Badge
from studio.domain.storyboard import Storyboard
from studio.domain.translation import TranslatedScene, Translation, translated
from studio.providers.images.fake import FlatPictures
from studio.services.assets import picture_recipes
from tests.support.makers import only
from tests.support.storyboards import storyboard

BOARD = storyboard("The tide comes in.", "The moon pulls.")
ARABIC = ("يأتي المد.", "القمر يسحب.")


def words(*narrations: str, language: str = "de", **more: Any) -> Translation:
    scenes = tuple(
        TranslatedScene(
            scene=n,
            narration=text,
            on_screen_text="Wort" if BOARD.scenes[n - 1].on_screen_text else "",
        )
        for n, text in enumerate(narrations, 1)
    )
    return Translation(language=language, title="Gezeiten", scenes=scenes, **more)


def recipes(board: Storyboard) -> list[str]:
    return list(picture_recipes(board, only(FlatPictures())).values())


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
def test_words_and_voice_change_and_pictures_stay(language: str) -> None:
    spoken = edit.set_style(BOARD, edit.StyleChange(voice="en-us"))
    after = translated(spoken, words(*ARABIC, language=language), keeps_voice=False)
    assert [scene.narration for scene in after.scenes] == list(ARABIC)
    assert after.title == "Gezeiten"
    assert after.brief.language == language
    assert after.style.voice.voice == ""
    assert recipes(after) == recipes(spoken)
    assert [scene.id for scene in after.scenes] == [scene.id for scene in spoken.scenes]
    asked = speech_request(after, after.scenes[0].id)
    assert asked.language == language


def test_a_voice_of_many_languages_is_kept() -> None:
    spoken = edit.set_style(BOARD, edit.StyleChange(voice="anna"))
    assert translated(spoken, words("A.", "B."), keeps_voice=True).style.voice.voice == "anna"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (words("Nur eine."), "scene 2 is missing"),
        (words("Eine.", ""), "Scene 2 has narration"),
    ],
)
def test_half_a_translation_is_refused(given: Translation, why: str) -> None:
    with pytest.raises(InvalidEdit, match=why):
        translated(BOARD, given, keeps_voice=False)


def test_overlays_are_translated_too_and_keep_their_times() -> None:
    first = BOARD.scenes[0].model_copy(update={"overlays": (Badge(label="one", from_ms=500),)})
    board = BOARD.model_copy(update={"scenes": (first, BOARD.scenes[1])})
    with pytest.raises(InvalidEdit, match="Scene 1's overlays are badge"):
        translated(board, words("A.", "B."), keeps_voice=False)
    given = words("A.", "B.")
    badged = given.scenes[0].model_copy(update={"overlays": (Badge(label="eins"),)})
    whole = given.model_copy(update={"scenes": (badged, given.scenes[1])})
    (shown,) = translated(board, whole, keeps_voice=False).scenes[0].overlays
    assert shown == Badge(label="eins", from_ms=500)


def test_a_locked_scene_stands_in_the_way_but_not_of_a_copy() -> None:
    board = edit.set_lock(BOARD, BOARD.scenes[0].id, locked=True)
    with pytest.raises(InvalidEdit, match="Scene 1 is locked"):
        translated(board, words("A.", "B."), keeps_voice=False)
    copy = translated(board, words("A.", "B."), keeps_voice=False, keeps_locked=False)
    assert copy.scenes[0].narration == "A."
    assert copy.scenes[0].locked
