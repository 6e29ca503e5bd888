"""Questions about the whole database, for operators: no user reaches these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import case, func, select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from studio.db.engine import Database
from studio.db.ledger_rows import ChargeRow, UsageRow
from studio.db.rows import RenderRow, TurnRow
from studio.domain.errors import Unavailable

_SCRIPTS = str(Path(__file__).with_name("migrations"))


@dataclass(frozen=True, slots=True)
class CallCount:
    """Calls of one provider in one state.

    Attributes:
        kind: What was bought.
        provider: Who was asked.
        state: Of the charge.
        calls: How many.
        usd: What was paid; for calls that are held or uncertain, what they count for.
    """

    kind: str
    provider: str
    state: str
    calls: int
    usd: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many turns, renders and calls there are, of all owners together.

    Attributes:
        turns: By status.
        renders: Likewise.
        calls: What calls that cost money came to.
        reused: Lines of the ledger for answers that were there already, by provider.
    """

    turns: Mapping[str, int]
    renders: Mapping[str, int]
    calls: Sequence[CallCount] = ()
    reused: Mapping[str, int] = field(default_factory=dict[str, int])


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
                calls=await _calls(connection),
                reused=await _reused(connection),
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


async def _calls(connection: AsyncConnection) -> list[CallCount]:
    of = (ChargeRow.kind, ChargeRow.provider, ChargeRow.state)
    counted = case(
        (ChargeRow.state == "settled", ChargeRow.cost_usd),
        (ChargeRow.state == "released", 0),
        else_=ChargeRow.estimate_usd,
    )
    found = await connection.execute(
        select(*of, func.count(), func.coalesce(func.sum(counted), 0)).group_by(*of)
    )
    return [CallCount(a, b, c, count, float(usd)) for a, b, c, count, usd in found]


async def _reused(connection: AsyncConnection) -> dict[str, int]:
    found = await connection.execute(
        select(UsageRow.provider, func.count())
        .where(UsageRow.is_cached)
        .group_by(UsageRow.provider)
    )
    return {str(provider): count for provider, count in found}


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    scripts = ScriptDirectory(_SCRIPTS)
    return scripts.get_current_head(), frozenset(s.revision for s in scripts.walk_revisions())
