"""What every stock library keeps, the real ones over their documented formats and the fake one."""

from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass

import pytest

from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderUnavailable,
)
from studio.domain.media import MediaKind
from studio.domain.stock import Shape, StockQuery, shape_of
from studio.libraries import StockLibrary
from studio.providers.stock.fake import FakeLibrary
from studio.providers.stock.openverse import Openverse, OpenverseOptions
from tests.support.stock import KEY, VENDORS, Vendor, jpeg
from tests.support.vendor import Answer, Hang, VendorServer, serving

SEA = StockQuery(words="the sea")
SHARED = StockQuery(words="the sea", share_alike=True)


@dataclass
class Bench:
    """A library beside its server."""

    library: StockLibrary
    vendor: Vendor
    server: VendorServer


@pytest.fixture
def server() -> Iterator[VendorServer]:
    with serving(lambda _: Hang()) as running:
        yield running


@pytest.fixture(params=list(VENDORS))
async def bench(
    request: pytest.FixtureRequest, server: VendorServer
) -> AsyncGenerator[Bench, None]:
    vendor = VENDORS[request.param]
    server.respond = vendor.answering(server.url)
    library = vendor.open(server.url)
    yield Bench(library, vendor, server)
    await library.aclose()


@pytest.fixture(params=[*VENDORS, "fake"])
async def library(
    request: pytest.FixtureRequest, server: VendorServer
) -> AsyncGenerator[StockLibrary, None]:
    if request.param == "fake":
        made: StockLibrary = FakeLibrary()
    else:
        server.respond = VENDORS[request.param].answering(server.url)
        made = VENDORS[request.param].open(server.url)
    yield made
    await made.aclose()


async def test_a_find_says_whose_it_is_and_on_which_terms(library: StockLibrary) -> None:
    finds = await library.search(SEA)

    assert finds
    for find in finds:
        assert (find.library, find.kind) == (library.name, MediaKind.PICTURE)
        assert find.author
        assert find.author_url
        assert find.licence.name
        assert find.licence.url
        assert find.licence.url.startswith("https://")
        assert find.author in find.attribution
        assert find.page_url
        assert find.page_url.startswith("https://")
        assert find.width_px > 0 < find.height_px


async def test_portraits_come_first(library: StockLibrary) -> None:
    shapes = [shape_of(f.width_px, f.height_px) for f in await library.search(SEA)]

    assert shapes[0] is Shape.PORTRAIT
    assert shapes == sorted(shapes, key=lambda shape: shape is not Shape.PORTRAIT)


async def test_what_may_not_be_sold_or_changed_is_left_out_and_share_alike_is_asked_for(
    library: StockLibrary,
) -> None:
    without, with_it = await library.search(SEA), await library.search(SHARED)

    assert not any(f.licence.is_share_alike for f in without)
    assert {f.id for f in without} <= {f.id for f in with_it}
    for find in with_it:
        assert "NC" not in find.licence.name
        assert "ND" not in find.licence.name
    if library.name in {"openverse", "wikimedia", "fake"}:
        assert any(f.licence.is_share_alike for f in with_it)


async def test_a_file_and_a_small_picture_are_fetched(library: StockLibrary) -> None:
    find = (await library.search(SEA))[0]

    assert (await library.fetch(find))[:3] == jpeg()[:3]
    assert (await library.look(find))[:3] == jpeg()[:3]


async def test_a_search_asks_as_the_library_documents(bench: Bench) -> None:
    await bench.library.search(SEA)

    (asked,) = bench.server.asked
    assert asked.path == bench.vendor.paths[MediaKind.PICTURE]
    assert bench.vendor.asked.items() <= asked.query.items()
    assert asked.headers["user-agent"].startswith("Reelwright")


async def test_nothing_found_is_no_error(bench: Bench) -> None:
    bench.server.respond = lambda _: Answer.of(bench.vendor.nothing)

    assert await bench.library.search(SEA) == ()


async def test_a_wrong_key_is_named_and_not_told(bench: Bench) -> None:
    if bench.vendor.refused is None:
        pytest.skip("it needs no key")
    refused = bench.vendor.refused
    bench.server.respond = lambda _: refused

    with pytest.raises(ProviderKeyRefused, match="REELWRIGHT_STOCK_") as error:
        await bench.library.search(SEA)
    assert KEY not in error.value.message
    assert len(bench.server.asked) == 1


async def test_one_search_too_many_is_named(bench: Bench) -> None:
    bench.server.respond = lambda _: bench.vendor.busy

    with pytest.raises(ProviderBusy):
        await bench.library.search(SEA)
    assert len(bench.server.asked) == 1


async def test_an_error_under_a_good_status_is_an_error(bench: Bench) -> None:
    bench.server.respond = lambda _: Answer.of(bench.vendor.error)

    with pytest.raises(ProviderFailed):
        await bench.library.search(SEA)


@pytest.mark.parametrize(
    "body", [b"<html>Maintenance</html>", b"[]", b'{"photos": 3}', b'{"query": []}', b"{", b""]
)
async def test_another_kind_of_answer_is_named(bench: Bench, body: bytes) -> None:
    bench.server.respond = lambda _: Answer(body, media_type="text/html")

    with pytest.raises(ProviderAnswerInvalid):
        await bench.library.search(SEA)


async def test_one_misshapen_item_leaves_the_others(bench: Bench) -> None:
    whole = await bench.library.search(SEA)
    answer = bench.vendor.found(bench.server.url, MediaKind.PICTURE)
    items = next(
        found
        for found in [*answer.values(), *answer.get("query", {}).values()]
        if isinstance(found, list)
    )
    items.extend([{"id": "odd"}, None, 7])
    bench.server.respond = lambda _: Answer.of(answer)

    assert await bench.library.search(SEA) == whole


async def test_an_answer_that_is_cut_off_is_asked_for_again(bench: Bench) -> None:
    good = Answer.of(bench.vendor.found(bench.server.url, MediaKind.PICTURE))
    answers = iter([Answer(good.body, cut=40), good])
    bench.server.respond = lambda _: next(answers)

    assert await bench.library.search(SEA)
    assert len(bench.server.asked) == 2


async def test_a_file_that_is_no_picture_is_refused(bench: Bench) -> None:
    find = (await bench.library.search(SEA))[0]
    bench.server.respond = lambda _: Answer(b"<html>gone</html>", media_type="image/jpeg")

    with pytest.raises(ProviderAnswerInvalid):
        await bench.library.fetch(find)


async def test_a_link_into_the_house_is_not_followed(bench: Bench) -> None:
    find = (await bench.library.search(SEA))[0]
    inside = find.model_copy(update={"file_url": "http://127.0.0.1:1/secret"})

    with pytest.raises(ProviderFailed):
        await bench.library.fetch(inside)


@pytest.mark.parametrize("kind", [MediaKind.CLIP, MediaKind.SOUND])
async def test_clips_and_sounds_come_with_their_length(
    server: VendorServer, kind: MediaKind
) -> None:
    seen: list[str] = []
    for name, vendor in VENDORS.items():
        library = vendor.open(server.url)
        if kind in library.kinds:
            server.respond = vendor.answering(server.url, kind)
            finds = await library.search(StockQuery(words="the sea", kind=kind))
            assert finds[0].duration_s >= 12
            assert all(find.kind is kind for find in finds)
            seen.append(name)
        await library.aclose()
    assert (
        seen
        == {
            MediaKind.CLIP: ["pexels", "pixabay", "wikimedia"],
            MediaKind.SOUND: ["openverse", "wikimedia"],
        }[kind]
    )


async def test_the_smallest_clip_that_fills_the_frame_is_taken(server: VendorServer) -> None:
    library = VENDORS["pexels"].open(server.url)
    server.respond = VENDORS["pexels"].answering(server.url, MediaKind.CLIP)

    (find,) = await library.search(StockQuery(words="the sea", kind=MediaKind.CLIP))

    assert find.file_url.endswith("/1080.mp4")
    await library.aclose()


async def test_unsplash_is_told_of_a_download_and_nobody_else_gets_its_key(
    server: VendorServer,
) -> None:
    library = VENDORS["unsplash"].open(server.url)
    server.respond = VENDORS["unsplash"].answering(server.url)
    find = (await library.search(SEA))[0]

    await library.fetch(find)

    file, notice = server.asked[1:]
    assert "authorization" not in file.headers
    assert file.query["fm"] == "jpg"
    assert (notice.path, notice.query) == ("/photos/two/download", {"ixid": "abc"})
    assert notice.headers["authorization"] == f"Client-ID {KEY}"

    with serving(lambda _: Answer.of({})) as other:
        await library.fetch(find.model_copy(update={"notice_url": f"{other.url}/x"}))
    assert other.asked == []
    assert "utm_source=reelwright" in str(find.page_url)
    await library.aclose()


async def test_a_library_that_hangs_is_given_up(server: VendorServer) -> None:
    library = Openverse(OpenverseOptions(base_url=server.url, timeout_s=0.05))
    server.respond = lambda _: Hang()

    with pytest.raises((OutcomeUnknown, ProviderUnavailable)):
        await library.search(SEA)
    await library.aclose()
