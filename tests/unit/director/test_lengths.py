"""A draft from a pasted text has the length asked for, or says that it has not."""

import pytest
from langchain_core.messages import HumanMessage

from studio.domain.asset import SpeechRequest
from studio.domain.pacing import scene_seconds
from studio.domain.scene import Scene
from studio.domain.storyboard import Brief
from studio.domain.timeline import BREATH_MS, LAST_BREATH_MS, LEAD_IN_MS
from studio.domain.units import SceneId
from studio.providers.llm.director.decide import Reply, decide
from studio.providers.llm.director.text import sentences
from studio.providers.llm.director.writing import outline, script, whole_s
from studio.providers.speech.espeak import EspeakSpeech

TOLERANCE = 0.05
TEXTS = {
    "coffee": (
        "Coffee began as a berry that goats ate in the hills of Ethiopia. Traders carried it "
        "across the Red Sea to Yemen, where monks drank it to stay awake at night. By 1650 there "
        "were coffee houses in Oxford, Venice and Marseille. People called them penny "
        "universities: for the price of one cup a man could listen to the news, argue about ships "
        "and books, and meet whoever sat down next to him. Some kings tried to close them. They "
        "failed, because the houses were always full. Insurance, newspapers and even a stock "
        "exchange began at those tables. Today more than two billion cups are drunk each day."
    ),
    "bees": (
        "My grandmother kept bees behind the house. She never wore gloves. If you move slowly, "
        "she said, they will think that you are a tree! In spring she cleaned the frames; in "
        "summer she took only half of the honey; in autumn she fed them sugar. One winter the "
        "hive fell silent. We listened with our ears at the wood, and there was nothing. She did "
        "not cry. She ordered a new queen by post, and in May the garden hummed again."
    ),
}


def lines(text: str, target_s: int) -> list[str]:
    return [scene["narration"] for scene in script(text, target_s=target_s)["scenes"]]


def estimate(told: list[str]) -> float:
    scenes = [Scene(id=SceneId(f"s{n}"), narration=line) for n, line in enumerate(told)]
    return sum(scene_seconds(scene, None, Brief()) for scene in scenes)


async def measure(told: list[str]) -> float:
    speech = EspeakSpeech()
    spoken = [
        (await speech.speak(SpeechRequest(text=line, language="en"))).duration_ms for line in told
    ]
    breaths = (len(told) - 1) * BREATH_MS + LAST_BREATH_MS
    return (sum(spoken) + len(told) * LEAD_IN_MS + breaths) / 1000


def opening(message: str) -> Reply:
    return decide([HumanMessage(message)])


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("target_s", [10, 13, 15, 20, 24, 28])
def test_a_text_long_enough_is_estimated_at_the_length_asked_for(name: str, target_s: int) -> None:
    assert estimate(lines(TEXTS[name], target_s)) == pytest.approx(target_s, rel=TOLERANCE)


@pytest.mark.parametrize("name", TEXTS)
async def test_a_text_long_enough_is_spoken_in_the_length_asked_for(name: str) -> None:
    assert await measure(lines(TEXTS[name], 20)) == pytest.approx(20, rel=TOLERANCE)


@pytest.mark.parametrize("topic", ["black holes", "the history of tea in China"])
@pytest.mark.parametrize("target_s", [10, 15, 20, 30, 45, 60])
def test_an_outline_is_estimated_at_the_length_asked_for(topic: str, target_s: int) -> None:
    told = [scene["narration"] for scene in outline(topic, target_s=target_s)["scenes"]]
    assert estimate(told) == pytest.approx(target_s, rel=TOLERANCE)


@pytest.mark.parametrize(("target_s", "is_said"), [(45, False), (120, True)])
def test_an_outline_too_short_for_the_length_says_so(target_s: int, is_said: bool) -> None:
    said = opening(f"make a {target_s} s video about black holes").text
    assert (f"not {target_s} s" in said) is is_said


def test_a_sentence_too_long_for_the_length_loses_its_last_clauses() -> None:
    text = (
        "The lighthouse stood for more than fifteen hundred years on a small island in front of "
        "the harbour, because the coast was flat and sailors had nothing to steer by, so that "
        "kings and merchants alike were glad to pay for the wood that burned at the top at night."
    )
    told = lines(text, 10)
    assert estimate(told) < estimate([text])
    assert " ".join(told).rstrip(".") in text


def test_a_sentence_is_not_told_without_the_one_it_leans_on() -> None:
    text = TEXTS["coffee"]
    found = sentences(text)
    for target_s in range(8, 30):
        told = " ".join(lines(text, target_s))
        assert "They failed" not in told or found[4] in told


@pytest.mark.parametrize("target_s", [40, 60])
def test_a_text_too_short_keeps_every_word_and_says_that_it_is_shorter(target_s: int) -> None:
    text = TEXTS["bees"]
    assert " ".join(lines(text, target_s)) == text
    assert "too short" in opening(f"make this into a {target_s} s video: {text}").text


def test_a_text_long_enough_is_not_called_too_short() -> None:
    assert "too short" not in opening(f"make this into a 20 s video: {TEXTS['bees']}").text


def test_a_text_told_whole_at_its_own_length_is_not_called_too_short() -> None:
    text = (
        "Honey never spoils. Jars from old tombs were still good to eat after three thousand "
        "years. Bees fan their wings to dry it. The water leaves, and nothing can live in it now."
    )
    assert whole_s(text) % 1 > 0.5
    assert "too short" not in opening(text).text


def test_a_scrap_of_text_becomes_an_outline_that_says_why() -> None:
    reply = opening("30 s video: Bees dance.")
    assert reply.call is not None
    assert reply.call[1]["target_s"] == 30
    assert reply.call[1]["topic"] == "Bees dance"
    assert "too short" in reply.text
