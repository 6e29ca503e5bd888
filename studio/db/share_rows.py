"""The table of share links. Its rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from studio.db.rows import Row


class ShareRow(Row):
    """An address at which others watch a finished video; of its token the hash is kept."""

    __tablename__ = "shares"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[UUID] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    render_id: Mapped[UUID] = mapped_column(
        ForeignKey("renders.id", ondelete="CASCADE"), index=True
    )
    gate_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("gates.id", ondelete="CASCADE"), unique=True
    )
    version: Mapped[int]
    title: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
