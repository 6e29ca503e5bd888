"""Money is held before it is spent: a charge for each attempt at a call."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
RESERVED = sa.text("state = 'reserved'")


def upgrade():
    op.create_table(
        "charges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("call_key", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("estimate_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("cost_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('reserved', 'settled', 'released', 'unknown')",
            name=op.f("ck_charges_state"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_charges_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_charges_thread_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name=op.f("fk_charges_turn_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
        sa.UniqueConstraint(
            "owner_id", "call_key", "attempt", name=op.f("uq_charges_owner_id_call_key_attempt")
        ),
    )
    op.create_index(op.f("ix_charges_thread_id"), "charges", ["thread_id"])
    op.create_index(op.f("ix_charges_turn_id"), "charges", ["turn_id"])
    op.create_index("ix_charges_created_at", "charges", ["created_at"])
    op.create_index(
        "uq_charges_open",
        "charges",
        ["owner_id", "call_key"],
        unique=True,
        postgresql_where=RESERVED,
    )
    op.add_column("usage", sa.Column("charge_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_usage_charge_id"), "usage", "charges", ["charge_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_usage_charge_id"), "usage", ["charge_id"])


def downgrade():
    op.drop_column("usage", "charge_id")
    op.drop_table("charges")
