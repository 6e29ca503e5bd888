"""Who does the work of a maker that is down."""

from typing import Literal, Self

from pydantic import BaseModel, Field

from studio.domain.money import CallKind
from studio.services.rules import Replacement

What = Literal[CallKind.PICTURE, CallKind.VOICE]


class ReplacementChosen(BaseModel):
    """Who does it instead."""

    instead: str = Field(min_length=1, max_length=40, examples=["illustrator"])


class ReplacementShown(BaseModel):
    """A rule: where one maker is down or refuses, another does its work without asking."""

    what: CallKind = Field(description="`picture` or `voice`.")
    maker: str = Field(description="Who is down, as settings name it.")
    instead: str = Field(description="Who does it then.")

    @classmethod
    def of(cls, rule: Replacement) -> Self:
        """Show a rule."""
        return cls(what=rule.what, maker=rule.maker, instead=rule.instead)


class Replacements(BaseModel):
    """All rules of the caller."""

    items: list[ReplacementShown]
