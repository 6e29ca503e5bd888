# ruff: noqa: RUF001 - the scripts of the world are the point
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.asset import Word
from studio.domain.captions import (
    HOLD_MS,
    MAX_CHARACTERS,
    MAX_WORDS,
    columns,
    cues_from_words,
    joined,
)
from studio.domain.emoji import is_silent
from studio.domain.units import Milliseconds
from tests.support.storyboards import words

CLIP_MS = 60_000


@st.composite
def spoken(draw: st.DrawFn) -> list[Word]:
    at, out = 0, []
    for _ in range(draw(st.integers(0, 25))):
        at += draw(st.integers(0, 900))
        length = draw(st.integers(40, 600))
        text = draw(st.sampled_from(["a", "word", "comma,", "end.", "extraordinarily", "why?"]))
        out.append(Word(text=text, start_ms=Milliseconds(at), end_ms=Milliseconds(at + length)))
        at += length
    return out


@given(spoken())
def test_no_word_is_lost_and_cues_are_short_and_never_overlap(said: list[Word]) -> None:
    cues = cues_from_words(said, clip_ms=CLIP_MS)

    assert [word for cue in cues for word in cue.words] == said
    assert all(len(cue.words) <= MAX_WORDS for cue in cues)
    assert all(len(cue.text) <= MAX_CHARACTERS or len(cue.words) == 1 for cue in cues)
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(cues))
    assert all(cue.end_ms >= cue.words[-1].end_ms for cue in cues)


def test_there_is_no_blink_between_words_that_follow_closely() -> None:
    cues = cues_from_words(words("one two three four five six seven"), clip_ms=CLIP_MS)

    assert len(cues) > 1
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(cues))


def test_a_sentence_end_starts_a_new_cue() -> None:
    cues = cues_from_words(words("It works. Now go"), clip_ms=CLIP_MS)

    assert [cue.text for cue in cues] == ["It works.", "Now go"]


def test_a_cue_leaves_the_screen_in_a_long_pause_and_at_the_end_of_the_clip() -> None:
    first = Word(text="now", start_ms=Milliseconds(0), end_ms=Milliseconds(200))
    second = Word(text="later", start_ms=Milliseconds(5_000), end_ms=Milliseconds(5_200))

    cues = cues_from_words([first, second], clip_ms=5_300)

    assert cues[0].end_ms == 200 + HOLD_MS
    assert cues[1].end_ms == 5_300


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("this is all about the coffee", ["this is all", "about the coffee"]),
        ("er sucht nach dem alten Haus", ["er sucht", "nach dem alten Haus"]),
        ("quiero un café para la gente", ["quiero un café", "para la gente"]),
        ("il cache la fatigue dans le corps", ["il cache la fatigue", "dans le corps"]),
        ("ele bebe muito café com os amigos", ["ele bebe muito café", "com os amigos"]),
    ],
)
def test_a_cue_does_not_end_with_an_article_or_a_preposition(text: str, wanted: list[str]) -> None:
    assert [cue.text for cue in cues_from_words(words(text), clip_ms=CLIP_MS)] == wanted


def test_a_clause_end_starts_a_new_cue() -> None:
    cues = cues_from_words(words("When it rains, stay home today"), clip_ms=CLIP_MS)

    assert [cue.text for cue in cues] == ["When it rains,", "stay home today"]


def test_a_pause_starts_a_new_cue() -> None:
    said = [spoken_word("one", 0, 300), spoken_word("two", 700, 1_000)]

    assert [cue.text for cue in cues_from_words(said, clip_ms=CLIP_MS)] == ["one", "two"]


def test_a_sentence_too_short_to_be_read_is_joined_with_the_next() -> None:
    quick = [spoken_word("No.", 0, 150), spoken_word("Never", 160, 500)]
    slow = [spoken_word("No.", 0, 600), spoken_word("Never", 700, 1_000)]

    assert [cue.text for cue in cues_from_words(quick, clip_ms=CLIP_MS)] == ["No. Never"]
    assert [cue.text for cue in cues_from_words(slow, clip_ms=CLIP_MS)] == ["No.", "Never"]


@pytest.mark.parametrize(
    "text",
    [
        "咖啡并不能给你能量，它只是推迟疲劳。",
        "コーヒーはエネルギーを与えない。東京では毎朝飲む。",
        "กาแฟไม่ได้ให้พลังงานแก่คุณมันแค่เลื่อนความเหนื่อยออกไป",
    ],
)
def test_a_sentence_without_spaces_is_divided_in_time_and_in_words(text: str) -> None:
    cues = cues_from_words([spoken_word(text, 500, 6_500)], clip_ms=CLIP_MS)

    said = [word for cue in cues for word in cue.words]
    assert joined(said) == text
    assert len(said) > 3
    assert all(columns(cue.text) <= MAX_CHARACTERS for cue in cues)
    assert (said[0].start_ms, said[-1].end_ms) == (500, 6_500)
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(said))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is hot 🔥 .", ["It is hot 🔥 ."]),
        ("This lake burns 🔥. Nobody knows why", ["This lake burns 🔥.", "Nobody knows why"]),
        ("🔥 Fire", ["🔥 Fire"]),
        ("Qui sait ? Moi", ["Qui sait ?", "Moi"]),
        ("Il dit « oui » enfin", ["Il dit « oui » enfin"]),
        ("ไฟไหม้🔥🔥 หนีเร็ว", ["ไฟไหม้🔥🔥หนีเร็ว"]),
    ],
)
def test_what_has_no_sound_goes_with_its_word(text: str, wanted: list[str]) -> None:
    said = [spoken_word(w, 100 + 700 * n, 700 + 700 * n) for n, w in enumerate(text.split())]

    cues = cues_from_words(said, clip_ms=CLIP_MS)

    assert [cue.text for cue in cues] == wanted
    assert not any(is_silent(word.text) for cue in cues for word in cue.words)


def test_korean_and_mixed_words_keep_their_spaces() -> None:
    said = [spoken_word(text, 0, 0) for text in ("안녕", "세계", "東京", "へ", "Tokyo", "京都")]

    assert joined(said) == "안녕 세계 東京へ Tokyo 京都"


def spoken_word(text: str, start_ms: int, end_ms: int) -> Word:
    return Word(text=text, start_ms=Milliseconds(start_ms), end_ms=Milliseconds(end_ms))
