"""Script templates: the beats that a form of video is told in. Data; users add their own."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from studio.domain.pack import FormatName, Pattern, Sentence, spoken_in
from studio.domain.scene import ShortText
from studio.domain.value import Value

_WHOLE = 0.02
"""How far the shares of all beats may be from 1."""


class Beat(Value):
    """A part of a script, as one language has it.

    Attributes:
        purpose: What it is for.
        narration: How it is told.
        on_screen: What stands over the picture; may be empty.
        line: A sentence of it to fill in; ``{topic}`` stands for the topic.
    """

    purpose: Sentence
    narration: Sentence
    on_screen: Annotated[str, Field(max_length=120)] = ""
    line: Pattern


class TemplateWords(Value):
    """A template in one language.

    Attributes:
        title: For people.
        summary: What it is for, in a sentence.
        beats: In order, as many as there are shares.
    """

    title: ShortText
    summary: Sentence
    beats: Annotated[tuple[Beat, ...], Field(min_length=1, max_length=12)]


class Template(Value):
    """A form of script.

    Attributes:
        name: For programs and files.
        shares: How much of the time each beat takes; together 1.
        words: By language, as its primary subtag.
    """

    name: FormatName
    shares: Annotated[
        tuple[Annotated[float, Field(gt=0, le=1)], ...], Field(min_length=1, max_length=12)
    ]
    words: Annotated[dict[str, TemplateWords], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        total = sum(self.shares)
        if abs(total - 1) > _WHOLE:
            raise ValueError(f"the shares of all beats make {total:.2f}, not 1")
        for language, words in self.words.items():
            if len(words.beats) != len(self.shares):
                raise ValueError(
                    f"{language!r} has {len(words.beats)} beats, but there are "
                    f"{len(self.shares)} shares"
                )
        return self

    def in_language(self, language: str) -> TemplateWords:
        """Give its words in a language, else in English, else in the first there is."""
        return spoken_in(self.words, language)
