"""The ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.ledger_rows import UsageRow
from studio.db.repositories.repository import Repository


class Sum(NamedTuple):
    """What a thread used of one thing; the cost is ``None`` where any part of it is unknown."""

    provider: str
    model: str
    unit: str
    quantity: int | float
    cost_usd: Decimal | None
    is_cached: bool


class DaySum(NamedTuple):
    """What an owner used of one thing on one day, for one thread."""

    day: date
    thread_id: UUID | None
    provider: str
    model: str
    unit: str
    quantity: int | float
    cost_usd: Decimal | None
    price_source: str
    price_date: date | None
    is_cached: bool


class UsageLines(Repository):
    """What was used."""

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID | None,
        turn_id: UUID | None,
        provider: str,
        model: str,
        unit: str,
        quantity: int | float,
        cost_usd: Decimal | None,
        price_source: str = "",
        price_date: date | None = None,
        is_cached: bool = False,
        charge_id: UUID | None = None,
    ) -> None:
        """Add a line."""
        await self._session.execute(
            insert(UsageRow).values(
                owner_id=owner_id,
                thread_id=thread_id,
                turn_id=turn_id,
                charge_id=charge_id,
                provider=provider,
                model=model,
                unit=unit,
                quantity=quantity,
                cost_usd=cost_usd,
                price_source=price_source,
                price_date=price_date,
                is_cached=is_cached,
            )
        )

    async def sums(self, *, owner_id: UUID, thread_id: UUID) -> Sequence[Sum]:
        """Sum a thread's lines by provider, model and unit; what was reused apart."""
        is_known = func.count() == func.count(UsageRow.cost_usd)
        of = (UsageRow.provider, UsageRow.model, UsageRow.unit, UsageRow.is_cached)
        found = await self._session.execute(
            select(
                UsageRow.provider,
                UsageRow.model,
                UsageRow.unit,
                func.sum(UsageRow.quantity),
                case((is_known, func.sum(UsageRow.cost_usd))),
                UsageRow.is_cached,
            )
            .where(UsageRow.owner_id == owner_id, UsageRow.thread_id == thread_id)
            .group_by(*of)
            .order_by(*of)
        )
        return [Sum(a, b, c, plain(d), e, f) for a, b, c, d, e, f in found]

    async def days(
        self, *, owner_id: UUID, thread_id: UUID | None, since: datetime
    ) -> Sequence[DaySum]:
        """Sum an owner's lines since a moment by day, thread and thing; of one thread where named."""
        day = func.date(func.timezone("UTC", UsageRow.created_at))
        of = (
            day,
            UsageRow.thread_id,
            UsageRow.provider,
            UsageRow.model,
            UsageRow.unit,
            UsageRow.price_source,
            UsageRow.price_date,
            UsageRow.is_cached,
        )
        is_known = func.count() == func.count(UsageRow.cost_usd)
        asked = (
            select(*of, func.sum(UsageRow.quantity), case((is_known, func.sum(UsageRow.cost_usd))))
            .where(UsageRow.owner_id == owner_id, UsageRow.created_at >= since)
            .group_by(*of)
            .order_by(day.desc(), *of[1:])
        )
        if thread_id is not None:
            asked = asked.where(UsageRow.thread_id == thread_id)
        return [
            DaySum(d, thread, who, model, unit, plain(quantity), cost, source, dated, is_cached)
            for d, thread, who, model, unit, source, dated, is_cached, quantity, cost in (
                await self._session.execute(asked)
            )
        ]


def plain(quantity: Decimal) -> int | float:
    """Give a whole number as one."""
    return int(quantity) if quantity == int(quantity) else float(quantity)
