"""A user says what is shown before it is made, and answers scene by scene."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = (
    "kind IN ('script', 'spend', 'publish', 'provider', 'rule', 'budget', 'replacement', 'batch')"
)
AFTER = (
    "kind IN ('script', 'change', 'spend', 'provider', 'rule', 'wait_rule', 'budget', "
    "'replacement', 'batch')"
)


def upgrade():
    op.create_table(
        "wait_rules",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("script", sa.Boolean(), nullable=False),
        sa.Column("above_s", sa.Float(), nullable=True),
        sa.Column("above_scenes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_wait_rules_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_wait_rules")),
    )
    op.add_column(
        "gates",
        sa.Column("parts", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind IN ('script', 'change', 'wait_rule')")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
    op.drop_column("gates", "parts")
    op.drop_table("wait_rules")
