"""When a user is asked before money is spent."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, Field

from studio.domain.budget import AskRule


class AskRuleShown(BaseModel):
    """When to ask before pictures and voices are paid for."""

    ask_above_usd: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=8)] | None = Field(
        description="Where one request costs more than this in all; 0 asks always, null never.",
        examples=["2.50"],
    )
    ask_unpriced: bool = Field(description="Where nobody knows the price.")

    @classmethod
    def of(cls, rule: AskRule) -> Self:
        """Show a rule."""
        return cls(ask_above_usd=rule.above_usd, ask_unpriced=rule.unpriced)
