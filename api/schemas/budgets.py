"""How much may be spent, and who says so."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.schemas.costs import LeftShown
from studio.domain.budget import Amounts, Cap, Caps, Limits
from studio.domain.costs import what_is_left
from studio.services.budgets import Budget

Dollars = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=8)]


class LimitsShown(BaseModel):
    """Hard caps in US dollars; null is none."""

    request_usd: Dollars | None = Field(description="For one message and all that it leads to.")
    project_usd: Dollars | None = Field(description="For one thread and its video, ever.")
    user_day_usd: Dollars | None = Field(description="Between two midnights, UTC.")

    @classmethod
    def of(cls, caps: Caps | Limits) -> Self:
        """Show caps."""
        return cls(request_usd=caps.request, project_usd=caps.project, user_day_usd=caps.user_day)

    def limits(self) -> Limits:
        """Give them as values."""
        return Limits(
            request=self.request_usd, project=self.project_usd, user_day=self.user_day_usd
        )


class BudgetsShown(BaseModel):
    """What the caller may spend: the lowest of what is allowed and of their own limits."""

    allowed: LimitsShown = Field(description="By the operator; own limits cannot be higher.")
    own: LimitsShown = Field(description="Chosen by the caller.")
    in_force: LimitsShown
    left: list[LeftShown] = Field(description="Of the day, where it is capped.")

    @classmethod
    def of(cls, budget: Budget, spent: Amounts) -> Self:
        """Show a budget."""
        return cls(
            allowed=LimitsShown.of(budget.allowed),
            own=LimitsShown.of(budget.own),
            in_force=LimitsShown.of(budget.in_force),
            left=_left(budget, spent, Cap.USER_DAY),
        )


class ThreadBudgetAsked(BaseModel):
    """The most that one thread may cost."""

    limit_usd: Dollars | None = Field(description="In US dollars; null takes it away.")


class ThreadBudgetShown(BaseModel):
    """What one thread may cost."""

    limit_usd: Decimal | None = Field(description="As chosen for this thread.")
    in_force_usd: Decimal | None = Field(description="The lowest of all that hold for it.")
    left: list[LeftShown]

    @classmethod
    def of(cls, budget: Budget, spent: Amounts) -> Self:
        """Show a thread's budget."""
        return cls(
            limit_usd=budget.thread_usd,
            in_force_usd=budget.in_force.project,
            left=_left(budget, spent, Cap.PROJECT),
        )


def _left(budget: Budget, spent: Amounts, cap: Cap) -> list[LeftShown]:
    found = what_is_left(budget.in_force, spent, around=(cap,))
    return [LeftShown(**each.model_dump(), left_usd=each.left_usd) for each in found]
