"""Paces of built-in voices, as they were measured: what a length is foreseen by before a voice has spoken. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.domain.languages import primary
from studio.domain.storyboard import Tempo


@dataclass(frozen=True, slots=True)
class Measured:
    """How fast a maker's voices speak.

    Attributes:
        characters_per_s: By language, at the normal tempo, pauses included.
        tempos: So many times as fast are the tempos.
    """

    characters_per_s: Mapping[str, float]
    tempos: Mapping[Tempo, float]


MEASURED = {
    "espeak": Measured(
        {"en": 14.7, "es": 15.0, "fr": 15.4, "de": 14.1, "pt": 15.1, "it": 15.6},
        {Tempo.SLOW: 0.845, Tempo.NORMAL: 1.0, Tempo.FAST: 1.19},
    )
}
"""By what a maker's name begins with; a voice that has spoken is known better (`studio/services/paces.py`).

Source:
    ``bench/paces.py``, 2026-11-28: an utterance a sentence of ``tests/unit/director/texts`` and of the scripts in
    ``evals/datasets`` (Italian: eight sentences); the mean of long and short ones, 3 % to either side.
"""


def usual_pace(maker: str, *, language: str, tempo: Tempo) -> float | None:
    """Give the characters a second that a maker's voices speak at, pauses included.

    Args:
        maker: Its name, version and all.
        language: BCP 47 tag.
        tempo: How fast it is to speak.

    Returns:
        ``None`` where it was not measured.
    """
    voice = MEASURED.get(maker.split("-")[0])
    pace = voice.characters_per_s.get(primary(language)) if voice else None
    return pace * voice.tempos[tempo] if voice and pace else None
