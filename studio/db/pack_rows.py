"""The table of packs and templates of users. Its rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from studio.db.rows import Row


class PackRow(Row):
    """A niche pack or a script template of a user's own."""

    __tablename__ = "packs"
    __table_args__ = (
        UniqueConstraint("owner_id", "kind", "name"),
        CheckConstraint("kind IN ('pack', 'template')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    name: Mapped[str]
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
