"""Alembic's entry: migrations run on the connection that ``studio.db.migrate`` opened."""

from alembic import context

from studio.db.ledger_rows import Row

# LangGraph's checkpointer owns these; they are not ours to compare.
_FOREIGN = ("checkpoint",)


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    return type_ != "table" or not (name or "").startswith(_FOREIGN)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    include_name=include_name,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
