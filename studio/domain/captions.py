"""Captions: spoken words gathered into short cues that never blink. Pure.

Sources:
    Short-form practice: one to four words, at most about 24 characters, a break at punctuation
    or a pause; no lone article at a line's end.
"""

from collections.abc import Sequence

from studio.domain.asset import Word
from studio.domain.scene import Value
from studio.domain.units import Milliseconds

MAX_WORDS = 4
MAX_CHARACTERS = 24
PAUSE_MS = 300
HOLD_MS = 700
"""A cue stays this long into a pause before it leaves the screen."""
_ENDS_SENTENCE = (".", "!", "?", "…", "。", "！", "？", "؟")  # noqa: RUF001
_ENDS_CLAUSE = (",", ";", ":", "،", "、", "—")


class Cue(Value):
    """Words that stand on the screen together.

    Attributes:
        words: One to four; times are milliseconds from the start of the clip.
        start_ms: When the cue appears.
        end_ms: When it leaves; equals the next cue's start where no real pause lies between.
    """

    words: tuple[Word, ...]
    start_ms: Milliseconds
    end_ms: Milliseconds

    @property
    def text(self) -> str:
        """The words as one line."""
        return " ".join(word.text for word in self.words)


def cues_from_words(words: Sequence[Word], *, clip_ms: float) -> tuple[Cue, ...]:
    """Gather words into cues and close the gaps between them.

    Args:
        words: In order, times from the start of the clip.
        clip_ms: Length of the clip; no cue reaches beyond it.
    """
    groups = _group(words)
    cues: list[Cue] = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start_ms if index + 1 < len(groups) else None
        cues.append(
            Cue(
                words=tuple(group),
                start_ms=group[0].start_ms,
                end_ms=_end_ms(group[-1].end_ms, following, clip_ms=clip_ms),
            )
        )
    return tuple(cues)


def _group(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if not groups or _starts_new(groups[-1], word):
            groups.append([word])
        else:
            groups[-1].append(word)
    return groups


def _starts_new(group: list[Word], word: Word) -> bool:
    last = group[-1]
    length = sum(len(w.text) + 1 for w in group) + len(word.text)
    return (
        len(group) >= MAX_WORDS
        or length > MAX_CHARACTERS
        or word.start_ms - last.end_ms > PAUSE_MS
        or last.text.endswith(_ENDS_SENTENCE)
        or (last.text.endswith(_ENDS_CLAUSE) and len(group) > 1)
    )


def _end_ms(spoken_until: int, following: int | None, *, clip_ms: float) -> Milliseconds:
    held = spoken_until + HOLD_MS
    if following is None:
        return Milliseconds(int(min(held, clip_ms)))
    return Milliseconds(min(held, following))
