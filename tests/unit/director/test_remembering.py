"""What is said of the channel, in five languages, and what only sounds like it."""

from typing import Any

import pytest

from studio.domain.channel import Brand, House
from studio.providers.llm.director.remembering import WORDS, heard

HEX = {"brand": {"colours": ["#00aabb", "#ff8800"]}}
KARAOKE: dict[str, Any] = {"house": {"captions": "karaoke"}}
SILENT: dict[str, Any] = {"house": {"music": False}}
TOLD = {
    "en": {
        "My brand colours are #00aabb and #ff8800": HEX,
        "My handle is @tides": {"brand": {"handle": "@tides"}},
        "My call to action is: follow me": {"brand": {"call_to_action": "follow me"}},
        "You may say guru again": {"allow": ["guru"]},
        "From now on karaoke captions": KARAOKE,
        "From now on no music, please": SILENT,
        "from now on a calm mood": {"house": {"mood": "calm"}},
    },
    "es": {
        "Mis colores son #00aabb y #ff8800": HEX,
        "Mi usuario es @mareas": {"brand": {"handle": "@mareas"}},
        "Mi llamada a la acción es: sígueme": {"brand": {"call_to_action": "sígueme"}},
        "Puedes volver a decir gurú": {"allow": ["gurú"]},
        "A partir de ahora subtítulos karaoke": KARAOKE,
        "A partir de ahora, sin música": SILENT,
    },
    "fr": {
        "Mes couleurs sont #00aabb et #ff8800": HEX,
        "Mon identifiant est @marees": {"brand": {"handle": "@marees"}},
        "Mon appel à l'action est : abonne-toi": {"brand": {"call_to_action": "abonne-toi"}},
        "Tu peux de nouveau dire gourou": {"allow": ["gourou"]},
        "À partir de maintenant, sous-titres karaoké": KARAOKE,
        "Désormais sans musique": SILENT,
    },
    "de": {
        "Meine Farben sind #00aabb und #ff8800": HEX,
        "Mein Handle ist @gezeiten": {"brand": {"handle": "@gezeiten"}},
        "Meine Aufforderung lautet: folge mir": {"brand": {"call_to_action": "folge mir"}},
        "Du darfst wieder Guru sagen": {"allow": ["Guru"]},
        "Ab jetzt Karaoke-Untertitel": KARAOKE,
        "Ab jetzt ohne Musik": SILENT,
    },
    "pt": {
        "Minhas cores são #00aabb e #ff8800": HEX,
        "Meu usuário é @mares": {"brand": {"handle": "@mares"}},
        "Minha chamada para ação é: siga-me": {"brand": {"call_to_action": "siga-me"}},
        "Pode voltar a dizer guru": {"allow": ["guru"]},
        "A partir de agora legendas karaokê": KARAOKE,
        "A partir de agora, sem música": SILENT,
    },
}
FORGOTTEN = {
    "en": {"colours": "Forget my brand colours", "captions": "forget my captions"},
    "es": {"colours": "Olvida mis colores", "music": "Olvida mi música"},
    "fr": {"colours": "Oublie mes couleurs", "voice": "Oublie ma voix"},
    "de": {"colours": "Vergiss meine Farben", "name": "Vergiss meinen Kanalnamen"},
    "pt": {"colours": "Esqueça as minhas cores", "language": "Esqueça o meu idioma"},
}
OTHERS = (
    "You can use my photo in scene 1",
    "No music",
    "From now on ask me before you spend money",
    "Make a video about my colours",
    "forget it",
    "Never say guru",
    "scene 2: my handle is @tides",
    "Szene 2 soll ab jetzt ohne Musik sein",
)


@pytest.mark.parametrize("code", TOLD)
def test_what_is_told_of_the_channel_is_kept(code: str) -> None:
    for said, wanted in TOLD[code].items():
        found = heard(said, code=code)
        assert found is not None, said
        assert (found.tool, dict(found.arguments), found.code) == ("remember", wanted, code), said


@pytest.mark.parametrize("code", FORGOTTEN)
def test_what_is_to_be_forgotten_has_a_name(code: str) -> None:
    for field, said in FORGOTTEN[code].items():
        found = heard(said, code=code)
        assert found is not None, said
        assert (found.tool, dict(found.arguments)) == ("forget", {"fields": [field]}), said


def test_all_languages_name_the_same_fields_of_the_profile() -> None:
    known = {*Brand.model_fields, *House.model_fields}
    assert {frozenset(words.fields) for words in WORDS.values()} == {frozenset(WORDS["en"].fields)}
    assert set(WORDS["en"].fields) < known


def test_colours_without_numbers_are_asked_for() -> None:
    found = heard("My brand colours are blue and orange", code="en")
    assert found is not None
    assert not found.tool
    assert "#00aabb" in found.says


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_about_something_else_is_left_to_others(said: str) -> None:
    assert heard(said, code="en") is None
