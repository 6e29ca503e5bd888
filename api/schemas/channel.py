"""What is remembered of the caller's channel."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from studio.domain.channel import MAX_BANNED, Brand, House, Profile, Rule, Verdict
from studio.domain.effects import Effects
from studio.domain.storyboard import CaptionStyle, Mood
from studio.services.profiles import Changed

CHOICES = {
    "captions": [each.value for each in CaptionStyle],
    "mood": [each.value for each in Mood],
    "effects": [each.value for each in Effects],
}


class EvidenceShown(BaseModel):
    """What a rule was learnt from."""

    thread_id: UUID
    title: str
    version: int = Field(description="Of the storyboard, that the change led to.")
    words: str
    verdict: Verdict
    at: datetime


class RuleShown(BaseModel):
    """Something that holds for all videos."""

    id: str
    says: str = Field(description="In English, or in the user's words.")
    is_learnt: bool = Field(description="Drawn from what was kept and taken back, not said.")
    path: str = Field(description="Of a learnt rule: the storyboard's field, dotted.")
    value: Any = Field(None, description="Of a learnt rule: what the field is set to.")
    verdict: Verdict
    because: list[EvidenceShown]
    created_at: datetime

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """Show a rule."""
        return cls.model_validate({**rule.model_dump(), "is_learnt": rule.is_learnt})


class ProfileShown(BaseModel):
    """A channel."""

    house: House
    brand: Brand
    banned: list[str]
    rules: list[RuleShown]
    choices: dict[str, list[str]] = Field(
        default=CHOICES, description="What fields of `house` may be, where that is a list."
    )

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Show a profile."""
        return cls(
            house=profile.house,
            brand=profile.brand,
            banned=list(profile.banned),
            rules=[RuleShown.of(rule) for rule in profile.rules],
        )


class ProfileChange(BaseModel):
    """What is to be different; fields that are left out stay, `null` clears one of `house`."""

    model_config = ConfigDict(extra="forbid")

    house: dict[str, Any] = Field(
        default_factory=dict, description="Fields of `house`.", examples=[{"captions": "karaoke"}]
    )
    brand: dict[str, Any] = Field(
        default_factory=dict, description="Fields of `brand`.", examples=[{"handle": "@tides"}]
    )
    ban: list[str] = Field(default_factory=list, max_length=MAX_BANNED)
    allow: list[str] = Field(
        default_factory=list, max_length=MAX_BANNED, description="Banned words to be free again."
    )

    @property
    def changed(self) -> Changed:
        """Give it as the use case takes it."""
        return Changed(house=self.house, brand=self.brand, ban=self.ban, allow=self.allow)


class RuleSaid(BaseModel):
    """A rule in the user's words."""

    says: str = Field(min_length=2, max_length=300, examples=["Numbers are always written out."])
