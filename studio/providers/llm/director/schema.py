"""What a language's file holds, checked when it is read."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _compiles(written: str) -> str:
    """Make sure that words' alternatives are a pattern without groups of its own."""
    if re.compile(written).groups:
        raise ValueError(f"{written!r} captures; write (?:...) instead.")
    return written


Alternatives = Annotated[str, AfterValidator(_compiles)]
"""Ways to say one thing, as a pattern without groups."""
Values = dict[str, dict[str, Alternatives]]
"""Named groups of a pattern: what each may be, and how that is said."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hooks(_Strict):
    """First lines: of an outline, and a statement turned into a question."""

    outline: list[str] = Field(min_length=5, max_length=5)
    prefix_question: str
    """``{rest}`` is the sentence without its capital and its end, ``{sentence}`` as it stands."""


class Batches(_Strict):
    """How many videos at once are spoken of.

    Attributes:
        videos: More than one.
        each: One for each line.
        orders: What an order begins with, or what tells a list.
        about: Stands before topics in one line.
        joint: Stands before the last of them.
        just: No question, please.
        show: How does it stand?
        stop: Enough of it.
        retry: The failed ones again.
        localise: This video in other languages.
    """

    videos: str
    each: str
    orders: str
    about: str
    joint: str
    just: str
    show: str
    stop: str
    retry: str
    localise: str


class LanguageFile(_Strict):
    """One language: how things are asked for in it, and how it answers.

    Every text is a pattern of Python's ``re``, with ``{macro}`` for a part that has a name.
    """

    code: str
    letters: str = ""
    """Letters with accents that its words are written with."""
    numbers: dict[int, Alternatives]
    ordinals: dict[int, Alternatives]
    ordinal_suffix: Alternatives
    articles: Alternatives = "(?!)"
    values: Values
    macros: dict[str, str]
    make: list[str] = Field(min_length=1)
    topic: list[str] = Field(min_length=1)
    dangling: str
    """What is left over at the end of a topic when a length was cut out of it."""
    talk: list[tuple[str, str]]
    references: list[tuple[str, str]]
    except_: str = Field(alias="except")
    texts: list[str] = Field(default_factory=list)
    """Where words begin that are told; none takes the shared ones."""
    joints: str
    asides: list[str]
    polite: str
    question: str
    negation: str
    contrast_joint: str
    reference_only: str
    mention: str
    begun: str
    placed: str
    addressed: str
    pronoun: str
    hands_off: str
    refusing: str
    no_topic: list[str]
    fillers: str
    telling: str = ""
    """Words that are never passed over: they report what was done instead of asking for it."""
    chatter: str
    batches: Batches
    stopwords: str
    contrast: list[str]
    dependent: list[str]
    clause_openers: frozenset[str]
    """Words that begin a clause: a long sentence is broken before them."""
    edits: dict[str, list[str]]
    """Patterns by their slot; they stand in for the shared ones, ``shared`` among them adds those."""
    say: dict[str, str]
    untitled: str
    outline_title: str
    placeholder: str
    outline: list[tuple[str, str]]
    hooks: Hooks


class Grammar(_Strict):
    """What all languages share."""

    values: Values
    macros: dict[str, str]
    sources: list[str]
    """Where a video is told from: the group ``page`` or ``document``, and what stands ``after`` it."""
    sentence: str
    references: list[tuple[str, str]]
    texts: list[str]
    cancels: dict[str, str]
    styles: list[str]
    asked: list[str]
    loose: list[str]
    edits: list[tuple[str, list[str]]]
    """Slots in the order in which they are tried; a slot's kind stands before its dot."""
