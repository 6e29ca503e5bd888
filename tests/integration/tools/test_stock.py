"""Stock in conversation: searched once, shown by number, chosen, credited."""

from dataclasses import replace

import pytest

from studio.domain.asset import AssetKind
from studio.domain.errors import NotFound, ProviderBusy, ProviderUnavailable, SceneLocked
from studio.domain.media import Media, MediaKind
from studio.domain.stock import Find, StockQuery
from studio.domain.traffic import Limits
from studio.libraries import StockLibrary
from studio.makers import Makers
from studio.providers.stock.fake import FakeLibrary
from studio.services import assets, stock
from studio.services.stock import Shelf
from studio.traffic.lane import Lanes
from studio.traffic.memory import MemoryTraffic
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import execute, make_thread
from tests.support.toolbox import Toolbox, open_toolbox


class Broken(FakeLibrary):
    """A library that is down."""

    name, title = "broken", "Broken library"

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        raise ProviderUnavailable("Broken library cannot be reached; does it run?")


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
async def box(studio: Studio, library: FakeLibrary) -> Toolbox:
    return await open_toolbox(replace(studio, stock=with_(library)))


def with_(*libraries: FakeLibrary) -> Makers[StockLibrary]:
    return Makers({one.name: one for one in libraries})


def shelf(box: Toolbox) -> Shelf:
    studio = box.studio
    return Shelf(studio.works, studio.store, studio.examiner, studio.stock, studio.clock)


async def shown(box: Toolbox) -> list[Media | None]:
    board = (await box.newest()).storyboard
    async with box.studio.work() as work:
        rows = await work.assets.by_ids(
            owner_id=box.owner, ids=[s.media.id for s in board.scenes if s.media]
        )
    known = {
        row.id: Media.model_validate({"id": row.id, "key": row.key} | row.facts) for row in rows
    }
    return [known[s.media.id] if s.media else None for s in board.scenes]


async def test_what_is_found_is_shown_by_number_and_asked_for_once(
    box: Toolbox, library: FakeLibrary
) -> None:
    first = await box.call("find_stock", query="stormy sea")
    again = await box.call("find_stock", query="stormy sea")

    assert [c["number"] for c in first["candidates"]] == [1, 2, 3]
    assert again["candidates"] == first["candidates"]
    assert len(library.asked) == 1
    card = box.cards("stock")[0]
    assert (card["query"], card["sort"]) == ("stormy sea", "picture")
    assert card["candidates"][0]["author"] == "Nobody"
    picture = card["candidates"][0]["picture"]
    async with box.studio.work() as work:
        asset = await assets.get_asset(work, owner_id=box.owner, asset_id=picture)
    assert not isinstance(asset, Media)
    assert (await box.studio.store.get(asset.key))[:2] == b"\xff\xd8"


async def test_a_choice_takes_the_scene_with_its_licence_and_is_fetched_once(
    box: Toolbox, library: FakeLibrary
) -> None:
    await box.draft("One.", "Two.")
    found = await box.call("find_stock", scene=2)
    pick = {"scene": 2, "candidate": found["candidates"][1]["id"]}

    used = await box.call("use_stock", picks=[pick])
    await box.call("use_stock", picks=[pick | {"scene": 1}])

    assert found["query"] == "picture 1"
    assert used["credits"] == ["“picture 1 2” by Nobody (CC BY 4.0) https://stock.invalid/1"]
    one, two = await shown(box)
    assert one == two
    assert two
    assert two.credit
    assert (two.kind, two.width_px, two.height_px) == (MediaKind.PICTURE, 720, 1280)
    assert (two.credit.library, two.credit.author) == ("Fake library", "Nobody")
    assert (two.credit.licence, two.credit.query) == ("CC BY 4.0", "picture 1")
    assert two.credit.taken_at.tzinfo
    assert len(library.fetched) == 1
    async with box.studio.work() as work:
        (credit,) = await stock.credits_for(work, owner_id=box.owner, keys=[two.key])
    assert credit == two.credit


async def test_every_scene_gets_the_best_for_its_own_words(
    box: Toolbox, library: FakeLibrary
) -> None:
    await box.draft("One.", "Two.", "Three.")

    await box.call("use_stock", picks=[{"scene": n} for n in (1, 2, 3)])

    assert [query.words for query in library.asked] == ["picture 0", "picture 1", "picture 2"]
    taken = await shown(box)
    assert [m and m.credit and m.credit.id for m in taken] == [
        "picture 0-0", "picture 1-0", "picture 2-0",
    ]  # fmt: skip
    made = await box.call("make_pictures")
    assert made["made"] == 0


async def test_share_alike_is_offered_only_where_the_user_takes_it(box: Toolbox) -> None:
    without = await box.call("find_stock", query="sea")
    with_it = await box.call("find_stock", query="sea", share_alike=True)

    assert {c["licence"] for c in without["candidates"]} == {"CC BY 4.0"}
    assert "CC BY-SA 4.0" in {c["licence"] for c in with_it["candidates"]}


async def test_a_locked_scene_is_refused_before_anything_is_fetched(
    box: Toolbox, library: FakeLibrary
) -> None:
    await box.draft("One.")
    await box.edit({"op": "lock", "scene": 1})

    with pytest.raises(SceneLocked):
        await box.call("use_stock", picks=[{"scene": 1}])
    assert library.asked == []


async def test_one_library_that_is_down_leaves_the_others(
    box: Toolbox, studio: Studio, library: FakeLibrary
) -> None:
    both = await open_toolbox(replace(studio, stock=with_(Broken(), library)))
    alone = await open_toolbox(replace(studio, stock=with_(Broken())))

    found = await both.call("find_stock", query="sea")

    assert len(found["candidates"]) == 3
    assert list(found["failed"]) == ["Broken library"]
    with pytest.raises(ProviderUnavailable):
        await alone.call("find_stock", query="sea")


async def test_nothing_found_is_said(box: Toolbox) -> None:
    await box.call(
        "draft_script", title="T", scenes=[{"narration": "A.", "visual_prompt": "nothing"}]
    )

    with pytest.raises(NotFound, match="'nothing'"):
        await box.call("use_stock", picks=[{"scene": 1}])


async def test_a_library_is_asked_no_more_often_than_it_allows_whoever_asks(
    studio: Studio, database_url: str
) -> None:
    library = FakeLibrary(searches=2)
    one = await open_toolbox(replace(studio, stock=with_(library)))
    other = await open_toolbox(replace(studio, stock=with_(FakeLibrary(searches=2))))
    await one.call("find_stock", query="a")
    await one.call("find_stock", query="b")

    with pytest.raises(ProviderBusy, match="2 times"):
        await other.call("find_stock", query="c")
    assert (await other.call("find_stock", query="b"))["candidates"]

    await execute(
        database_url, "UPDATE stock_searches SET fetched_at = now() - interval '25 hours'"
    )
    await one.call("find_stock", query="b")
    assert [query.words for query in library.asked] == ["a", "b", "b"]


async def test_a_stranger_can_neither_choose_nor_see_what_was_found(box: Toolbox) -> None:
    found = await box.call("find_stock", query="sea")
    stranger, _ = await make_thread(box.studio.works, "eve@example.com")

    with pytest.raises(NotFound):
        await stock.take(shelf(box), owner_id=stranger, candidate_id=found["candidates"][0]["id"])


async def test_stock_is_found_for_its_scene(box: Toolbox) -> None:
    await box.draft("One.")
    await box.call("use_stock", picks=[{"scene": 1}])
    board = (await box.newest()).storyboard
    async with box.studio.work() as work:
        made = await assets.find_for(
            work, owner_id=box.owner, storyboard=board, pictures=FLAT, speech=HUMMED
        )
        kinds = {row.kind for row in await work.assets.of_kind(owner_id=box.owner, kind="upload")}
    assert made[board.scenes[0].id].picture is not None
    assert AssetKind.UPLOAD not in kinds


async def test_a_search_waits_for_its_turn_and_is_heard_of(box: Toolbox) -> None:
    lanes = Lanes(MemoryTraffic())
    limits = Limits(requests_per_minute=7)
    lane = lanes.open("stock/fake", title="Fake", settings="REELWRIGHT_STOCK_FAKE_", limits=limits)
    library = FakeLibrary()
    there = replace(shelf(box), libraries=Makers({library.name: library}, {library.name: lane}))
    query = StockQuery(words="sea", kind=MediaKind.PICTURE)

    await stock.search(there, owner_id=box.owner, query=query)

    seen = await lanes.traffic.look(lane.name)
    assert [heard.model for heard in seen.heard] == ["search"]
    assert [spent.requests for spent in seen.road.spent] == [1]
