"""Turns that wait for an approval: nothing is spent before it, nothing is lost meanwhile."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from studio.domain.budget import AskRule
from studio.domain.conversation import Role, TurnStatus
from studio.domain.errors import GateClosed
from studio.domain.events import CardShown, ToolEnded, TurnWaiting
from studio.domain.gate import DECLINED, Action, Answer, Gate, GateKind, GateState, SpendAsk, Via
from studio.domain.retirement import Retirement
from studio.domain.units import ThreadId, TurnId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.makers import Makers, PictureMaker
from studio.services import conversations, gates, reconciler, rules, storyboards, waiting
from studio.wiring import Studio
from tests.support.makers import HUMMED, only
from tests.support.priced import PricedPictures
from tests.support.scripted import Piece, Scripted, call
from tests.support.studio import execute, open_test_studio
from tests.support.turns import (
    cancel,
    ended,
    events_of,
    messages_of,
    open_thread,
    running,
    say,
    status_of,
)

DRAFT = (
    '{"title": "Bees", "scenes": [{"narration": "Bees dance.", "visual_prompt": "a bee"},'
    '{"narration": "Bees rest.", "visual_prompt": "a hive"},'
    '{"narration": "Bees fly.", "visual_prompt": "a field"}]}'
)
YES, NO = Answer(action=Action.APPROVE), Answer(action=Action.REJECT)


class Hours:
    """A clock that is some hours ahead."""

    def __init__(self, studio: Studio, hours: float) -> None:
        self._now = studio.clock.now() + timedelta(hours=hours)

    def now(self) -> datetime:
        return self._now


@pytest.fixture
def pictures() -> PricedPictures:
    return PricedPictures()


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, pictures: PricedPictures
) -> AsyncGenerator[Studio, None]:
    """A studio whose pictures cost 60 cents, and that asks above a dollar."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(
            whole,
            queue=MemoryRenderQueue(),
            pictures=only(pictures),
            speech=HUMMED,
            asks=AskRule(above_usd=Decimal(1), unpriced=True),
        )


def painting(*more: Sequence[Piece]) -> Scripted:
    return Scripted.of(
        [call("draft_script", DRAFT, id="c1")], [call("make_pictures", id="c2")], *more
    )


async def asked(
    studio: Studio, database_url: str, model: Scripted
) -> tuple[UserId, ThreadId, TurnId, Gate]:
    """Let a turn come to its gate, and its runner go home."""
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.WAITING
    async with studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=owner, thread_id=thread)
    return owner, thread, turn, gate


async def answer(studio: Studio, owner: UserId, gate: Gate, said: Answer) -> TurnId:
    async with studio.work() as work:
        done = await waiting.answer(
            work, owner_id=owner, thread_id=gate.thread_id, gate_id=gate.id, said=said
        )
    assert done.turn_id is not None
    return done.turn_id


async def finish(
    studio: Studio, database_url: str, model: Scripted, owner: UserId, turn: TurnId
) -> TurnStatus:
    """Let another process, that has never seen the thread, come to the end of a turn."""
    async with studio.work() as work:
        thread = (await conversations.get_turn(work, owner_id=owner, turn_id=turn)).thread_id
    async with running(studio, database_url, model, worker="w2"):
        return await ended(studio, owner, thread, turn)


def answers_shown(model: Scripted) -> dict[str, ToolMessage]:
    return {m.tool_call_id: m for m in model.shown[-1] if isinstance(m, ToolMessage)}


async def test_what_costs_more_waits_for_a_yes_and_holds_nothing(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, turn, gate = await asked(studio, database_url, painting())

    assert pictures.asked == []
    assert isinstance(gate.ask, SpendAsk)
    assert gate.ask.total_usd == Decimal("1.80")
    assert [line.scene for line in gate.ask.lines] == [1, 2, 3]
    assert gate.message == "Make 3 pictures with priced-1 m for up to $1.80?"
    async with studio.works.connect() as connection:
        row = await connection.exec_driver_sql("SELECT worker, lease_until FROM turns")
        assert row.one() == (None, None)
    told = [e for e in await events_of(studio, thread) if isinstance(e, TurnWaiting)]
    assert [e.gates for e in told] == [(gate,)]
    cards = [m for m in await messages_of(studio, owner, thread) if m.card_kind == "gate"]
    assert len(cards) == 1
    assert await status_of(studio, owner, turn) is TurnStatus.WAITING


async def test_a_yes_lets_another_process_go_on_where_the_turn_waits(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, turn, gate = await asked(studio, database_url, painting())
    later = Scripted.of(["Painted."])

    goes_on = await answer(studio, owner, gate, YES)

    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert sorted(pictures.asked) == ["a bee", "a field", "a hive"]
    assert await status_of(studio, owner, turn) is TurnStatus.DONE
    messages = await messages_of(studio, owner, thread)
    roles = [m.role for m in messages if m.role is not Role.ACTIVITY]
    assert roles == [
        Role.USER,
        Role.ASSISTANT,
        Role.TOOL,
        Role.ASSISTANT,
        Role.TOOL,
        Role.ASSISTANT,
    ]
    answered = [e for e in await events_of(studio, thread) if isinstance(e, ToolEnded)]
    assert [(e.turn_id, e.tool_call_id) for e in answered] == [(turn, "c1"), (goes_on, "c2")]
    cards = [e for e in await events_of(studio, thread) if isinstance(e, CardShown)]
    states = [e.content["state"] for e in cards if e.kind == "gate"]
    assert states[0] == "open"
    assert set(states[1:]) == {"approved"}


async def test_a_no_spends_nothing_and_tells_the_agent(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, _, _, gate = await asked(studio, database_url, painting())
    later = Scripted.of(["As you wish."])
    said = Answer(action=Action.EDIT, note="use the illustrator")

    goes_on = await answer(studio, owner, gate, said)

    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert pictures.asked == []
    told = answers_shown(later)["c2"]
    assert told.status == "error"
    assert "They said: use the illustrator" in told.text


async def test_some_scenes_are_approved_and_others_not(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, _, _, gate = await asked(studio, database_url, painting())
    later = Scripted.of(["Two are there."])

    goes_on = await answer(studio, owner, gate, Answer(action=Action.EDIT, scenes=(1, 3)))

    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert sorted(pictures.asked) == ["a bee", "a field"]
    assert (
        "scene 2: A picture by priced-1 for $0.60 was not approved"
        in answers_shown(later)["c2"].text
    )


async def test_the_first_of_many_answers_wins(studio: Studio, database_url: str) -> None:
    owner, _, _, gate = await asked(studio, database_url, painting())

    said = [YES, NO, YES, NO]
    done = await asyncio.gather(
        *(answer(studio, owner, gate, each) for each in said), return_exceptions=True
    )

    assert sum(not isinstance(each, BaseException) for each in done) == 1
    assert all(isinstance(each, GateClosed) for each in done if isinstance(each, BaseException))


@pytest.mark.parametrize(
    ("word", "made"),
    [("yes, go ahead", 3), ("Ja, bitte!", 3), ("yes to scenes 1 and 2", 2), ("não", 0)],
)
async def test_a_plain_word_in_the_chat_answers(
    studio: Studio, database_url: str, pictures: PricedPictures, word: str, made: int
) -> None:
    owner, thread, _, gate = await asked(studio, database_url, painting())

    goes_on = await say(studio, owner, thread, word)

    later = Scripted.of(["Well."])
    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert len(pictures.asked) == made
    async with studio.work() as work:
        kept = await gates.get(work, owner_id=owner, thread_id=thread, gate_id=gate.id)
    assert kept.via is Via.MESSAGE


async def test_any_other_message_rejects_and_becomes_the_next_turn(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, turn, gate = await asked(studio, database_url, painting())

    following = await say(studio, owner, thread, "Make it about wasps, yes?")

    later = Scripted.of(["Wasps, then."])
    assert await finish(studio, database_url, later, owner, following) is TurnStatus.DONE
    assert pictures.asked == []
    assert await status_of(studio, owner, turn) is TurnStatus.CANCELLED
    assert answers_shown(later)["c2"].text == DECLINED
    said = [m.text for m in later.shown[-1] if isinstance(m, HumanMessage)]
    assert "wasps" in said[-1]
    stored = [m.tool_call_id for m in await messages_of(studio, owner, thread) if m.tool_call_id]
    assert stored == ["c1", "c2"]
    async with studio.work() as work:
        kept = await gates.get(work, owner_id=owner, thread_id=thread, gate_id=gate.id)
    assert kept.state is GateState.REJECTED


async def test_a_deadline_takes_the_default_after_every_process_was_gone(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    patient = replace(studio, answer_within_s=3600.0)
    owner, thread, turn, gate = await asked(patient, database_url, painting())
    await reconciler.take_defaults(studio.works, Hours(studio, 0.9))
    assert await status_of(studio, owner, turn) is TurnStatus.WAITING

    await reconciler.take_defaults(studio.works, Hours(studio, 1.1))
    await reconciler.take_defaults(studio.works, Hours(studio, 1.2))

    async with studio.work() as work:
        goes_on = await conversations.active_turn(work, owner_id=owner, thread_id=thread)
        kept = await gates.get(work, owner_id=owner, thread_id=thread, gate_id=gate.id)
    assert goes_on is not None
    assert (kept.state, kept.via) == (GateState.REJECTED, Via.DEADLINE)
    later = Scripted.of(["Nobody answered."])
    assert await finish(studio, database_url, later, owner, goes_on.id) is TurnStatus.DONE
    assert pictures.asked == []


async def test_a_turn_stopped_while_it_waits_leaves_a_valid_history(
    studio: Studio, database_url: str
) -> None:
    owner, thread, turn, gate = await asked(studio, database_url, painting())

    await cancel(studio, owner, turn)

    assert await status_of(studio, owner, turn) is TurnStatus.CANCELLED
    with pytest.raises(GateClosed):
        await answer(studio, owner, gate, YES)
    later = Scripted.of(["Here."])
    following = await say(studio, owner, thread, "Still there?")
    assert await finish(studio, database_url, later, owner, following) is TurnStatus.DONE
    assert set(answers_shown(later)) == {"c1", "c2"}
    stored = [m.tool_call_id for m in await messages_of(studio, owner, thread) if m.tool_call_id]
    assert stored == ["c1", "c2"]


async def test_an_approval_outlives_the_process_that_spends_it(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, _, gate = await asked(studio, database_url, painting())
    goes_on = await answer(studio, owner, gate, YES)
    # As a process leaves it that dies with the turn in hand.
    async with studio.work() as work:
        await conversations.claim_turn(work, worker="dead", lease_s=20)
    await execute(database_url, "UPDATE turns SET lease_until = now() - interval '1 s'")

    later = Scripted.of(["Painted."])
    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE

    assert len(pictures.asked) == 3
    async with studio.work() as work:
        assert len(await gates.of_thread(work, owner_id=owner, thread_id=thread)) == 1


async def test_calls_after_the_one_that_waits_wait_with_it(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    both = [call("make_pictures", id="c2"), call("show_cost", id="c3", index=1)]
    model = Scripted.of([call("draft_script", DRAFT, id="c1")], both)
    owner, thread, _, gate = await asked(studio, database_url, model)
    before = [e.tool_call_id for e in await events_of(studio, thread) if isinstance(e, ToolEnded)]

    goes_on = await answer(studio, owner, gate, YES)

    later = Scripted.of(["Done."])
    assert await finish(studio, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert before == ["c1"]
    assert list(answers_shown(later)) == ["c1", "c2", "c3"]


async def test_an_unknown_price_is_asked_about_and_said(studio: Studio, database_url: str) -> None:
    unpriced = replace(studio, pictures=only(PricedPictures(None)))
    _, _, _, gate = await asked(unpriced, database_url, painting())

    assert isinstance(gate.ask, SpendAsk)
    assert gate.ask.total_usd is None
    assert gate.message.endswith("The price is not known.")


async def test_a_users_own_rule_counts_and_not_the_installations(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread = await open_thread(studio)
    async with studio.work() as work:
        await rules.choose(work, owner_id=owner, rule=AskRule(above_usd=Decimal(2)))

    async with running(studio, database_url, painting(["Painted."])):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE

    assert len(pictures.asked) == 3


async def test_a_model_that_has_ended_is_left_with_one_yes_that_pays_for_the_next_one(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    end = Retirement(
        provider="priced-1",
        model="m",
        ends=date(2020, 1, 1),
        instead="m2",
        source="a test",
        read_on=date(2020, 1, 1),
    )
    newer = PricedPictures("0.70", name="newer-1")
    makers: Makers[PictureMaker] = Makers({"old": pictures, "old:m2": newer}, ends={"old": end})
    ended_model = replace(studio, pictures=makers)
    owner, thread, _, gate = await asked(ended_model, database_url, painting())
    later = Scripted.of(["Painted."])

    goes_on = await answer(ended_model, owner, gate, YES)

    assert await finish(ended_model, database_url, later, owner, goes_on) is TurnStatus.DONE
    assert (gate.kind, len(newer.asked), pictures.asked) == (GateKind.PROVIDER, 3, [])
    async with studio.work() as work:
        saved = await storyboards.latest(work, owner_id=owner, thread_id=thread)
        assert len(await gates.of_thread(work, owner_id=owner, thread_id=thread)) == 1
    assert saved is not None
    assert saved.storyboard.style.picture_maker == "old:m2"
