"""What a script claims, and what stands behind it."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, Field

from studio.domain.citation import Citation
from studio.domain.claims import Claim, ClaimKind, Origin


class ClaimShown(BaseModel):
    """A sentence that somebody may ask the source of."""

    scene: int = Field(description="The scene's number, from 1.")
    says: str
    kinds: tuple[ClaimKind, ...]
    origin: Origin = Field(description="What stands behind it; `unsourced` for nothing.")
    mark: str = Field(description="The same in a few words, for people.")
    source: Citation | None
    passage: str = Field(description="The sentence of the document, or of the user's own text.")
    is_read: bool = Field(description="Whether the source was read here, and not only named.")

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """Show a claim."""
        return cls(**{name: getattr(claim, name) for name in cls.model_fields})


class Claims(BaseModel):
    """All that a script claims of figures, money and health."""

    version: int
    unsourced: int = Field(description="How many have nothing behind them.")
    items: list[ClaimShown]

    @classmethod
    def of(cls, claims: Sequence[Claim], *, version: int) -> Self:
        """Show them in the script's order."""
        unsourced = sum(not claim.is_sourced for claim in claims)
        items = [ClaimShown.of(claim) for claim in claims]
        return cls(version=version, unsourced=unsourced, items=items)
