"""How long a text takes to say: by its language, or by what the voice has said already."""

import pytest

from studio.domain.asset import SceneAssets
from studio.domain.pacing import measured_pace, scene_seconds, spoken_seconds
from studio.domain.storyboard import Tempo
from studio.domain.timeline import BREATH_MS, LEAD_IN_MS
from tests.support.storyboards import assets_for, storyboard

LONG = "Two of the three hearts pump blood to the gills of the octopus, day and night."
BOARD = storyboard(LONG, "The third one rests.")
AROUND_S = (LEAD_IN_MS + BREATH_MS) / 1000


def test_what_is_said_already_tells_how_long_the_rest_takes() -> None:
    first, second = BOARD.scenes
    voice = assets_for(BOARD)[first.id].voice
    assert voice is not None

    pace = measured_pace(BOARD.scenes, {first.id: SceneAssets(voice=voice)})
    assert pace is not None
    seconds = scene_seconds(second, None, BOARD.brief, pace=pace)

    assert pace == pytest.approx(len(LONG) / (voice.duration_ms / 1000))
    assert seconds - AROUND_S == pytest.approx(len(second.narration) / pace)


def test_a_few_words_tell_no_pace() -> None:
    _, second = BOARD.scenes
    made = {second.id: assets_for(BOARD)[second.id]}

    assert measured_pace(BOARD.scenes, made) is None
    assert measured_pace(BOARD.scenes, {}) is None


def test_without_a_measured_pace_the_language_and_the_tempo_decide() -> None:
    first, _ = BOARD.scenes
    said = spoken_seconds(LONG, language="en", tempo=Tempo.NORMAL)

    assert scene_seconds(first, None, BOARD.brief) == pytest.approx(AROUND_S + said)
    assert spoken_seconds(LONG, language="en", tempo=Tempo.FAST) < said


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [
        ("ko", "문어는 심장이 세 개 있습니다. 헤엄칠 때 심장 하나가 멈춥니다.", 5.8),
        ("ar", "للأخطبوط ثلاثة قلوب. عندما يسبح يتوقف أحدها عن النبض.", 4.8),
        ("th", "ไม่มีใครบอกคุณเรื่องนี้เกี่ยวกับกาแฟ", 4.4),
    ],
)
def test_a_language_beyond_the_study_is_as_fast_as_the_built_in_voice(
    language: str, text: str, seconds: float
) -> None:
    told = spoken_seconds(text, language=language, tempo=Tempo.NORMAL)

    assert told == pytest.approx(seconds, rel=0.1)
