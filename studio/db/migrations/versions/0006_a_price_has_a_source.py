"""A line of the ledger says whose price it holds, for which day, and whether nothing was called."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("usage", "quantity", type_=sa.Numeric(18, 3), existing_nullable=False)
    op.add_column("usage", sa.Column("price_source", sa.Text(), server_default="", nullable=False))
    op.alter_column("usage", "price_source", server_default=None)
    op.add_column("usage", sa.Column("price_date", sa.Date(), nullable=True))
    op.add_column(
        "usage", sa.Column("is_cached", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("usage", "is_cached", server_default=None)
    op.create_index("ix_usage_created_at", "usage", ["created_at"])


def downgrade():
    op.drop_index("ix_usage_created_at", "usage")
    op.drop_column("usage", "is_cached")
    op.drop_column("usage", "price_date")
    op.drop_column("usage", "price_source")
    op.alter_column("usage", "quantity", type_=sa.BigInteger(), existing_nullable=False)
