"""How an outage is put into words. Pure."""

from collections.abc import Collection
from decimal import Decimal

from studio.domain.budget import dollars
from studio.domain.money import CallKind
from studio.domain.scene import named


def undone(what: CallKind, title: str, numbers: Collection[int]) -> str:
    """Say what a maker did not make."""
    if what is CallKind.VOICE:
        return f"The voice was not recorded by {title}."
    if len(numbers) == 1:
        return f"The picture of {named(numbers)} was not made by {title}."
    return f"The pictures of {named(numbers)} were not made by {title}."


def over(what: CallKind, title: str, numbers: Collection[int]) -> str:
    """Say what a maker that has ended does not make any longer."""
    if what is CallKind.VOICE:
        return f"The voice cannot be recorded by {title} any longer."
    of = f"picture{'s' if len(numbers) > 1 else ''} of {named(numbers)}"
    return f"The {of} cannot be made by {title} any longer."


def price(total_usd: Decimal | None, extra_usd: Decimal | None, *, count: int = 0) -> str:
    """Say what another maker costs.

    Args:
        total_usd: All that it would be called for; ``None`` where nobody knows.
        extra_usd: How much more that is than what was agreed upon; likewise.
        count: Of how many scenes, where that says something; 0 for all of them together.
    """
    if total_usd is None:
        return "price not known"
    if total_usd == 0:
        return "free"
    if extra_usd is None:
        return f"{dollars(total_usd)} in all"
    if extra_usd == 0:
        return "the same price"
    each = abs(extra_usd) / (count or 1)
    return (
        f"{dollars(each)} {'a scene' if count else 'in all'} {'more' if extra_usd > 0 else 'less'}"
    )


def ended(sentence: str) -> str:
    """End a sentence that a provider left open."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
