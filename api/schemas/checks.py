"""Checks of a storyboard, as clients see them."""

from typing import Self

from pydantic import BaseModel, Field

from studio.domain.stretching import Stretch
from studio.domain.validation import Check, Level, Review


class IssueShown(BaseModel):
    """A rule that is not kept."""

    rule: Check
    level: Level
    scene: int | None = Field(description="Its number, from 1; null for the whole video.")
    message: str
    fix: str


class ReviewShown(BaseModel):
    """What the rules say of a version."""

    version: int
    seconds: float = Field(description="Measured where voices exist, else estimated.")
    target_s: int
    issues: list[IssueShown] = Field(description="The gravest first.")
    checked: list[Check]

    @classmethod
    def of(cls, review: Review, *, version: int) -> Self:
        """Show a review."""
        return cls.model_validate({"version": version, **review.model_dump()})


class FitAsked(BaseModel):
    """To which length."""

    target_s: int | None = Field(
        default=None, ge=5, le=180, description="Null for the one that was asked for."
    )


class FitShown(BaseModel):
    """What became of the length."""

    version: int
    before_s: float
    after_s: float
    target_s: int
    is_close: bool = Field(description="Whether it is within 5 % of the length asked for.")
    changed: list[int] = Field(description="Numbers of the scenes that last longer or shorter.")
    offers: list[str] = Field(description="What would bring it nearer.")

    @classmethod
    def of(cls, fitted: Stretch, *, version: int) -> Self:
        """Show a fitted length."""
        fields = fitted.model_dump(exclude={"storyboard"})
        return cls.model_validate({"version": version, "is_close": fitted.is_close, **fields})
