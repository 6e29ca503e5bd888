import itertools

from hypothesis import given
from hypothesis import strategies as st

from studio.domain.asset import Word
from studio.domain.captions import HOLD_MS, MAX_CHARACTERS, MAX_WORDS, cues_from_words
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
