"""Many videos are one batch, with one budget and one approval."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = "kind IN ('script', 'spend', 'publish', 'provider', 'rule', 'budget', 'replacement')"
AFTER = BEFORE.replace("'replacement'", "'replacement', 'batch'")


def upgrade():
    _batches()
    _videos()
    for table in ("turns", "charges"):
        op.add_column(table, sa.Column("batch_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_batch_id"),
            table,
            "batches",
            ["batch_id"],
            ["id"],
            ondelete="SET NULL",
        )
        op.create_index(op.f(f"ix_{table}_batch_id"), table, ["batch_id"])
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind = 'batch'")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
    for table in ("charges", "turns"):
        op.drop_index(op.f(f"ix_{table}_batch_id"), table_name=table)
        op.drop_constraint(op.f(f"fk_{table}_batch_id"), table, type_="foreignkey")
        op.drop_column(table, "batch_id")
    op.drop_table("batch_videos")
    op.drop_table("batches")


def _batches():
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("agreed_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("budget_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('topics', 'languages')", name=op.f("ck_batches_kind")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_batches_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_batches_thread_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index("ix_batches_owner_id", "batches", ["owner_id", "created_at"])
    op.create_index(op.f("ix_batches_thread_id"), "batches", ["thread_id"])


def _videos():
    op.create_table(
        "batch_videos",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("target_s", sa.Integer(), nullable=False),
        sa.Column("agreed_usd", sa.Numeric(18, 8), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_videos_batch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_batch_videos_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_batch_videos_thread_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_batch_videos")),
    )
    for column in ("owner_id", "thread_id"):
        op.create_index(op.f(f"ix_batch_videos_{column}"), "batch_videos", [column])
