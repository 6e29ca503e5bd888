"""Credits, as clients see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from studio.domain.credit import Credit, description


class CreditShown(BaseModel):
    """Something of others in a video."""

    library: str = Field(examples=["Unsplash"])
    id: str = Field(description="The library's own.")
    title: str
    page_url: str
    author: str
    author_url: str
    licence: str = Field(examples=["CC BY 4.0"])
    licence_url: str
    attribution: str = Field(description="As the library words it.")
    query: str = Field(description="What was looked for.")
    taken_at: datetime


class CreditsShown(BaseModel):
    """All credits of a video; what is seen first, then the music."""

    items: list[CreditShown]
    text: str = Field(
        description="For the video's description; a line each, empty where none is due."
    )

    @classmethod
    def of(cls, credits: Sequence[Credit]) -> Self:
        """Show credits."""
        items = [CreditShown.model_validate(credit.model_dump()) for credit in credits]
        return cls(items=items, text=description(credits))
