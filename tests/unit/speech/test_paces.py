"""What a length is foreseen by: the built-in voice's measured pace, held against the voice itself."""

from pathlib import Path

import pytest

from studio.domain.asset import SpeechRequest
from studio.domain.paces import usual_pace
from studio.domain.storyboard import Tempo
from studio.providers.llm.director.text import sentences
from studio.providers.speech.espeak import EspeakSpeech

TEXTS = Path(__file__).parents[1] / "director/texts"


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt"])
async def test_the_built_in_voice_speaks_as_fast_as_its_table_says(language: str) -> None:
    voice, said = EspeakSpeech(), sentences((TEXTS / f"{language}.txt").read_text("utf-8"))[:6]
    heard = [await voice.speak(SpeechRequest(text=one, language=language)) for one in said]
    pace = sum(map(len, said)) / sum(speech.duration_ms for speech in heard) * 1000

    known = usual_pace(voice.name, language=language, tempo=Tempo.NORMAL)

    assert known == pytest.approx(pace, rel=0.09)


def test_a_tempo_changes_the_pace_and_a_foreign_voice_has_none() -> None:
    slow, fast = (
        usual_pace("espeak-1-2", language="pt-BR", tempo=tempo)
        for tempo in (Tempo.SLOW, Tempo.FAST)
    )
    assert slow is not None
    assert fast is not None
    assert slow < 15 < fast
    assert usual_pace("elevenlabs-1", language="en", tempo=Tempo.NORMAL) is None
    assert usual_pace("espeak-1-2", language="ja", tempo=Tempo.NORMAL) is None


async def test_a_rate_reaches_the_voice() -> None:
    voice, text = EspeakSpeech(), "The tide comes in twice a day, and nobody can stop it."
    usual, hurried = [await voice.speak(SpeechRequest(text=text, rate=r)) for r in (1.0, 1.12)]

    assert usual.duration_ms / hurried.duration_ms == pytest.approx(1.12, abs=0.04)


def test_the_usual_rate_leaves_a_recipe_as_it_was() -> None:
    assert "rate" not in SpeechRequest(text="a").model_dump(mode="json")
    assert SpeechRequest(text="a", rate=1.05).model_dump(mode="json")["rate"] == 1.05
