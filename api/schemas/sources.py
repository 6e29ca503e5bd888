"""Sources as the API tells of them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.domain.source import Source, SourceKind


class SourceShown(BaseModel):
    """A text that videos can be told from."""

    id: UUID
    number: int = Field(description="Its place among the caller's, from 1; chats name it so.")
    kind: SourceKind
    title: str
    name: str = Field(description="Of the file; empty for a page.")
    url: str = Field(description="Of the page; empty for a file.")
    characters: int
    is_cut: bool = Field(description="Whether there was more than is kept.")
    read_at: datetime

    @classmethod
    def of(cls, source: Source, *, number: int) -> Self:
        """Show a source."""
        return cls.model_validate({"number": number, **source.model_dump()})


class SourcesShown(BaseModel):
    """All of the caller's, the first one first."""

    items: list[SourceShown]


class PageAsked(BaseModel):
    """A page of the public web."""

    url: str = Field(min_length=4, max_length=2_000, examples=["https://example.com/article"])
