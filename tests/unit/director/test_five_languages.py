"""Each language's sentences lead to what its table says, and to nothing else in another."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.editing import plan
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import check_languages, language, languages
from studio.providers.llm.director.recognising import recognised, text_language
from tests.unit.director.boards import BOARD
from tests.unit.director.tracing import sentences, trace

CODES = ("en", "es", "fr", "de", "pt")
SPANISH = (
    "El pulpo tiene tres corazones. Dos bombean sangre a las branquias, y uno sirve al resto del "
    "cuerpo. Cuando nada, ese corazón se detiene. Por eso prefiere arrastrarse a nadar."
)
COMMANDS = {
    "en": "make this into a 10 s video: ",
    "es": "haz un vídeo de 10 s con esto: ",
    "fr": "fais une vidéo de 10 s avec ceci : ",
    "de": "mach daraus ein Video von 10 s: ",
    "pt": "faça um vídeo de 10 s com isto: ",
}


def removed(ask: str, code: str) -> list[int]:
    """The scenes that a message takes out where it is read in a language."""
    wish = understand(ask, has_video=True, code=code)
    if wish.text or wish.topic or wish.talk:
        return []
    operations = [
        one
        for name, arguments in plan(wish, BOARD).calls
        if name == "edit_scenes"
        for one in arguments["operations"]
    ]
    return sorted(one["scene"] for one in operations if one["op"] == "remove")


def test_every_file_is_whole() -> None:
    check_languages()
    assert set(languages()) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_a_table_of_sentences(code: str) -> None:
    assert len(sentences(code, "edits")) + len(sentences(code, "new")) >= 100


@pytest.mark.parametrize("code", CODES)
def test_every_language_knows_the_same_wishes(code: str) -> None:
    """What a table leads to, its figures left out, is what the English one leads to."""

    def kinds(of: str) -> set[str]:
        return {
            lead.split()[0] if "says" not in lead else lead for _, lead in sentences(of, "edits")
        }

    assert kinds("en") <= kinds(code)


@pytest.mark.parametrize(
    ("code", "ask", "expected"),
    [(code, ask, expected) for code in CODES for ask, expected in sentences(code, "edits")],
)
def test_a_sentence_leads_to_its_calls(code: str, ask: str, expected: str) -> None:
    assert trace(ask) == expected


@pytest.mark.parametrize(
    ("code", "ask", "expected"),
    [(code, ask, expected) for code in CODES for ask, expected in sentences(code, "new")],
)
def test_a_new_video_is_begun(code: str, ask: str, expected: str) -> None:
    assert trace(ask, has_video=False) == expected


@pytest.mark.parametrize("other", CODES)
@pytest.mark.parametrize("code", CODES)
def test_no_sentence_takes_out_other_scenes_in_another_language(code: str, other: str) -> None:
    wrong = {
        ask: (own, read)
        for ask, _ in sentences(code, "edits")
        if (read := removed(ask, other)) and read != (own := removed(ask, code))
    }
    assert not wrong


@pytest.mark.parametrize("code", CODES)
def test_a_message_is_taken_for_its_own_language(code: str) -> None:
    """Where a thread speaks it; a few words alone are written alike in two of them."""
    asks = [ask for part in ("edits", "new") for ask, _ in sentences(code, part)]
    assert [ask for ask in asks if recognised(ask, thread=code) != code] == []
    alone = [ask for ask in asks if recognised(ask) != code]
    assert len(alone) <= 3, alone


def test_a_user_may_switch_within_a_thread() -> None:
    told = [HumanMessage("quita la música"), AIMessage("Hecho."), HumanMessage("thanks!")]
    assert decide(told).text == language("en").say("thanks")


def test_the_thread_decides_where_a_message_could_be_of_two_languages() -> None:
    for code in ("pt", "es"):
        hello = HumanMessage({"pt": "olá, bom dia", "es": "hola, buenos días"}[code])
        assert decide([hello, AIMessage("…"), HumanMessage("ok")]).text == language(code).say(
            "fine"
        )


@pytest.mark.parametrize("code", CODES)
def test_a_text_stays_in_its_own_language_whoever_asks(code: str) -> None:
    reply = decide([HumanMessage(COMMANDS[code] + SPANISH)])
    assert reply.call is not None
    assert reply.call[1]["language"] == "es"
    assert reply.call[1]["source_text"] == SPANISH
    assert reply.text.split()[0] == language(code).say("making", seconds="10").split()[0]


def test_a_text_in_a_language_that_is_not_known_is_claimed_by_none() -> None:
    assert text_language("Hyvää päivää, tässä on lyhyt teksti mehiläisistä ja kukista.") == ""


def test_a_failure_is_told_in_the_users_language() -> None:
    call = AIMessage("", tool_calls=[{"name": "edit_scenes", "args": {}, "id": "c"}])
    lost = ToolMessage("invalid_edit: No scene 9.", tool_call_id="c", status="error")
    reply = decide([HumanMessage("lösch Szene 9"), call, lost])
    assert reply.text == language("de").say("failed", reason="No scene 9.")
