"""The table of gates. Its rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from studio.db.rows import Row

OPEN = text("state = 'open'")


class GateRow(Row):
    """A question to the user; once approved it is what the spending service looks for."""

    __tablename__ = "gates"
    __table_args__ = (
        UniqueConstraint("turn_id", "call_id", "key"),
        Index("ix_gates_due", "deadline_at", postgresql_where=OPEN),
        CheckConstraint(
            "kind IN ('script', 'change', 'spend', 'provider', 'rule', 'wait_rule', 'budget', "
            "'replacement', 'batch', 'publish', 'delete', 'scripts')",
            name="kind",
        ),
        CheckConstraint("state IN ('open', 'approved', 'rejected', 'withdrawn')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[UUID] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"))
    call_id: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    message: Mapped[str]
    ask: Mapped[dict[str, Any]]
    call_keys: Mapped[list[str]] = mapped_column(ARRAY(Text))
    deadline_at: Mapped[datetime | None]
    default: Mapped[str]
    state: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))
    grants: Mapped[dict[str, Any]]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    via: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AskRuleRow(Row):
    """When one user is asked, in the place of the installation's rule."""

    __tablename__ = "ask_rules"

    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    above_usd: Mapped[Decimal | None]
    unpriced: Mapped[bool]


class WaitRuleRow(Row):
    """What is shown to one user before it is made."""

    __tablename__ = "wait_rules"

    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    script: Mapped[bool]
    above_s: Mapped[float | None]
    above_scenes: Mapped[int | None]


class ReplacementRow(Row):
    """Who does the work of a maker that is down, by one user's rule."""

    __tablename__ = "replacements"
    __table_args__ = (CheckConstraint("what IN ('picture', 'voice')", name="what"),)

    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    what: Mapped[str] = mapped_column(primary_key=True)
    maker: Mapped[str] = mapped_column(primary_key=True)
    instead: Mapped[str]
