"""What was used and what it cost."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.domain.budget import Cap
from studio.domain.costs import CostLine, Costs

COLUMNS = (
    "day",
    "thread_id",
    "provider",
    "model",
    "unit",
    "quantity",
    "cost_usd",
    "price_source",
    "price_date",
    "is_cached",
    "state",
    "held_usd",
)


class CostShown(BaseModel):
    """What was used of one thing on one day."""

    day: date = Field(description="In UTC.")
    thread_id: UUID | None
    provider: str
    model: str
    unit: str = Field(examples=["tokens_in", "pictures", "characters", "seconds"])
    quantity: int | float
    cost_usd: Decimal | None = Field(description="Null where any part of it is unknown.")
    price_source: str = Field(description="Who states the price; empty where it is unknown.")
    price_date: date | None = Field(description="The day for which the source states it.")
    is_cached: bool = Field(description="Whether the answers were there already.")

    @classmethod
    def of(cls, line: CostLine) -> Self:
        """Show a line."""
        return cls(day=line.day, thread_id=line.thread_id, **line.used.model_dump())


class PendingShown(BaseModel):
    """Calls that are under way (`reserved`), or that may have been billed for nothing (`unknown`)."""

    state: str
    kind: str
    provider: str
    model: str
    calls: int
    estimate_usd: Decimal | None = Field(description="What they count for against caps.")
    reasons: list[str] = Field(description="Why their outcome is unknown, each once.")


class LeftShown(BaseModel):
    """What is left of a cap."""

    cap: Cap
    limit_usd: Decimal
    counted_usd: Decimal = Field(description="Spent, held or uncertain.")
    left_usd: Decimal


class CostsShown(BaseModel):
    """An account."""

    known_usd: Decimal = Field(description="Sum of the prices that are known.")
    has_unknown: bool = Field(description="Whether the price of anything used is unknown.")
    lines: list[CostShown]
    pending: list[PendingShown]
    left: list[LeftShown] = Field(description="Of every cap that is set.")

    @classmethod
    def of(cls, costs: Costs) -> Self:
        """Show an account."""
        return cls(
            known_usd=costs.known_usd,
            has_unknown=costs.has_unknown,
            lines=[CostShown.of(line) for line in costs.lines],
            pending=[PendingShown(**each.model_dump()) for each in costs.pending],
            left=[LeftShown(**e.model_dump(), left_usd=e.left_usd) for e in costs.left],
        )


def as_csv(shown: CostsShown) -> str:
    """Write the lines as RFC 4180 has it; an unknown cost is an empty field.

    What is held or uncertain follows, by its state, in calls.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for line in shown.lines:
        told = line.model_dump(mode="json")
        writer.writerow([(told | {"state": "settled"}).get(column) for column in COLUMNS])
    for each in shown.pending:
        told = each.model_dump(mode="json") | {"unit": f"{each.kind} calls", "quantity": each.calls}
        told |= {"held_usd": told["estimate_usd"], "is_cached": False}
        writer.writerow([told.get(column) for column in COLUMNS])
    return file.getvalue()
