"""What a message asks for, as values."""

from dataclasses import dataclass, field

Scenes = tuple[str, ...]
"""Scenes as they were named: ``"2"``, ``"-1"`` for the last, ``"all"``, ``"rest"``, ``"!2"``."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked for.

    Attributes:
        kind: As the grammar calls it.
        scenes: The scenes it is about; none for the whole video.
        to: Where to, or with which.
        words: Everything else that was said, by what it means whatever the language.
    """

    kind: str
    scenes: Scenes = ()
    to: Scenes = ()
    words: dict[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Give the length that was named."""
        return float(self.words["count"]) * (60 if self.words["unit"] == "min" else 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read as requests.

    Attributes:
        requests: What to do, in the order of the message.
        left: What was asked not to be done: the scenes named in it, maybe none.
        unknown: Parts that were not understood, as they were written.
        has_question: It asks something that cannot be answered.
    """

    requests: tuple[Request, ...] = ()
    left: tuple[Scenes, ...] = ()
    unknown: tuple[str, ...] = ()
    has_question: bool = False

    @property
    def is_understood(self) -> bool:
        """Say whether any of it was understood."""
        return bool(self.requests or self.left or self.has_question)


@dataclass(frozen=True, slots=True)
class Wish:
    """A whole message, understood.

    Attributes:
        text: A text to tell.
        topic: A bare topic to outline.
        is_scrap: The topic was meant as a text, but is too short for one.
        talk: Small talk: how to answer it.
        page: The address of a page to tell.
        document: The number of a document to tell; 0 for none.
        target_s: The length asked for.
        reading: Edits and questions.
        language: In which the message is written.
    """

    text: str = ""
    topic: str = ""
    is_scrap: bool = False
    talk: str = ""
    page: str = ""
    document: int = 0
    target_s: int | None = None
    reading: Reading = Reading()
    language: str = "en"

    @property
    def is_new(self) -> bool:
        """Say whether it asks for a new video."""
        return bool(self.text or self.topic or self.page or self.document)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Give the edits and questions, in the order of the message."""
        return self.reading.requests

    @property
    def kinds(self) -> set[str]:
        """Give the kinds of the requests."""
        return {request.kind for request in self.requests}
