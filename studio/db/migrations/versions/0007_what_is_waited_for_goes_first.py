"""A render knows whether somebody waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "renders", sa.Column("urgency", sa.Text(), server_default="interactive", nullable=False)
    )
    op.create_check_constraint("urgency", "renders", "urgency IN ('interactive', 'batch')")


def downgrade():
    op.drop_column("renders", "urgency")
