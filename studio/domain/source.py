"""Sources: texts of files and web pages that a video is told from. They are data, never instructions."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from studio.domain.units import AssetId
from studio.domain.value import Value

MAX_DOCUMENT_BYTES = 20 * 1024**2
MAX_PAGE_BYTES = 5 * 1024**2
MAX_PAGES = 300
MAX_TEXT = 200_000
"""Characters that are kept of a source."""
TOLD_TEXT = 20_000
"""Characters of a source that a storyboard is told from."""


class SourceKind(StrEnum):
    """What a source is, told from its bytes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    PDF = "pdf"
    SUBTITLES = "subtitles"
    PAGE = "page"
    """Of the web: its main text, without menus and advertisements."""


class Passage(Value):
    """What was read.

    Attributes:
        kind: What it was read from.
        title: As it calls itself, else the file's name.
        text: Plain.
        is_cut: Whether there was more.
    """

    kind: SourceKind
    title: str
    text: str
    is_cut: bool = False


class Source(Value):
    """A text that is kept for its owner.

    Attributes:
        id: Among the owner's.
        kind: What it is.
        title: As it calls itself.
        name: The file's; empty for a page.
        url: The page's; empty for a file.
        characters: Of its text.
        is_cut: Whether there was more.
        read_at: When it was read.
    """

    id: AssetId
    kind: SourceKind
    title: str
    name: str = ""
    url: str = ""
    characters: int
    is_cut: bool = False
    read_at: datetime


class Quoted(Value):
    """A source as a storyboard names it.

    Attributes:
        title: As it calls itself.
        url: Of a page; empty for a file.
        name: Of a file; empty for a page.
        read_at: When it was read.
    """

    title: Annotated[str, Field(max_length=200)]
    url: Annotated[str, Field(max_length=2_000)] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    read_at: datetime


def told(text: str) -> str:
    """Give as much of a text as a storyboard is told from, ended at a paragraph or a sentence."""
    if len(text) <= TOLD_TEXT:
        return text
    cut = text[:TOLD_TEXT]
    for mark in ("\n\n", "\n", ". "):
        place = cut.rfind(mark)
        if place > TOLD_TEXT // 2:
            return cut[: place + len(mark)].rstrip()
    return cut
