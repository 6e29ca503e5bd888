"""Users and conversations have budgets of their own, and raising one is asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = "kind IN ('script', 'spend', 'publish', 'provider', 'rule')"
AFTER = "kind IN ('script', 'spend', 'publish', 'provider', 'rule', 'budget')"


def upgrade():
    op.create_table(
        "budgets",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("request_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("project_usd", sa.Numeric(18, 8), nullable=True),
        sa.Column("user_day_usd", sa.Numeric(18, 8), nullable=True),
        sa.CheckConstraint("set_by IN ('operator', 'user')", name=op.f("ck_budgets_set_by")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_budgets_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "set_by", name=op.f("pk_budgets")),
    )
    op.add_column("threads", sa.Column("budget_usd", sa.Numeric(18, 8), nullable=True))
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind = 'budget'")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
    op.drop_column("threads", "budget_usd")
    op.drop_table("budgets")
