"""Niche packs and script templates, as clients see them."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.domain.pack import FormatKind
from studio.services.packs import Listed


class PackShown(BaseModel):
    """A pack or a template that can be followed."""

    kind: FormatKind
    name: str
    title: str
    summary: str
    languages: list[str]
    is_own: bool = Field(description="Whether the caller saved it.")

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """Show one."""
        return cls.model_validate(listed.model_dump())


class PacksShown(BaseModel):
    """All that there are, the caller's own first."""

    items: list[PackShown]


class TopicsShown(BaseModel):
    """What videos could be about, by pack."""

    topics: dict[str, list[str]]


class TestAsked(BaseModel):
    """In which language."""

    language: str = Field(default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class TestBegun(BaseModel):
    """A video of a few seconds that is being made; follow it at `/v1/renders/{render_id}`."""

    thread_id: UUID
    render_id: UUID


class NewTitle(BaseModel):
    """What it is called from now on."""

    title: str = Field(min_length=1, max_length=120)
