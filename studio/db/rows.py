"""The tables. Rows never leave ``studio.db`` and ``studio.services``."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

ACTIVE = text("status IN ('queued', 'running')")
WAITING = text("status = 'waiting'")
LIVE = text("status IN ('queued', 'running', 'done')")
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(DeclarativeBase):
    """What every table shares: named constraints, aware timestamps, unbounded text."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        str: Text,
        Decimal: Numeric(18, 8),
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


def _key() -> Mapped[UUID]:
    return mapped_column(primary_key=True, default=uuid7)


def _owner() -> Mapped[UUID]:
    return mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)


def _thread() -> Mapped[UUID]:
    return mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)


def _created() -> Mapped[datetime]:
    return mapped_column(server_default=func.now())


class UserRow(Row):
    """A person; their own owner."""

    __tablename__ = "users"

    id: Mapped[UUID] = _key()
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime] = _created()


class SigninLinkRow(Row):
    """A one-time sign-in link; only a hash of its token is kept."""

    __tablename__ = "signin_links"

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = _created()


class RefreshTokenRow(Row):
    """A refresh token; those that follow from one sign-in are a family."""

    __tablename__ = "refresh_tokens"

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    family_id: Mapped[UUID] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = _created()


class ApiKeyRow(Row):
    """A scoped API key; only a hash of its secret is kept."""

    __tablename__ = "api_keys"

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    name: Mapped[str]
    prefix: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = _created()


class ThreadRow(Row):
    """A conversation."""

    __tablename__ = "threads"
    __table_args__ = (Index(None, "owner_id", "updated_at"),)

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str]
    budget_usd: Mapped[Decimal | None]
    forked_from: Mapped[UUID | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    forked_version: Mapped[int | None]
    created_at: Mapped[datetime] = _created()
    updated_at: Mapped[datetime] = _created()


class TurnRow(Row):
    """A turn and its lease."""

    __tablename__ = "turns"
    __table_args__ = (
        Index("uq_turns_active", "thread_id", unique=True, postgresql_where=ACTIVE),
        Index("ix_turns_waiting", "created_at", postgresql_where=ACTIVE),
        Index("uq_turns_waiting", "thread_id", unique=True, postgresql_where=WAITING),
        CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'waiting')",
            name="status",
        ),
    )

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    thread_id: Mapped[UUID] = _thread()
    resumes: Mapped[UUID | None] = mapped_column(
        ForeignKey("turns.id", ondelete="CASCADE"), index=True
    )
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("batches.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[str]
    message: Mapped[str]
    message_id: Mapped[str]
    error_code: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = _created()
    finished_at: Mapped[datetime | None]


class MessageRow(Row):
    """A message; ``position`` is its place in the thread."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("thread_id", "message_id"),)

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[str]
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    role: Mapped[str]
    content: Mapped[str]
    tool_calls: Mapped[list[dict[str, Any]]]
    tool_call_id: Mapped[str | None]
    card_kind: Mapped[str | None]
    created_at: Mapped[datetime]


class StoryboardRow(Row):
    """One immutable version of a storyboard."""

    __tablename__ = "storyboards"
    __table_args__ = (
        UniqueConstraint("thread_id", "version"),
        UniqueConstraint("thread_id", "call_id"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint(
            "reason IN ('edit', 'undo', 'redo', 'go_to', 'restore', 'fork')", name="reason"
        ),
    )

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    version: Mapped[int]
    parent_version: Mapped[int | None]
    content: Mapped[dict[str, Any]]
    author: Mapped[str]
    message: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="edit")
    touches: Mapped[list[str]] = mapped_column(server_default="{}")
    turn_id: Mapped[UUID | None]
    call_id: Mapped[str | None]
    created_at: Mapped[datetime] = _created()


class AssetRow(Row):
    """A picture, a voice, an upload or stock, found by its recipe, which of an upload is its SHA-256.

    ``facts`` holds what only its kind has.
    """

    __tablename__ = "assets"
    __table_args__ = (UniqueConstraint("owner_id", "kind", "recipe"),)

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    recipe: Mapped[str]
    key: Mapped[str]
    maker: Mapped[str]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = _created()


class StockSearchRow(Row):
    """What a stock library answered to a query, the same for everybody."""

    __tablename__ = "stock_searches"
    __table_args__ = (Index("ix_stock_searches_fetched_at", "library", "fetched_at"),)

    library: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    found: Mapped[list[dict[str, Any]]]
    fetched_at: Mapped[datetime] = _created()


class RenderRow(Row):
    """A render: what is wanted, how it stands, what came out."""

    __tablename__ = "renders"
    __table_args__ = (
        Index("uq_renders_live", "thread_id", "digest", unique=True, postgresql_where=LIVE),
        Index("ix_renders_unfinished", "created_at", postgresql_where=ACTIVE),
        CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"
        ),
        CheckConstraint("urgency IN ('interactive', 'batch')", name="urgency"),
    )

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    thread_id: Mapped[UUID] = _thread()
    turn_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("turns.id", ondelete="SET NULL"), index=True
    )
    urgency: Mapped[str] = mapped_column(server_default="interactive")
    storyboard_version: Mapped[int]
    digest: Mapped[str]
    profile: Mapped[str]
    status: Mapped[str]
    error: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    timeline: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = _created()
    started_at: Mapped[datetime | None]
    playable_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RenderTaskRow(Row):
    """A piece of a render; pieces with the same digest are one."""

    __tablename__ = "render_tasks"
    __table_args__ = (CheckConstraint("kind IN ('segment', 'audio', 'join')", name="kind"),)

    render_id: Mapped[UUID] = mapped_column(
        ForeignKey("renders.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = _owner()
    kind: Mapped[str]
    position: Mapped[int]
    frames: Mapped[int]
    frames_done: Mapped[int] = mapped_column(default=0)
    is_done: Mapped[bool] = mapped_column(default=False)
    is_reused: Mapped[bool] = mapped_column(default=False)


class ExportRow(Row):
    """Something made of a finished video; the file is an artifact of its render."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("uq_exports_live", "render_id", "kind", unique=True, postgresql_where=LIVE),
        Index("ix_exports_unfinished", "created_at", postgresql_where=ACTIVE),
        CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"
        ),
    )

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    render_id: Mapped[UUID] = mapped_column(
        ForeignKey("renders.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    status: Mapped[str]
    fraction: Mapped[float]
    error: Mapped[str]
    created_at: Mapped[datetime] = _created()
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ArtifactRow(Row):
    """A finished file."""

    __tablename__ = "artifacts"
    __table_args__ = (UniqueConstraint("render_id", "kind"),)

    id: Mapped[UUID] = _key()
    owner_id: Mapped[UUID] = _owner()
    render_id: Mapped[UUID] = mapped_column(ForeignKey("renders.id", ondelete="CASCADE"))
    kind: Mapped[str]
    key: Mapped[str]
    media_type: Mapped[str]
    filename: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    created_at: Mapped[datetime] = _created()
