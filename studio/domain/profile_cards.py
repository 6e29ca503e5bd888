"""The card of what is remembered of a channel."""

from typing import Any, Self

from studio.domain.channel import Brand, House, Profile, Verdict, settings_of
from studio.domain.value import Value


class RuleLine(Value):
    """A rule on the profile's card.

    Attributes:
        id: Names it.
        says: In English, or in the user's words.
        is_learnt: Whether it was drawn from what the user did.
        path: Of a learnt rule: the storyboard's field, to say it in the reader's language.
        value: Of a learnt rule: the field's value.
        verdict: Of a learnt rule: whether that is wanted or to be avoided.
        because: What it was learnt from, line by line, in English.
        videos: The titles of the same, to say it in the reader's language; empty for one that has none.
    """

    id: str
    says: str
    is_learnt: bool
    path: str = ""
    value: Any = None
    verdict: Verdict = "accepted"
    because: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()


class ProfileCard(Value):
    """What is remembered of the user's channel.

    Attributes:
        lines: What is set, as ``(what, how)``, in English.
        house: The same as it is kept: how a new video begins.
        brand: The same: what makes the channel known.
        banned: Words that are never used.
        rules: What else holds, by number.
    """

    lines: tuple[tuple[str, str], ...]
    house: House
    brand: Brand
    banned: tuple[str, ...]
    rules: tuple[RuleLine, ...]

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Show a profile."""
        rules = tuple(
            RuleLine(
                **rule.model_dump(include={"id", "says", "path", "value", "verdict"}),
                is_learnt=rule.is_learnt,
                because=tuple(f"{e.title or 'A video'}: {e.words}" for e in rule.because),
                videos=tuple(e.title for e in rule.because),
            )
            for rule in profile.rules
        )
        return cls(
            lines=settings_of(profile),
            house=profile.house,
            brand=profile.brand,
            banned=profile.banned,
            rules=rules,
        )
