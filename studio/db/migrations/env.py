"""Alembic's entry: migrations run on the connection that ``studio.db.migrate`` opened."""

from alembic import context

from studio.db.batch_rows import BatchRow
from studio.db.gate_rows import GateRow
from studio.db.ledger_rows import ChargeRow
from studio.db.share_rows import ShareRow

# Rows register in the metadata that all share; these modules know all of them.
METADATA = (BatchRow, GateRow, ChargeRow, ShareRow)[0].metadata
# LangGraph's checkpointer owns these; they are not ours to compare.
_FOREIGN = ("checkpoint",)


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    return type_ != "table" or not (name or "").startswith(_FOREIGN)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_name=include_name,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
