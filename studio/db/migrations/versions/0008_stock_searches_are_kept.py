"""Answers of stock libraries are kept, as they ask for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "stock_searches",
        sa.Column("library", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("found", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "fetched_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("library", "digest", name=op.f("pk_stock_searches")),
    )
    op.create_index("ix_stock_searches_fetched_at", "stock_searches", ["library", "fetched_at"])


def downgrade():
    op.drop_table("stock_searches")
