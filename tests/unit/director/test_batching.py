"""The offline director hears of many videos at once, in five languages."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from studio.providers.llm.director.batching import heard
from studio.providers.llm.director.decide import Reply, decide
from studio.providers.llm.director.language import language, languages
from studio.providers.llm.director.recognising import conversation_language

LISTS = {
    "en": "Make a 20 s video for each of these:\n1. Bees\n2. Moss",
    "es": "Haz un vídeo de 20 s para cada tema:\n1. Bees\n2. Moss",
    "fr": "Fais une vidéo de 20 s pour chaque sujet :\n1. Bees\n2. Moss",
    "de": "Mach je ein Video von 20 s für jedes Thema:\n1. Bees\n2. Moss",
    "pt": "Faz um vídeo de 20 s para cada tema:\n1. Bees\n2. Moss",
}
ASKED = {
    "approve_scripts": {
        "en": "Approve all the scripts",
        "es": "Aprueba todos los guiones",
        "fr": "Approuve tous les scripts",
        "de": "Alle Skripte freigeben",
        "pt": "Aprova todos os roteiros",
    },
    "show_batch": {
        "en": "How is my batch?",
        "es": "¿Cómo va mi lote?",
        "fr": "Où en est mon lot ?",
        "de": "Wie steht mein Stapel?",
        "pt": "Como vai o meu lote?",
    },
    "stop_batch": {
        "en": "Stop the batch",
        "es": "Para el lote",
        "fr": "Arrête le lot",
        "de": "Stopp den Stapel",
        "pt": "Para o lote",
    },
    "retry_batch": {
        "en": "Try the failed ones again",
        "es": "Repite los fallidos",
        "fr": "Refais celles qui ont échoué",
        "de": "Mach die gescheiterten noch einmal",
        "pt": "Repete os que falharam",
    },
}


@pytest.mark.parametrize("code", languages())
def test_a_list_is_one_call(code: str) -> None:
    found = heard(LISTS[code], code="en")
    assert found is not None
    assert (found.tool, found.code) == ("make_batch", code)
    assert found.arguments == {"items": ["Bees", "Moss"], "seconds": 20, "language": code}


@pytest.mark.parametrize("code", languages())
def test_a_yes_to_all_scripts_is_answered_in_its_language(code: str) -> None:
    message = ASKED["approve_scripts"][code]
    assert conversation_language([message]) == code
    assert decide([HumanMessage(message)]).call == ("approve_scripts", {})
    told = '{"ok": true, "count": 3, "done": 2, "notes": [], "scripts_waiting": 1}'
    call = {"name": "approve_scripts", "args": {}, "id": "a"}
    answered = [
        HumanMessage(message),
        AIMessage("", tool_calls=[call]),
        ToolMessage(told, tool_call_id="a", name="approve_scripts"),
    ]
    said = decide(answered).text
    assert said == " ".join(
        (
            language(code).say("scripts_approved", done="2", count="3"),
            language(code).say("scripts_wait", count="1"),
        )
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("en", "Reject all the scripts"),
        ("es", "Rechaza todos los guiones"),
        ("fr", "Refuse tous les scripts"),
        ("de", "Alle Skripte ablehnen"),
        ("pt", "Rejeita todos os roteiros"),
    ],
)
def test_a_no_to_all_scripts_is_sent_to_where_they_are_read(code: str, message: str) -> None:
    reply = decide([HumanMessage(message)])
    assert reply.call is None
    assert reply.text == language(code).say("scripts_rejected_how")


@pytest.mark.parametrize("tool", ASKED)
@pytest.mark.parametrize("code", languages())
def test_a_batch_is_asked_after_stopped_and_taken_up_again(tool: str, code: str) -> None:
    found = heard(ASKED[tool][code], code="en")
    assert found is not None
    assert (found.tool, found.code) == (tool, code)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Ten videos from this list:\nBees\nMoss\nTides", {"items": ["Bees", "Moss", "Tides"]}),
        ("make 3 videos about bees, moss and tides", {"items": ["bees", "moss", "tides"]}),
        ("Make videos from document 2", {"source": 2}),
        ("Make videos from my file", {"source": 1}),
        ("Make 2 horror videos:\n- Bees\n- Moss", {"items": ["Bees", "Moss"], "pack": "horror"}),
        (
            "Make 2 videos, just make them, at most $5:\n- Bees\n- Moss",
            {"items": ["Bees", "Moss"], "just_make_it": True, "budget_usd": 5.0},
        ),
        (
            "Make 2 videos in German:\n- Bienen\n- Moos",
            {"items": ["Bienen", "Moos"], "language": "de"},
        ),
    ],
)
def test_what_is_said_around_a_list(message: str, arguments: dict[str, Any]) -> None:
    found = heard(message, code="en")
    assert found is not None
    assert found.arguments == {"language": "en"} | arguments


@pytest.mark.parametrize(
    "message",
    [
        "Make a 30 s video about bees",
        "Make scene 2 shorter and scene 3 longer",
        "I watch videos every day.\nThey are fun.\nSome are not.",
        "Make this into a 30 s video:\n\nBees dance.\nBees rest.",
        "Use my videos in scene 2",
        "make 3 videos about bees",
    ],
)
def test_one_video_is_no_batch(message: str) -> None:
    assert heard(message, code="en") is None


def after(message: str, *results: ToolMessage) -> Reply:
    asked = [AIMessage("", tool_calls=[{"name": "make_batch", "args": {}, "id": "c"}])]
    return decide([HumanMessage(message), *(asked if results else []), *results])


def test_a_turn_is_one_call_and_a_word() -> None:
    first = after(LISTS["de"])
    assert first.call is not None
    assert first.call[0] == "make_batch"
    told = json.dumps({"count": 2, "done": 0})
    last = after(LISTS["de"], ToolMessage(told, tool_call_id="c"))
    assert last.call is None
    assert last.text.startswith("2 Videos sind unterwegs")


def test_a_refusal_is_told_with_its_reason() -> None:
    refused = ToolMessage("invalid: The list is empty.", tool_call_id="c", status="error")
    assert "The list is empty." in after(LISTS["en"], refused).text
    assert "Line 2 of the list is empty" in after("Make 3 videos:\n1. Bees\n2.\n3. Moss").text


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Localise to German and Portuguese", "I cannot translate without a language model"),
        ("Localiza el vídeo al alemán y al portugués", "sin un modelo"),
        ("Localise la vidéo en allemand et en portugais", "modèle"),
        ("Lokalisiere es auf Englisch", "Sprachmodell"),
        ("Localize o vídeo para alemão", "modelo"),
    ],
)
def test_nothing_is_half_translated(message: str, told: str) -> None:
    reply = after(message)
    assert reply.call is None
    assert told in reply.text


@pytest.mark.parametrize("code", LISTS)
def test_a_no_is_no_failure_and_what_a_preset_lost_is_told(code: str) -> None:
    declined = "not_approved: The user did not approve it; nothing was done. They said: later"
    no = ToolMessage(declined, name="make_batch", tool_call_id="c", status="error")
    assert after(LISTS[code], no).text == language(code).say("declined_batch")
    begun = ToolMessage('{"count": 3, "notes": ["It is gone."]}', tool_call_id="c")
    assert after(LISTS[code], begun).text.endswith(" It is gone.")


@pytest.mark.parametrize(
    ("code", "message", "like"),
    [
        ("en", "Use my usual settings and make 2 videos: bees, moss", "usual"),
        ("en", "Make 2 videos like the last one: bees, moss", "last"),
        ("de", "Mach 2 Videos mit meinen üblichen Einstellungen: Bienen, Moos", "usual"),
        ("es", "Haz 2 vídeos con mis ajustes habituales: abejas, musgo", "usual"),
        ("fr", "Fais 2 vidéos avec mes réglages habituels : abeilles, mousse", "usual"),
        ("pt", "Faz 2 vídeos com as minhas definições habituais: abelhas, musgo", "usual"),
    ],
)
def test_many_begin_with_what_is_usual(code: str, message: str, like: str) -> None:
    asked = heard(message, code=code)
    assert asked is not None
    assert (asked.tool, asked.arguments["like"]) == ("make_batch", like)
    assert len(asked.arguments["items"]) == 2
