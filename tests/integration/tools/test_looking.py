"""What was said long ago is found in its own conversation, and in no other."""

from studio.domain.conversation import TurnStatus
from studio.services import accounts, conversations
from studio.wiring import Studio
from tests.support.toolbox import Toolbox, open_toolbox
from tests.support.turns import say


async def open_talk(studio: Studio, *messages: str) -> Toolbox:
    """Let the user say things, each turn over before the next; the last one is under way."""
    box = await open_toolbox(studio)
    for text in messages:
        async with studio.work() as work:
            while claimed := await conversations.claim_turn(work, worker="w", lease_s=60):
                if claimed.turn.id == box.turn:
                    break
            await conversations.finish_turn(
                work, turn_id=box.turn, worker="w", status=TurnStatus.DONE
            )
        box.turn = await say(studio, box.owner, box.thread, text)
    return box


async def words(box: Toolbox, about: str) -> list[str]:
    return [each["words"] for each in (await box.call("look_back", about=about))["found"]]


async def test_what_has_most_of_the_words_comes_first_and_long_texts_are_cut(
    studio: Studio,
) -> None:
    long = "word " * 200 + "a red Clown with 100% of the balloons " + "word " * 200
    box = await open_talk(studio, "No clown, please.", long, "And 1000 balloons?", "What was it?")
    found = await words(box, "the red clown")
    assert [len(each) < 260 for each in found] == [True, True]
    assert "a red Clown with 100%" in found[0]
    assert found[1] == "No clown, please."
    assert len(await words(box, "100% balloons")) == 2
    assert ["100%" in each for each in await words(box, "100%")] == [True]
    assert await words(box, "elephant") == []


async def test_what_is_said_now_is_not_found(studio: Studio) -> None:
    box = await open_talk(studio, "No clown, please.", "What did I say about the clown?")
    assert await words(box, "clown") == ["No clown, please."]


async def test_other_conversations_and_other_people_are_not_searched(studio: Studio) -> None:
    await open_talk(studio, "My secret is a clown.")
    other = await open_talk(studio, "Hello.", "And now?")
    assert await words(other, "clown") == []
    async with studio.work() as work:
        stranger = (await accounts.register(work, email="b@example.com", password="p" * 12)).id
    mine = await open_talk(studio, "A clown.", "And now?")
    mine.owner = stranger
    assert await words(mine, "clown") == []
