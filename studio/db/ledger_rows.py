"""The tables of money; like the others they never leave ``studio.db`` and ``studio.services``."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from studio.db.rows import Row

RESERVED = text("state = 'reserved'")


class ChargeRow(Row):
    """One attempt at a call that costs money; it outlives its thread."""

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("owner_id", "call_key", "attempt"),
        Index("uq_charges_open", "owner_id", "call_key", unique=True, postgresql_where=RESERVED),
        Index("ix_charges_created_at", "created_at"),
        CheckConstraint("state IN ('reserved', 'settled', 'released', 'unknown')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    thread_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    turn_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("turns.id", ondelete="SET NULL"), index=True
    )
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("batches.id", ondelete="SET NULL"), index=True
    )
    call_key: Mapped[str]
    attempt: Mapped[int]
    gate_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("gates.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    state: Mapped[str]
    estimate_usd: Mapped[Decimal | None]
    cost_usd: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(default="")
    holder: Mapped[str]
    held_until: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    job_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class AnswerRow(Row):
    """What a language model answered to a call; with a turn, only that turn may ask for it."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("owner_id", "call_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    turn_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("turns.id", ondelete="CASCADE"), index=True
    )
    call_key: Mapped[str]
    messages: Mapped[list[dict[str, Any]]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UsageRow(Row):
    """A line of the ledger; it outlives its thread."""

    __tablename__ = "usage"
    __table_args__ = (Index("ix_usage_created_at", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    turn_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("turns.id", ondelete="SET NULL"), index=True
    )
    charge_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("charges.id", ondelete="SET NULL"), index=True
    )
    provider: Mapped[str]
    model: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(18, 3))
    cost_usd: Mapped[Decimal | None]
    price_source: Mapped[str] = mapped_column(default="")
    price_date: Mapped[date | None]
    is_cached: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BudgetRow(Row):
    """Caps of one user: the operator's for them, and their own."""

    __tablename__ = "budgets"
    __table_args__ = (CheckConstraint("set_by IN ('operator', 'user')", name="set_by"),)

    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    set_by: Mapped[str] = mapped_column(primary_key=True)
    request_usd: Mapped[Decimal | None]
    project_usd: Mapped[Decimal | None]
    user_day_usd: Mapped[Decimal | None]
