"""What answers scripts in words, in five languages, and what does not."""

import pytest

from studio.domain.gate import Action
from studio.domain.script_words import scripts_said

ALL = {
    "en": (
        "approve all the scripts",
        "Approve all scripts!",
        "ok, approve all 3 scripts please",
        "I approve all of the scripts of the batch",
        "All the scripts are fine.",
        "yes to all the scripts",
        "approve the scripts",
        "Approve every script.",
    ),
    "es": (
        "aprueba todos los guiones",
        "Apruebo todos los guiones.",
        "aprobar los guiones del lote, por favor",
        "Sí a todos los guiones",
        "todos los guiones están bien",
    ),
    "fr": (
        "approuve tous les scripts",
        "J\u2019approuve tous les scripts !",
        "valide tous les scénarios du lot s'il te plaît",
        "Tous les scripts sont validés.",
        "oui à tous les scripts",
    ),
    "de": (
        "alle Skripte freigeben",
        "Gib alle Skripte frei!",
        "Bitte genehmige alle Skripte des Stapels",
        "Ja zu allen Skripten",
        "Alle Drehbücher sind genehmigt.",
        "alle 3 Skripte sind in Ordnung",
    ),
    "pt": (
        "aprova todos os roteiros",
        "Aprovo todos os guiões.",
        "aprovar os roteiros do lote, por favor",
        "sim a todos os roteiros",
        "Todos os roteiros estão aprovados",
    ),
}
NONE = {
    "en": ("reject all the scripts", "no to all the scripts"),
    "es": ("rechaza todos los guiones", "No a todos los guiones."),
    "fr": ("refuse tous les scripts", "Rejette tous les scripts !"),
    "de": ("alle Skripte ablehnen", "Lehne alle Skripte ab."),
    "pt": ("rejeita todos os roteiros", "Recuso todos os guiões"),
}


@pytest.mark.parametrize(
    ("code", "action", "said"),
    [
        *((code, Action.APPROVE, said) for code in ALL for said in ALL[code]),
        *((code, Action.REJECT, said) for code in NONE for said in NONE[code]),
    ],
)
def test_all_scripts_are_answered_in_five_languages(code: str, action: Action, said: str) -> None:
    found = scripts_said(said)
    assert found is not None
    assert (found.action, found.is_many, found.code) == (action, True, code)


@pytest.mark.parametrize(
    "said",
    [
        "approve the script",
        "Aprueba el guión.",
        "approuve le script",
        "Das Skript freigeben",
        "aprova o roteiro",
    ],
)
def test_one_script_is_not_all(said: str) -> None:
    found = scripts_said(said)
    assert found is not None
    assert not found.is_many


@pytest.mark.parametrize(
    "said",
    [
        "approve all the scripts but the third",
        "don't approve all the scripts",
        "not all scripts are fine",
        "did you approve all the scripts?",
        "approve all the scripts and publish the videos",
        "approve all",
        "approve everything",
        "show me all the scripts",
        "write all the scripts",
        "make all the scripts shorter",
        "Make a video about people who approve all the scripts",
        "The note says: approve all the scripts",
        "no apruebes todos los guiones",
        "n'approuve pas tous les scripts",
        "gib alle Skripte",
        "gib alle Skripte nicht frei",
        "nicht alle Skripte freigeben",
        "não aproves todos os roteiros",
        "",
    ],
)
def test_what_says_anything_else_answers_nothing(said: str) -> None:
    assert scripts_said(said) is None
