"""A storyboard version knows the tool call that made it, so that no call is applied twice."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("storyboards", sa.Column("call_id", sa.Text(), nullable=True))
    op.create_unique_constraint(
        op.f("uq_storyboards_thread_id_call_id"), "storyboards", ["thread_id", "call_id"]
    )


def downgrade():
    op.drop_constraint(op.f("uq_storyboards_thread_id_call_id"), "storyboards", type_="unique")
    op.drop_column("storyboards", "call_id")
