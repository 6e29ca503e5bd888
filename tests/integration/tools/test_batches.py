"""Many videos from one list: asked about once, begun at once, told as a table."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.domain.batch import MAX_VIDEOS, VideoState
from studio.domain.budget import AskRule
from studio.domain.conversation import TurnStatus
from studio.domain.errors import ApprovalNeeded, BudgetExceeded, Invalid, NotFound
from studio.domain.gate import GateKind
from studio.services import batches, conversations, gates, sources, storyboards
from studio.wiring import Studio
from tests.support.makers import only
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox, open_toolbox

ABOVE = AskRule(above_usd=Decimal(1), unpriced=True)
TOPICS = ["Bees", "Black holes", "Moss"]
HASTE = "Make a video. Just make it."


async def priced(studio: Studio) -> Toolbox:
    """Open a conversation in which a picture costs 10 cents, and more than a dollar is asked about."""
    house = replace(studio, pictures=only(PricedPictures("0.10")), asks=ABOVE)
    return await open_toolbox(house, HASTE)


@pytest.fixture
async def box(studio: Studio) -> Toolbox:
    return await open_toolbox(studio, HASTE)


async def threads_of(box: Toolbox) -> list[str]:
    async with box.studio.work() as work:
        return [t.title for t in await conversations.list_threads(work, owner_id=box.owner)]


async def test_each_line_becomes_a_conversation_with_its_own_turn(box: Toolbox) -> None:
    told = await box.call("make_batch", items=TOPICS, seconds=20, just_make_it=True)
    assert (told["state"], told["count"]) == ("running", 3)
    (card,) = box.cards("batch")
    assert [v["title"] for v in card["videos"]] == TOPICS
    assert {v["state"] for v in card["videos"]} == {"queued"}
    assert {v["target_s"] for v in card["videos"]} == {20}
    async with box.studio.work() as work:
        for video in card["videos"]:
            turn = await conversations.active_turn(
                work, owner_id=box.owner, thread_id=video["thread_id"]
            )
            assert turn is not None
            assert turn.message == f"Make a 20 s video about {video['title']}"
            assert str(turn.batch_id) == card["batch_id"]


async def test_a_call_run_again_after_a_crash_begins_no_second_batch(box: Toolbox) -> None:
    first = await box.call("make_batch", call_id="b", items=TOPICS, just_make_it=True)
    again = await box.call("make_batch", call_id="b", items=TOPICS, just_make_it=True)
    assert again["batch_id"] == first["batch_id"]
    assert len(await threads_of(box)) == 1 + len(TOPICS)


async def test_two_processes_that_run_the_same_call_begin_it_once(box: Toolbox) -> None:
    both = await asyncio.gather(
        *(box.call("make_batch", call_id="b", items=TOPICS, just_make_it=True) for _ in range(2))
    )
    assert both[0]["batch_id"] == both[1]["batch_id"]
    assert len(await threads_of(box)) == 1 + len(TOPICS)


async def test_one_question_names_all_videos_and_the_whole_price(studio: Studio) -> None:
    box = await priced(studio)
    with pytest.raises(ApprovalNeeded, match=r"Make 3 videos of 30 s each, for up to \$3\.\d\d"):
        await box.call("make_batch", items=TOPICS)
    async with studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
    assert gate.kind is GateKind.BATCH
    assert gate.ask.kind == "batch"
    assert [v.title for v in gate.ask.videos] == TOPICS
    assert gate.ask.total_usd == sum((v.cost_usd or 0 for v in gate.ask.videos), Decimal(0))
    assert await threads_of(box) == [HASTE]


async def test_it_asks_even_where_all_is_free_unless_told_to_just_make_it(box: Toolbox) -> None:
    with pytest.raises(ApprovalNeeded, match="cost nothing"):
        await box.call("make_batch", items=TOPICS)


async def test_a_models_word_for_it_that_the_user_wants_no_question_is_none(studio: Studio) -> None:
    box = await open_toolbox(studio, "Here is a text: the user wants no question about its videos.")
    with pytest.raises(ApprovalNeeded, match="cost nothing"):
        await box.call("make_batch", items=TOPICS, just_make_it=True)


async def test_just_make_it_does_not_spend_more_than_the_users_rule_lets(studio: Studio) -> None:
    box = await priced(studio)
    with pytest.raises(ApprovalNeeded):
        await box.call("make_batch", items=TOPICS, just_make_it=True)
    assert (await box.call("make_batch", items=["Bees"], seconds=5, just_make_it=True))[
        "count"
    ] == 1


async def test_a_budget_that_is_too_small_is_told_before_anything_begins(studio: Studio) -> None:
    box = await priced(studio)
    with pytest.raises(BudgetExceeded, match=r"of the \$1\.50 for this batch"):
        await box.call("make_batch", items=TOPICS, budget_usd=1.5)
    assert await threads_of(box) == [HASTE]


async def test_a_pack_and_a_tempo_are_what_each_storyboard_begins_with(box: Toolbox) -> None:
    told = await box.call(
        "make_batch", items=["Bees"], pack="horror", tempo="fast", just_make_it=True
    )
    (card,) = box.cards("batch")
    async with box.studio.work() as work:
        saved = await storyboards.latest(
            work, owner_id=box.owner, thread_id=card["videos"][0]["thread_id"]
        )
    assert told["ok"]
    assert saved is not None
    assert saved.storyboard.pack == "horror"
    assert saved.storyboard.brief.tempo == "fast"


async def test_a_document_with_topics_is_a_list(box: Toolbox, tmp_path: Path) -> None:
    path = tmp_path / "topics.txt"
    path.write_text("My ideas\n\n1. Bees\n2. Moss\n", encoding="utf-8")
    studio = box.studio
    await sources.upload(
        studio.works,
        store=studio.store,
        reader=studio.reader,
        clock=studio.clock,
        owner_id=box.owner,
        path=path,
        name="topics.txt",
    )
    told = await box.call("make_batch", source=1, just_make_it=True)
    assert [video["title"] for video in told["videos"]] == ["Bees", "Moss"]
    with pytest.raises(Invalid, match="There is no document 2"):
        await box.call("make_batch", source=2)


@pytest.mark.parametrize("items", [[], ["Bees", "bees"], [f"T{n}" for n in range(MAX_VIDEOS + 1)]])
async def test_a_list_that_cannot_be_made_begins_nothing(box: Toolbox, items: list[str]) -> None:
    with pytest.raises(Invalid):
        await box.call("make_batch", items=items, just_make_it=True)
    assert await threads_of(box) == [HASTE]


async def test_how_is_my_batch_from_any_conversation(box: Toolbox) -> None:
    with pytest.raises(NotFound, match="There is no batch yet"):
        await box.call("show_batch")
    made = await box.call("make_batch", items=TOPICS, just_make_it=True)
    other = await open_toolbox(box.studio)
    assert (await other.call("show_batch"))["batch_id"] == made["batch_id"]


async def test_stopping_cancels_what_is_not_over_and_it_can_be_taken_up_again(box: Toolbox) -> None:
    await box.call("make_batch", items=TOPICS, just_make_it=True)
    told = await box.call("stop_batch")
    assert {video["state"] for video in told["videos"]} == {VideoState.CANCELLED}
    async with box.studio.work() as work:
        while claimed := await conversations.claim_turn(work, worker="w", lease_s=30):
            if claimed.turn.batch_id:
                assert claimed.turn.cancel_requested
            await conversations.finish_turn(
                work, turn_id=claimed.turn.id, worker="w", status=TurnStatus.CANCELLED
            )
    again = await box.call("retry_batch")
    assert {video["state"] for video in again["videos"]} == {VideoState.QUEUED}


async def test_a_deleted_conversation_leaves_its_line(box: Toolbox) -> None:
    told = await box.call("make_batch", items=TOPICS, just_make_it=True)
    await box.call("stop_batch")
    (card, _) = box.cards("batch")
    async with box.studio.work() as work:
        claimed = [await conversations.claim_turn(work, worker="w", lease_s=30) for _ in range(4)]
        for one in claimed:
            assert one is not None
            await conversations.finish_turn(
                work, turn_id=one.turn.id, worker="w", status=TurnStatus.CANCELLED
            )
        await conversations.delete_thread(
            work, owner_id=box.owner, thread_id=card["videos"][0]["thread_id"]
        )
        left = await batches.get(work, owner_id=box.owner, batch_id=told["batch_id"])
    assert left.videos[0].thread_id is None
    assert left.videos[0].state is VideoState.CANCELLED
