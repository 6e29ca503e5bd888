"""Gates: questions to the user, and their answers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from studio.db.gate_rows import AskRuleRow, GateRow, ReplacementRow, WaitRuleRow
from studio.db.repositories.repository import Repository


class Decision(NamedTuple):
    """What was last said to one call; ``most_usd`` is ``None`` where any price was approved."""

    gate_id: UUID
    turn_id: UUID
    is_granted: bool
    most_usd: Decimal | None


class Gates(Repository):
    """Gates of turns; a turn is named by the user's message that began it."""

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        turn_id: UUID,
        call_id: str,
        key: str,
        kind: str,
        message: str,
        ask: dict[str, Any],
        call_keys: list[str],
        deadline_at: datetime | None,
        default: str,
        created_at: datetime,
    ) -> None:
        """Ask; a call that asks the same again, after a crash, has asked once."""
        await self._session.execute(
            insert(GateRow)
            .values(
                owner_id=owner_id,
                thread_id=thread_id,
                turn_id=turn_id,
                call_id=call_id,
                key=key,
                kind=kind,
                message=message,
                ask=ask,
                call_keys=call_keys,
                deadline_at=deadline_at,
                default=default,
                state="open",
                grants={},
                created_at=created_at,
            )
            .on_conflict_do_nothing()
        )

    async def of_call(self, *, turn_id: UUID, call_id: str, key: str) -> GateRow | None:
        """Find what a call asked."""
        return await self._session.scalar(
            select(GateRow).where(
                GateRow.turn_id == turn_id, GateRow.call_id == call_id, GateRow.key == key
            )
        )

    async def get(self, *, owner_id: UUID, thread_id: UUID, gate_id: UUID) -> GateRow | None:
        """Find a gate."""
        return await self._session.scalar(
            select(GateRow).where(
                GateRow.id == gate_id,
                GateRow.thread_id == thread_id,
                GateRow.owner_id == owner_id,
            )
        )

    async def of_turn(self, *, turn_id: UUID) -> Sequence[GateRow]:
        """List all that a turn asked, the first question first."""
        found = await self._session.scalars(
            select(GateRow).where(GateRow.turn_id == turn_id).order_by(GateRow.id)
        )
        return found.all()

    async def list(self, *, owner_id: UUID, thread_id: UUID) -> Sequence[GateRow]:
        """List all that was asked in a thread, the first question first."""
        found = await self._session.scalars(
            select(GateRow)
            .where(GateRow.thread_id == thread_id, GateRow.owner_id == owner_id)
            .order_by(GateRow.id)
        )
        return found.all()

    async def of_ids(self, *, owner_id: UUID, gate_ids: Collection[UUID]) -> Sequence[GateRow]:
        """Find an owner's gates by their ids, in whatever threads."""
        found = await self._session.scalars(
            select(GateRow).where(GateRow.id.in_(gate_ids), GateRow.owner_id == owner_id)
        )
        return found.all()

    async def newest_open(
        self, *, owner_id: UUID, thread_ids: Collection[UUID]
    ) -> Mapping[UUID, GateRow]:
        """Give the open question that was asked last in each of some threads."""
        found = await self._session.scalars(
            select(GateRow)
            .ext(distinct_on(GateRow.thread_id))
            .where(
                GateRow.thread_id.in_(thread_ids),
                GateRow.owner_id == owner_id,
                GateRow.state == "open",
            )
            .order_by(GateRow.thread_id, GateRow.id.desc())
        )
        return {row.thread_id: row for row in found}

    async def due(self, *, now: datetime) -> Sequence[GateRow]:
        """List the open gates whose deadline has passed."""
        found = await self._session.scalars(
            select(GateRow)
            .where(GateRow.state == "open", GateRow.deadline_at <= now)
            .order_by(GateRow.deadline_at)
        )
        return found.all()

    async def close(
        self,
        gate_id: UUID,
        *,
        state: str,
        answer: dict[str, Any] | None,
        grants: dict[str, Any],
        call_keys: Sequence[str],
        answered_by: UUID | None,
        via: str,
    ) -> GateRow | None:
        """Answer an open gate; ``None`` where another answer was first."""
        return await self._session.scalar(
            update(GateRow)
            .where(GateRow.id == gate_id, GateRow.state == "open")
            .values(
                state=state,
                answer=answer,
                grants=grants,
                call_keys=[*call_keys],
                answered_by=answered_by,
                via=via,
                answered_at=func.now(),
            )
            .returning(GateRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )

    async def note(self, gate_id: UUID, *, parts: Sequence[dict[str, Any]]) -> GateRow | None:
        """Keep what was said of single scenes of an open gate; ``None`` where it is closed."""
        return await self._session.scalar(
            update(GateRow)
            .where(GateRow.id == gate_id, GateRow.state == "open")
            .values(parts=parts)
            .returning(GateRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )

    async def decisions(
        self, *, owner_id: UUID, thread_id: UUID, call_keys: Collection[str]
    ) -> dict[str, Decision]:
        """Find what was last said to calls that were asked about."""
        found = await self._session.scalars(
            select(GateRow)
            .where(
                GateRow.owner_id == owner_id,
                GateRow.thread_id == thread_id,
                GateRow.call_keys.overlap(list(call_keys)),
            )
            .order_by(GateRow.id)
        )
        return {key: _decision(row, key) for row in found for key in row.call_keys}


class AskRules(Repository):
    """When users are asked."""

    async def get(self, *, owner_id: UUID) -> AskRuleRow | None:
        """Find a user's own rule."""
        return await self._session.get(AskRuleRow, owner_id)

    async def put(self, *, owner_id: UUID, above_usd: Decimal | None, unpriced: bool) -> None:
        """Keep a user's rule in the place of the one before."""
        values = {"above_usd": above_usd, "unpriced": unpriced}
        await self._session.execute(
            insert(AskRuleRow)
            .values(owner_id=owner_id, **values)
            .on_conflict_do_update(index_elements=[AskRuleRow.owner_id], set_=values)
        )

    async def delete(self, *, owner_id: UUID) -> None:
        """Forget a user's rule."""
        await self._session.execute(delete(AskRuleRow).where(AskRuleRow.owner_id == owner_id))


class WaitRules(Repository):
    """What is shown to users before it is made."""

    async def get(self, *, owner_id: UUID) -> WaitRuleRow | None:
        """Find a user's rule."""
        return await self._session.get(WaitRuleRow, owner_id)

    async def put(
        self, *, owner_id: UUID, script: bool, above_s: float | None, above_scenes: int | None
    ) -> None:
        """Keep a user's rule in the place of the one before."""
        values = {"script": script, "above_s": above_s, "above_scenes": above_scenes}
        await self._session.execute(
            insert(WaitRuleRow)
            .values(owner_id=owner_id, **values)
            .on_conflict_do_update(index_elements=[WaitRuleRow.owner_id], set_=values)
        )

    async def delete(self, *, owner_id: UUID) -> None:
        """Forget a user's rule."""
        await self._session.execute(delete(WaitRuleRow).where(WaitRuleRow.owner_id == owner_id))


class Replacements(Repository):
    """Who does the work of makers that are down."""

    async def list(self, *, owner_id: UUID) -> Sequence[ReplacementRow]:
        """List a user's rules."""
        found = await self._session.scalars(
            select(ReplacementRow)
            .where(ReplacementRow.owner_id == owner_id)
            .order_by(ReplacementRow.what, ReplacementRow.maker)
        )
        return found.all()

    async def put(self, *, owner_id: UUID, what: str, maker: str, instead: str) -> None:
        """Keep a rule in the place of the one before."""
        await self._session.execute(
            insert(ReplacementRow)
            .values(owner_id=owner_id, what=what, maker=maker, instead=instead)
            .on_conflict_do_update(
                index_elements=[ReplacementRow.owner_id, ReplacementRow.what, ReplacementRow.maker],
                set_={"instead": instead},
            )
        )

    async def delete(self, *, owner_id: UUID, what: str, maker: str) -> None:
        """Forget a rule."""
        await self._session.execute(
            delete(ReplacementRow).where(
                ReplacementRow.owner_id == owner_id,
                ReplacementRow.what == what,
                ReplacementRow.maker == maker,
            )
        )


def _decision(row: GateRow, key: str) -> Decision:
    most = row.grants.get(key)
    return Decision(row.id, row.turn_id, key in row.grants, None if most is None else Decimal(most))
