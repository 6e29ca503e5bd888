"""The table of presets of users. Its rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from studio.db.rows import Row


class PresetRow(Row):
    """How a user's next video may begin; one of them is the user's usual."""

    __tablename__ = "presets"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        Index("uq_presets_default", "owner_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
