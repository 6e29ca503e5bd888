"""In which language and how fast a video is told, and what that takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.domain.languages import primary
from studio.domain.pacing import PAUSES, characters_per_s, spoken_seconds
from studio.domain.storyboard import Tempo
from studio.domain.timeline import BREATH_MS, LAST_BREATH_MS, LEAD_IN_MS
from studio.providers.llm.director.language import Language, language, languages

LONGEST_SCENE_S = 6.5
_CLAUSE_END = re.compile(r"[,;:](?=\s)")
_FRAME_S = (LEAD_IN_MS + BREATH_MS) / 1000


@dataclass(frozen=True, slots=True)
class Voiced:
    """Seconds that the offline voice takes: for a line, a character, a pause and a digit."""

    line_s: float
    character_s: float
    pause_s: float
    digit_s: float


VOICED = {
    "en": Voiced(0.31, 0.0556, 0.37, 0.31),
    "es": Voiced(0.13, 0.0603, 0.23, 0.27),
    "fr": Voiced(0.44, 0.0526, 0.39, 0.14),
    "de": Voiced(0.38, 0.0573, 0.29, 0.38),
    "pt": Voiced(0.08, 0.0617, 0.12, 0.30),
}
"""Least squares over 34 (English) and about 50 lines each, spoken by espeak: rms 0.14 to 0.28 s a line."""
VOICED_RATE = {Tempo.SLOW: 0.845, Tempo.NORMAL: 1.0, Tempo.FAST: 1.19}
"""Of the same voice, measured: its tempo is told in words a minute, its pauses follow."""
FASTER_THAN_PACED = {"fr", "pt"}
"""Languages that the offline voice speaks a quarter faster than the product's pacing has it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a video is told.

    Attributes:
        code: BCP 47 tag of the narration.
        tempo: How fast the voice speaks.
    """

    code: str = "en"
    tempo: Tempo = Tempo.NORMAL

    @property
    def spoken(self) -> Language | None:
        """Give the language's data; ``None`` where there is no file for it."""
        return language(self.code) if primary(self.code) in languages() else None

    @property
    def stopwords(self) -> frozenset[str]:
        """Give the words that carry no meaning, as far as they are known."""
        return self.spoken.stopwords if self.spoken else frozenset()

    @property
    def clause_openers(self) -> frozenset[str]:
        """Give the words that begin a clause, as far as they are known."""
        return self.spoken.data.clause_openers if self.spoken else frozenset()

    @property
    def longest(self) -> int:
        """Give the characters of the longest scene."""
        return int(LONGEST_SCENE_S * characters_per_s(self.code, self.tempo) * PAUSES)

    def line_s(self, line: str) -> float:
        """Estimate how long a line takes to say."""
        return spoken_seconds(line, language=self.code, tempo=self.tempo)

    def estimates_s(self, lines: Sequence[str]) -> tuple[float, float]:
        """Estimate a script's length: by the product's pacing, and as the offline voice.

        Where the two are far apart, both are the offline voice's: it is the one that speaks where
        no language model writes.
        """
        known = primary(self.code)
        paced = sum(_FRAME_S + self.line_s(line) for line in lines)
        if (voiced := VOICED.get(known)) is None:
            return paced, paced
        rate = VOICED_RATE[self.tempo]
        said = sum(_FRAME_S + _said_s(line, voiced) / rate for line in lines)
        said += (LAST_BREATH_MS - BREATH_MS) / 1000
        return (said if known in FASTER_THAN_PACED else paced), said

    def whole_s(self, lines: Sequence[str]) -> float:
        """Estimate a script's length by the mean of both estimates."""
        return sum(self.estimates_s(lines)) / 2


def _said_s(line: str, voiced: Voiced) -> float:
    pauses, digits = len(_CLAUSE_END.findall(line)), sum(c.isdigit() for c in line)
    varying = len(line) * voiced.character_s + pauses * voiced.pause_s + digits * voiced.digit_s
    return voiced.line_s + varying
