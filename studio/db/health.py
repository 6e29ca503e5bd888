"""Questions about the whole database, for operators: no user reaches these."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from studio.db.engine import Database
from studio.db.rows import RenderRow, TurnRow
from studio.domain.errors import Unavailable

_SCRIPTS = str(Path(__file__).with_name("migrations"))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many turns and renders there are, by status, of all owners together."""

    turns: Mapping[str, int]
    renders: Mapping[str, int]


async def counts(database: Database) -> Counts:
    """Count turns and renders.

    Raises:
        Unavailable: The database does not answer, or has no tables yet.
    """
    try:
        async with database.connect() as connection:
            return Counts(
                turns=await _by_status(connection, TurnRow),
                renders=await _by_status(connection, RenderRow),
            )
    except ProgrammingError as error:
        raise Unavailable("The database has no tables yet; migrate it.") from error


async def is_at_head(database: Database) -> bool:
    """Tell whether no migration that this code knows is missing.

    A database that is further on counts too: during an upgrade the old processes go on.

    Raises:
        Unavailable: The database does not answer.
    """
    async with database.connect() as connection:
        present = await connection.run_sync(
            lambda plain: MigrationContext.configure(plain).get_current_heads()
        )
    head, known = _revisions()
    return head in present or any(revision not in known for revision in present)


async def _by_status(
    connection: AsyncConnection, row: type[TurnRow] | type[RenderRow]
) -> dict[str, int]:
    found = await connection.execute(select(row.status, func.count()).group_by(row.status))
    return {str(status): count for status, count in found}


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    scripts = ScriptDirectory(_SCRIPTS)
    return scripts.get_current_head(), frozenset(s.revision for s in scripts.walk_revisions())
