"""A render remembers since when it can be watched."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("renders", sa.Column("playable_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.drop_column("renders", "playable_at")
