"""A turn waits for approvals, which are rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATUSES = "'queued', 'running', 'done', 'failed', 'cancelled'"
OPEN = sa.text("state = 'open'")
WAITING = sa.text("status = 'waiting'")


def upgrade():
    op.drop_constraint(op.f("ck_turns_status"), "turns", type_="check")
    op.create_check_constraint(
        op.f("ck_turns_status"), "turns", f"status IN ({STATUSES}, 'waiting')"
    )
    op.add_column("turns", sa.Column("resumes", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_turns_resumes"), "turns", "turns", ["resumes"], ["id"], ondelete="CASCADE"
    )
    op.create_index(op.f("ix_turns_resumes"), "turns", ["resumes"])
    op.create_index(
        "uq_turns_waiting", "turns", ["thread_id"], unique=True, postgresql_where=WAITING
    )
    op.create_table(
        "gates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("ask", postgresql.JSONB(), nullable=False),
        sa.Column("call_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("default", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("grants", postgresql.JSONB(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('script', 'spend', 'publish', 'provider', 'rule')", name=op.f("ck_gates_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'rejected', 'withdrawn')", name=op.f("ck_gates_state")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_gates_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_gates_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name=op.f("fk_gates_turn_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_gates_answered_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gates")),
        sa.UniqueConstraint("turn_id", "call_id", "key", name=op.f("uq_gates_turn_id_call_id_key")),
    )
    op.create_index(op.f("ix_gates_owner_id"), "gates", ["owner_id"])
    op.create_index(op.f("ix_gates_thread_id"), "gates", ["thread_id"])
    op.create_index("ix_gates_due", "gates", ["deadline_at"], postgresql_where=OPEN)
    op.add_column("charges", sa.Column("gate_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_charges_gate_id"), "charges", "gates", ["gate_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_charges_gate_id"), "charges", ["gate_id"])


def downgrade():
    op.drop_index(op.f("ix_charges_gate_id"), "charges")
    op.drop_constraint(op.f("fk_charges_gate_id"), "charges", type_="foreignkey")
    op.drop_column("charges", "gate_id")
    op.drop_table("gates")
    op.drop_index("uq_turns_waiting", "turns")
    op.drop_index(op.f("ix_turns_resumes"), "turns")
    op.drop_constraint(op.f("fk_turns_resumes"), "turns", type_="foreignkey")
    op.drop_column("turns", "resumes")
    op.execute("UPDATE turns SET status = 'cancelled' WHERE status = 'waiting'")
    op.drop_constraint(op.f("ck_turns_status"), "turns", type_="check")
    op.create_check_constraint(op.f("ck_turns_status"), "turns", f"status IN ({STATUSES})")
