"""The tables of batches. Their rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from studio.db.rows import Row


class BatchRow(Row):
    """Many videos with one budget and one approval; it is written once the user has said yes.

    ``agreed_usd`` is the price that was said yes to; empty where none was known.
    """

    __tablename__ = "batches"
    __table_args__ = (
        Index("ix_batches_owner_id", "owner_id", "created_at"),
        CheckConstraint("kind IN ('topics', 'languages')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    thread_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str]
    title: Mapped[str]
    agreed_usd: Mapped[Decimal | None]
    budget_usd: Mapped[Decimal | None]
    stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BatchVideoRow(Row):
    """One video of a batch; how it stands follows from its conversation's turns and renders.

    ``agreed_usd`` is its share of the price: what may be spent on it without another question.
    """

    __tablename__ = "batch_videos"

    batch_id: Mapped[UUID] = mapped_column(
        ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str]
    target_s: Mapped[int]
    agreed_usd: Mapped[Decimal | None]
