# ruff: noqa: RUF001 - the scripts of the world are the point
from itertools import pairwise

import pytest

from studio.domain.asset import SpeechRequest
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.timing import spans


def test_a_pause_within_a_word_does_not_end_it() -> None:
    events = [(0, 0.0), (3, 500.0), (8, 2_000.0)]

    placed = spans("In 2025 we", events, [(900, 950), (1_800, 2_000)], duration_ms=2_400)

    assert [(s.start_ms, s.end_ms) for s in placed] == [(0, 500), (500, 1_800), (2_000, 2_400)]


def test_a_phrase_begins_with_its_own_character() -> None:
    events = [(at, 200.0 * at) for at in range(8)]

    placed = spans("改变大脑的三个习惯", events, [], duration_ms=1_800)

    assert [(s.text, s.start_ms) for s in placed] == [
        ("改变", 0),
        ("大脑的", 400),
        ("三个习惯", 1_000),
    ]


def test_a_phrase_between_two_events_begins_by_its_letters() -> None:
    placed = spans("ปลาหมึกยักษ์มีหัวใจ", [(0, 0.0), (12, 1_200.0)], [], duration_ms=1_900)

    assert [(s.text, s.start_ms) for s in placed][:2] == [("ปลาหมึก", 0), ("ยักษ์มี", 700)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2025年，科学家发现95%的海洋还没有被探索过！"),
        ("ko", "바다의 95%가 아직 탐험되지 않았다고 밝혔습니다!"),
        ("ar", "في عام 2025، وجد العلماء أن 95٪ من المحيطات"),
    ],
)
async def test_words_are_spoken_until_the_voice_ends(language: str, text: str) -> None:
    said = await EspeakSpeech().speak(SpeechRequest(text=text, language=language))

    silent_ms = sum(b.start_ms - a.end_ms for a, b in pairwise(said.words))
    assert said.words[-1].end_ms > 0.95 * said.duration_ms
    assert silent_ms < 0.15 * said.duration_ms
