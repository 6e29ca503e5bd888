"""A user says who does the work of a maker that is down."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = "kind IN ('script', 'spend', 'publish', 'provider', 'rule', 'budget')"
AFTER = "kind IN ('script', 'spend', 'publish', 'provider', 'rule', 'budget', 'replacement')"


def upgrade():
    op.create_table(
        "replacements",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.CheckConstraint("what IN ('picture', 'voice')", name=op.f("ck_replacements_what")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_replacements_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "what", "maker", name=op.f("pk_replacements")),
    )
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind = 'replacement'")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
    op.drop_table("replacements")
