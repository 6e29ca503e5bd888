"""A finished video can be watched by whoever has its link, once its owner said so."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KIND = "ck_gates_kind"
BEFORE = (
    "kind IN ('script', 'change', 'spend', 'provider', 'rule', 'wait_rule', 'budget', "
    "'replacement', 'batch')"
)
AFTER = BEFORE.replace("'batch'", "'batch', 'publish'")


def upgrade():
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("render_id", sa.Uuid(), nullable=False),
        sa.Column("gate_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{noun}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_shares_{noun}_id"),
                ondelete="CASCADE",
            )
            for noun, table in (
                ("owner", "users"),
                ("thread", "threads"),
                ("render", "renders"),
                ("gate", "gates"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("gate_id", name=op.f("uq_shares_gate_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_shares_token_hash")),
    )
    for name in ("owner_id", "thread_id", "render_id"):
        op.create_index(op.f(f"ix_shares_{name}"), "shares", [name])
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", AFTER)


def downgrade():
    op.execute("DELETE FROM gates WHERE kind = 'publish'")
    op.drop_constraint(op.f(KIND), "gates", type_="check")
    op.create_check_constraint(op.f(KIND), "gates", BEFORE)
    op.drop_table("shares")
