"""Each user may say when to be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ask_rules",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("above_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("unpriced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_ask_rules_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_ask_rules")),
    )


def downgrade():
    op.drop_table("ask_rules")
