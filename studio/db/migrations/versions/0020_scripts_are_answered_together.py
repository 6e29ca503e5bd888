"""The scripts of a batch are asked about together."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = (
    "kind IN ('script', 'change', 'spend', 'provider', 'rule', 'wait_rule', 'budget', "
    "'replacement', 'batch', 'publish', 'delete')"
)
AFTER = (
    "kind IN ('script', 'change', 'spend', 'provider', 'rule', 'wait_rule', 'budget', "
    "'replacement', 'batch', 'publish', 'delete', 'scripts')"
)


def upgrade():
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind = 'scripts'")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
