"""Charges: the money that is held, spent, given back or uncertain."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, distinct, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.ledger_rows import ChargeRow
from studio.db.repositories.repository import Repository

_EVERYONE = "ledger"


class Spendings(NamedTuple):
    """Dollars that are spent or held, as each cap counts them.

    ``unasked`` is what of the request nobody was asked about.
    """

    request: Decimal
    project: Decimal
    batch: Decimal
    user_day: Decimal
    operator_day: Decimal
    unasked: Decimal


class Open(NamedTuple):
    """Charges of one kind that are not settled."""

    state: str
    kind: str
    provider: str
    model: str
    calls: int
    estimate_usd: Decimal | None
    reasons: Sequence[str]


class Charges(Repository):
    """Attempts at calls that cost money."""

    async def lock(self, *, owner_id: UUID, everyone: bool) -> None:
        """Let one reservation of an owner, or of everyone, be decided at a time."""
        if everyone:
            await self._lock(_EVERYONE)
        await self._lock(f"{_EVERYONE}:{owner_id}")

    async def newest(self, *, owner_id: UUID, call_key: str) -> ChargeRow | None:
        """Find the last attempt at a call, and keep others from changing it."""
        return await self._session.scalar(
            select(ChargeRow)
            .where(ChargeRow.owner_id == owner_id, ChargeRow.call_key == call_key)
            .order_by(ChargeRow.attempt.desc())
            .limit(1)
            .with_for_update()
        )

    async def is_held(self, row: ChargeRow) -> bool:
        """Tell whether whoever holds a charge was alive a moment ago."""
        found = await self._session.scalar(
            select(ChargeRow.held_until > func.clock_timestamp()).where(ChargeRow.id == row.id)
        )
        return bool(found)

    async def spendings(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID | None,
        turn_id: UUID | None,
        batch_id: UUID | None = None,
    ) -> Spendings:
        """Sum what counts against the caps; an unknown outcome counts with its estimate."""
        counted = counted_usd()
        is_mine = ChargeRow.owner_id == owner_id
        is_mine_now = is_mine & (ChargeRow.turn_id == turn_id)
        is_today = ChargeRow.created_at >= func.date_trunc("day", func.now())
        around = (
            is_mine_now,
            is_mine & (ChargeRow.thread_id == thread_id),
            is_mine & (ChargeRow.batch_id == batch_id if batch_id else false()),
            is_mine & is_today,
            is_today,
            is_mine_now & ChargeRow.gate_id.is_(None),
        )
        sums = [func.coalesce(func.sum(counted).filter(where), 0) for where in around]
        found = await self._session.execute(select(*sums).where(or_(*around)))
        return Spendings(*(Decimal(value) for value in found.one()))

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID | None,
        turn_id: UUID | None,
        batch_id: UUID | None,
        call_key: str,
        attempt: int,
        kind: str,
        provider: str,
        model: str,
        estimate_usd: Decimal | None,
        gate_id: UUID | None,
        holder: str,
        lease_s: float,
    ) -> UUID:
        """Hold money for an attempt."""
        return (
            await self._session.execute(
                insert(ChargeRow)
                .values(
                    owner_id=owner_id,
                    thread_id=thread_id,
                    turn_id=turn_id,
                    batch_id=batch_id,
                    call_key=call_key,
                    attempt=attempt,
                    kind=kind,
                    provider=provider,
                    model=model,
                    state="reserved",
                    estimate_usd=estimate_usd,
                    gate_id=gate_id,
                    reason="",
                    holder=holder,
                    held_until=_in(lease_s),
                )
                .returning(ChargeRow.id)
            )
        ).scalar_one()

    async def hold(self, *, charge_id: UUID, holder: str, lease_s: float) -> None:
        """Take over a charge whose holder is gone."""
        await self._session.execute(
            update(ChargeRow)
            .where(ChargeRow.id == charge_id)
            .values(holder=holder, held_until=_in(lease_s))
        )

    async def renew(self, *, charge_id: UUID, holder: str, lease_s: float) -> bool:
        """Hold on to a charge; false where another took it."""
        return await self._change(charge_id, holder, held_until=_in(lease_s))

    async def sent(self, *, charge_id: UUID, holder: str) -> bool:
        """Remember that the call is about to leave; false where another took the charge."""
        return await self._change(
            charge_id, holder, sent_at=func.coalesce(ChargeRow.sent_at, func.clock_timestamp())
        )

    async def ordered(self, *, charge_id: UUID, holder: str, job_id: str) -> bool:
        """Remember the provider's name of the work; false where another took the charge."""
        return await self._change(charge_id, holder, job_id=job_id)

    async def end(
        self,
        *,
        charge_id: UUID,
        holder: str,
        state: str,
        cost_usd: Decimal | None = None,
        reason: str = "",
    ) -> bool:
        """End an attempt; false where another took it."""
        ended = func.clock_timestamp()
        return await self._change(
            charge_id, holder, state=state, cost_usd=cost_usd, reason=reason, ended_at=ended
        )

    async def sweep(self, *, silent_s: float) -> Sequence[UUID]:
        """End what nobody has held for so long: not billed where it never left, else unknown."""
        was_sent = ChargeRow.sent_at.is_not(None)
        found = await self._session.scalars(
            update(ChargeRow)
            .where(ChargeRow.state == "reserved", ChargeRow.held_until < _in(-silent_s))
            .values(
                state=case((was_sent, "unknown"), else_="released"),
                reason="Nobody came back for it.",
                ended_at=func.clock_timestamp(),
            )
            .returning(ChargeRow.id)
        )
        return found.all()

    async def pending(
        self, *, owner_id: UUID, thread_id: UUID | None, since: datetime
    ) -> Sequence[Open]:
        """Sum an owner's calls that are under way, and those of unknown outcome since a moment."""
        of = (ChargeRow.state, ChargeRow.kind, ChargeRow.provider, ChargeRow.model)
        is_known = func.count() == func.count(ChargeRow.estimate_usd)
        asked = (
            select(
                *of,
                func.count(),
                case((is_known, func.sum(ChargeRow.estimate_usd))),
                func.array_agg(distinct(ChargeRow.reason)).filter(ChargeRow.reason != ""),
            )
            .where(ChargeRow.owner_id == owner_id, _is_open(since))
            .group_by(*of)
            .order_by(*of)
        )
        if thread_id is not None:
            asked = asked.where(ChargeRow.thread_id == thread_id)
        found = await self._session.execute(asked)
        return [Open(*row[:-1], reasons=row[-1] or []) for row in found]

    async def _change(self, charge_id: UUID, holder: str, **values: object) -> bool:
        found = await self._session.scalar(
            update(ChargeRow)
            .where(
                ChargeRow.id == charge_id,
                ChargeRow.holder == holder,
                ChargeRow.state == "reserved",
            )
            .values(**values)
            .returning(ChargeRow.id)
        )
        return found is not None

    async def _lock(self, name: str) -> None:
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)))
        )


def counted_usd() -> ColumnElement[Decimal]:
    """Give what a charge counts for: what was paid, or the estimate where that is not known yet."""
    return case(
        (ChargeRow.state == "settled", func.coalesce(ChargeRow.cost_usd, 0)),
        (ChargeRow.state == "released", 0),
        else_=func.coalesce(ChargeRow.estimate_usd, 0),
    )


def _in(seconds: float) -> ColumnElement[object]:
    return func.clock_timestamp() + timedelta(seconds=seconds)


def _is_open(since: datetime) -> ColumnElement[bool]:
    is_lost = (ChargeRow.state == "unknown") & (ChargeRow.created_at >= since)
    return or_(ChargeRow.state == "reserved", is_lost)
