"""A large change that its user wants to see first: made after a yes, taken back after a no."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import AIMessageChunk

from studio.domain.conversation import TurnStatus
from studio.domain.gate import Action, Answer, GateKind
from studio.domain.lineage import Reason
from studio.domain.units import ThreadId, TurnId, UserId
from studio.domain.waits import WaitRule
from studio.jobs.memory import MemoryRenderQueue
from studio.services import gates, rules, storyboards
from studio.services.storyboards import SavedStoryboard
from studio.wiring import Studio
from tests.integration.agent.test_gates import YES, answer, finish, painting
from tests.support.makers import HUMMED, only
from tests.support.priced import PricedPictures
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say, status_of

NO = Answer(action=Action.REJECT)
ONE = '{"operations": [{"op": "rewrite", "scene": 1, "visual_prompt": "a rose"}]}'
TWO = (
    '{"operations": [{"op": "rewrite", "scene": 1, "visual_prompt": "a lily"},'
    '{"op": "rewrite", "scene": 3, "visual_prompt": "a lake"}]}'
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


async def changed(
    studio: Studio, url: str, *calls: list[AIMessageChunk]
) -> tuple[UserId, ThreadId, TurnId]:
    """Make a video, and have two of its scenes changed where one may be without a yes."""
    owner, thread = await open_thread(studio)
    async with running(studio, url, painting(["Painted."])):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    async with studio.work() as work:
        await rules.wait(work, owner_id=owner, rule=WaitRule(above_scenes=1))
    wide = Scripted.of([call("edit_scenes", TWO, id="c5")], *calls)
    async with running(studio, url, wide):
        turn = await say(studio, owner, thread, "A lily and a lake.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.WAITING
    return owner, thread, turn


async def boards(studio: Studio, owner: UserId, thread: ThreadId) -> list[SavedStoryboard]:
    async with studio.work() as work:
        whose = {"owner_id": owner, "thread_id": thread}
        steps = await storyboards.history(work, **whose)
        return [await storyboards.get(work, **whose, version=step.version) for step in steps]


async def test_a_narrow_change_just_happens(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, painting(["Painted."])):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    async with studio.work() as work:
        await rules.wait(work, owner_id=owner, rule=WaitRule(above_scenes=1))
    narrow = Scripted.of(
        [call("edit_scenes", ONE, id="c3")], [call("make_pictures", id="c4")], ["Done."]
    )
    async with running(studio, database_url, narrow):
        turn = await say(studio, owner, thread, "A rose.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert pictures.asked[3:] == ["a rose"]


async def test_a_wide_change_waits_and_is_made_after_a_yes(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, turn = await changed(studio, database_url, [call("make_pictures", id="c6")])

    async with studio.work() as work:
        gate = (await gates.of_thread(work, owner_id=owner, thread_id=thread))[-1]
    assert gate.kind is GateKind.CHANGE
    assert gate.message.startswith("Make this change? It touches scenes 1 and 3 and takes about")
    assert len(pictures.asked) == 3
    goes_on = await answer(studio, owner, gate, YES)
    told = Scripted.of(["Painted."])
    assert await finish(studio, database_url, told, owner, goes_on) is TurnStatus.DONE
    assert sorted(pictures.asked[3:]) == ["a lake", "a lily"]
    assert await status_of(studio, owner, turn) is TurnStatus.DONE


async def test_after_a_no_to_a_wide_change_the_video_is_as_it_was(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    owner, thread, _ = await changed(
        studio, database_url, [call("make_pictures", id="c6"), call("make_voice", id="c7")]
    )
    before = await boards(studio, owner, thread)
    async with studio.work() as work:
        gate = (await gates.of_thread(work, owner_id=owner, thread_id=thread))[-1]

    goes_on = await answer(studio, owner, gate, NO)
    told = Scripted.of(["All right."])
    assert await finish(studio, database_url, told, owner, goes_on) is TurnStatus.DONE

    after = await boards(studio, owner, thread)
    assert after[-1].storyboard == before[-2].storyboard != before[-1].storyboard
    assert [saved.reason for saved in after[len(before) :]] == [Reason.UNDO]
    assert len(pictures.asked) == 3
    again = Scripted.of([call("redo", id="c8")], ["Done again."])
    async with running(studio, database_url, again):
        turn = await say(studio, owner, thread, "Do it again.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert (await boards(studio, owner, thread))[-1].storyboard == before[-1].storyboard
