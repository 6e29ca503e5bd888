"""A version tells why it exists and what it touches; a conversation may be a copy of another."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "storyboards", sa.Column("reason", sa.Text(), server_default="edit", nullable=False)
    )
    op.add_column(
        "storyboards",
        sa.Column("touches", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column("storyboards", sa.Column("turn_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        "reason",
        "storyboards",
        "reason IN ('edit', 'undo', 'redo', 'go_to', 'restore', 'fork')",
    )
    op.add_column("threads", sa.Column("forked_from", sa.Uuid(), nullable=True))
    op.add_column("threads", sa.Column("forked_version", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_threads_forked_from"),
        "threads",
        "threads",
        ["forked_from"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(op.f("ix_threads_forked_from"), "threads", ["forked_from"])


def downgrade():
    op.drop_index(op.f("ix_threads_forked_from"), "threads")
    op.drop_constraint(op.f("fk_threads_forked_from"), "threads", type_="foreignkey")
    op.drop_column("threads", "forked_version")
    op.drop_column("threads", "forked_from")
    op.drop_constraint(op.f("ck_storyboards_reason"), "storyboards", type_="check")
    op.drop_column("storyboards", "turn_id")
    op.drop_column("storyboards", "touches")
    op.drop_column("storyboards", "reason")
