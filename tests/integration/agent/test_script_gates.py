"""A script that its user wants to see first: nothing is made of it before a yes to every line."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import ToolMessage

from studio.domain.asking import LineEdit, ScriptAsk
from studio.domain.conversation import TurnStatus
from studio.domain.errors import ApprovalNeeded, GateClosed, InvalidAnswer, VersionConflict
from studio.domain.gate import Action, Answer, Gate, GateKind, GateState, SceneAnswer, Via
from studio.domain.units import ThreadId, TurnId, UserId
from studio.domain.waits import WaitRule
from studio.jobs.memory import MemoryRenderQueue
from studio.services import assets, conversations, gates, reconciler, rules, storyboards, waiting
from studio.services.charges import Payer
from studio.services.storyboards import SavedStoryboard
from studio.wiring import Studio
from tests.integration.agent.test_gates import YES, Hours, answer, finish, painting
from tests.support.makers import HUMMED, only
from tests.support.priced import PricedPictures
from tests.support.scripted import Scripted, call
from tests.support.studio import execute, open_test_studio
from tests.support.turns import ended, open_thread, running, say

REWRITE = (
    '{"operations": [{"op": "rewrite", "scene": 3, "narration": "Bees hum.",'
    ' "visual_prompt": "a meadow"}]}'
)


@pytest.fixture
def pictures() -> PricedPictures:
    return PricedPictures("0.00")


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, pictures: PricedPictures
) -> AsyncGenerator[Studio, None]:
    """A studio whose pictures cost nothing: what is asked is not about money."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=only(pictures), speech=HUMMED)


async def asked(
    studio: Studio, url: str, model: Scripted | None = None, rule: WaitRule | None = None
) -> tuple[UserId, ThreadId, Gate]:
    owner, thread = await open_thread(studio)
    async with studio.work() as work:
        await rules.wait(work, owner_id=owner, rule=rule or WaitRule(script=True))
    async with running(studio, url, model or painting()):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.WAITING
    return owner, thread, await newest(studio, owner, thread)


async def newest(studio: Studio, owner: UserId, thread: ThreadId) -> Gate:
    async with studio.work() as work:
        return (await gates.of_thread(work, owner_id=owner, thread_id=thread))[-1]


async def say_of(studio: Studio, owner: UserId, gate: Gate, **said: Any) -> waiting.Answered:
    async with studio.work() as work:
        return await waiting.answer_scene(
            work,
            owner_id=owner,
            thread_id=gate.thread_id,
            gate_id=gate.id,
            said=SceneAnswer.model_validate(said),
        )


async def board_of(studio: Studio, owner: UserId, thread: ThreadId) -> SavedStoryboard:
    async with studio.work() as work:
        saved = await storyboards.latest(work, owner_id=owner, thread_id=thread)
    assert saved is not None
    return saved


def whole() -> Scripted:
    return Scripted.of(["Painted."])


def told(model: Scripted, call_id: str) -> str:
    return next(
        m.text for m in model.shown[-1] if isinstance(m, ToolMessage) and m.tool_call_id == call_id
    )


async def test_without_the_rule_nothing_is_asked(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, painting(["Painted."])):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert len(pictures.asked) == 3


async def test_the_script_is_shown_and_a_yes_makes_it(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, gate = await asked(studio, database_url)

    assert pictures.asked == []
    assert gate.kind is GateKind.SCRIPT
    assert isinstance(gate.ask, ScriptAsk)
    assert [line.narration for line in gate.ask.script] == [
        "Bees dance.",
        "Bees rest.",
        "Bees fly.",
    ]
    assert gate.message == "Make the video from this script of 3 scenes?"

    goes_on = await answer(studio, owner, gate, YES)
    assert await finish(studio, database_url, whole(), owner, goes_on) is TurnStatus.DONE
    assert len(pictures.asked) == 3
    # Made once more, and with another picture, the words are not asked about again.
    more = Scripted.of(
        [call("edit_scenes", REWRITE.replace('"narration": "Bees hum.",', ""), id="c3")],
        [call("make_pictures", id="c4")],
        ["Done."],
    )
    async with running(studio, database_url, more):
        turn = await say(studio, owner, thread, "Another picture.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert pictures.asked[3:] == ["a meadow"]


async def test_lines_edited_in_the_answer_become_the_users_version_and_are_made(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, gate = await asked(studio, database_url)
    # A question may wait for weeks.
    await execute(database_url, "UPDATE gates SET created_at = created_at - interval '5 weeks'")
    await reconciler.take_defaults(studio.works, studio.clock)
    said = Answer(action=Action.EDIT, lines=(LineEdit(scene=2, narration="Bees nap."),))

    goes_on = await answer(studio, owner, gate, said)

    saved = await board_of(studio, owner, thread)
    assert (saved.version, saved.author) == (2, "user")
    assert [s.narration for s in saved.storyboard.scenes] == [
        "Bees dance.",
        "Bees nap.",
        "Bees fly.",
    ]
    assert await finish(studio, database_url, whole(), owner, goes_on) is TurnStatus.DONE
    assert len(pictures.asked) == 3
    assert (await newest(studio, owner, thread)).id == gate.id


async def test_scenes_are_answered_one_by_one_and_only_what_is_redrafted_is_asked_again(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, gate = await asked(studio, database_url)

    assert (
        await say_of(studio, owner, gate, scene=3, action="reject", note="more sound")
    ).turn_id is None
    with pytest.raises(GateClosed):
        await say_of(studio, owner, gate, scene=3, action="approve")
    for wrong in (
        {"scene": 9, "action": "approve"},
        {"scene": 1, "action": "edit"},
        {"scene": 1, "action": "approve", "narration": "Else."},
    ):
        with pytest.raises(InvalidAnswer):
            await say_of(studio, owner, gate, **wrong)
    assert (await say_of(studio, owner, gate, scene=1, action="approve")).turn_id is None
    last = await say_of(studio, owner, gate, scene=2, action="edit", narration="Bees nap.")

    assert last.gate.state is GateState.APPROVED
    assert last.turn_id is not None
    with pytest.raises(GateClosed):
        await say_of(studio, owner, gate, scene=1, action="approve")
    again = Scripted.of([call("edit_scenes", REWRITE, id="c3")], [call("make_pictures", id="c4")])
    assert await finish(studio, database_url, again, owner, last.turn_id) is TurnStatus.WAITING
    assert pictures.asked == []
    assert "They said: scene 3: more sound" in told(again, "c2")
    assert "Not approved: the words of scene 3; the others are." in told(again, "c2")
    second = await newest(studio, owner, thread)
    assert isinstance(second.ask, ScriptAsk)
    assert second.ask.scenes == (3,)
    assert second.message == "Make the video with these new words of scene 3?"
    goes_on = await answer(studio, owner, second, YES)
    assert await finish(studio, database_url, whole(), owner, goes_on) is TurnStatus.DONE
    assert len(pictures.asked) == 3


async def test_people_who_answer_scenes_at_once_lose_no_answer(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, gate = await asked(studio, database_url)
    said = [
        {"scene": 1, "action": "approve"},
        {"scene": 2, "action": "edit", "narration": "Bees nap."},
        {"scene": 3, "action": "approve"},
    ]

    done = await asyncio.gather(
        *(say_of(studio, owner, gate, **one) for one in said * 2), return_exceptions=True
    )

    taken = [one for one in done if not isinstance(one, BaseException)]
    assert len(taken) == 3
    assert all(isinstance(one, GateClosed) for one in done if isinstance(one, BaseException))
    (goes_on,) = [one.turn_id for one in taken if one.turn_id is not None]
    assert await finish(studio, database_url, whole(), owner, goes_on) is TurnStatus.DONE
    kept = (await board_of(studio, owner, thread)).storyboard
    assert [scene.narration for scene in kept.scenes] == ["Bees dance.", "Bees nap.", "Bees fly."]
    assert len(pictures.asked) == 3


async def test_what_was_declined_is_not_made_by_calling_again(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, gate = await asked(studio, database_url)
    goes_on = await answer(studio, owner, gate, Answer(action=Action.REJECT))
    stubborn = Scripted.of([call("make_pictures", id="c3")], ["As you wish."])

    assert await finish(studio, database_url, stubborn, owner, goes_on) is TurnStatus.DONE

    assert pictures.asked == []
    assert "declined the words of scenes 1, 2 and 3 already" in told(stubborn, "c3")
    assert (await newest(studio, owner, thread)).id == gate.id


async def test_a_tool_that_forgets_to_ask_makes_nothing(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, _ = await asked(studio, database_url)
    saved = await board_of(studio, owner, thread)
    payer = Payer(owner_id=owner, thread_id=thread, turn_id=TurnId(thread), caps=studio.caps)

    with pytest.raises(ApprovalNeeded, match="scenes 1, 2 and 3"):
        await assets.make_pictures(
            studio.works,
            store=studio.store,
            makers=studio.pictures,
            payer=payer,
            storyboard=saved.storyboard,
        )
    assert pictures.asked == []


async def test_a_line_that_changed_meanwhile_is_not_overwritten_by_a_late_edit(
    studio: Studio, database_url: str
) -> None:
    owner, thread, gate = await asked(studio, database_url)
    saved = await board_of(studio, owner, thread)
    changed = saved.storyboard.scenes[1].model_copy(update={"narration": "Bees sleep."})
    scenes = (saved.storyboard.scenes[0], changed, saved.storyboard.scenes[2])
    async with studio.work() as work:
        await storyboards.save(
            work,
            owner_id=owner,
            thread_id=thread,
            storyboard=saved.storyboard.model_copy(update={"scenes": scenes}),
            expected_version=1,
            author="user",
            message="by hand",
        )
    said = Answer(action=Action.EDIT, lines=(LineEdit(scene=2, narration="Bees nap."),))

    with pytest.raises(VersionConflict):
        await answer(studio, owner, gate, said)

    assert (await newest(studio, owner, thread)).is_open
    # A yes is to the words that were shown; those that came after are asked about.
    goes_on = await answer(studio, owner, gate, YES)
    assert await finish(studio, database_url, whole(), owner, goes_on) is TurnStatus.WAITING
    second = await newest(studio, owner, thread)
    assert isinstance(second.ask, ScriptAsk)
    assert second.ask.scenes == (2,)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [(WaitRule(script=True), GateKind.SCRIPT), (WaitRule(above_scenes=1), GateKind.CHANGE)],
)
async def test_a_deadline_takes_the_default_of_every_kind_after_all_processes_were_gone(
    studio: Studio, database_url: str, pictures: PricedPictures, rule: WaitRule, kind: GateKind
) -> None:
    patient = replace(studio, answer_within_s=3600.0)
    owner, thread = await open_thread(patient)
    async with running(patient, database_url, painting(["Painted."])):
        turn = await say(patient, owner, thread, "Bees.")
        if kind is GateKind.CHANGE:
            assert await ended(patient, owner, thread, turn) is TurnStatus.DONE
    async with patient.work() as work:
        await rules.wait(work, owner_id=owner, rule=rule)
    wide = (
        '{"operations": [{"op": "rewrite", "scene": 1, "narration": "A."},'
        '{"op": "rewrite", "scene": 2, "narration": "B."}]}'
    )
    model = (
        painting()
        if kind is GateKind.SCRIPT
        else Scripted.of([call("edit_scenes", wide, id="c5")], [call("make_pictures", id="c2")])
    )
    made = len(pictures.asked)
    async with running(patient, database_url, model, worker="w2"):
        turn = await say(patient, owner, thread, "Again.") if kind is GateKind.CHANGE else turn
        assert await ended(patient, owner, thread, turn) is TurnStatus.WAITING
    gate = await newest(patient, owner, thread)
    assert gate.kind is kind
    # Nothing of what asked is alive; another process finds the deadline in the row.
    await execute(database_url, "UPDATE gates SET deadline_at = now() - interval '1 s'")
    await reconciler.take_defaults(studio.works, studio.clock)

    kept = await newest(patient, owner, thread)
    assert (kept.state, kept.via) == (GateState.REJECTED, Via.DEADLINE)
    async with studio.work() as work:
        goes_on = await conversations.active_turn(work, owner_id=owner, thread_id=thread)
    assert goes_on is not None
    later = Scripted.of(["Nobody answered."])
    assert await finish(studio, database_url, later, owner, goes_on.id) is TurnStatus.DONE
    assert len(pictures.asked) == made


async def test_a_deadline_keeps_what_was_said_of_single_scenes(
    studio: Studio, database_url: str
) -> None:
    owner, thread, gate = await asked(replace(studio, answer_within_s=3600.0), database_url)
    await say_of(studio, owner, gate, scene=1, action="approve")

    await reconciler.take_defaults(studio.works, Hours(studio, 1.1))

    kept = await newest(studio, owner, thread)
    assert kept.answer is not None
    assert (kept.answer.scenes, kept.via) == ((1,), Via.DEADLINE)


async def test_to_be_shown_less_is_asked_about_and_more_holds_at_once(
    studio: Studio, database_url: str
) -> None:
    owner, thread = await open_thread(studio)
    on = Scripted.of([call("set_wait_rule", '{"script": true}', id="c1")], ["Settled."])
    async with running(studio, database_url, on):
        turn = await say(studio, owner, thread, "Show me the script first.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    off = Scripted.of([call("set_wait_rule", '{"script": false}', id="c2")])
    async with running(studio, database_url, off):
        turn = await say(studio, owner, thread, "Stop asking me for the script.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.WAITING

    async with studio.work() as work:
        assert (await rules.waits(work, owner_id=owner)).script
    gate = await newest(studio, owner, thread)
    assert gate.kind is GateKind.WAIT_RULE
    goes_on = await answer(studio, owner, gate, YES)
    assert await finish(studio, database_url, Scripted.of(["Settled."]), owner, goes_on)
    async with studio.work() as work:
        assert not (await rules.waits(work, owner_id=owner)).script
