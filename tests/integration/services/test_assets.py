"""Pictures and voices: one that fails leaves the others, and each has one owner."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from studio.db.engine import Database, open_database
from studio.domain.asset import PictureRequest, VoiceAsset
from studio.domain.errors import NotFound, ProviderUnavailable
from studio.domain.money import Usage
from studio.domain.storyboard import Storyboard
from studio.domain.units import AssetId, ThreadId, UserId
from studio.makers import UNBILLED, Makers, Order, Picture, SpeechMaker
from studio.ports import ArtifactStore
from studio.providers.images.fake import FlatPictures
from studio.providers.speech.espeak import EspeakSpeech
from studio.services import assets, ledger, quotes
from studio.storage.local import LocalStore
from tests.support.makers import FLAT, HUMMED, only
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread, pays


class Moody(FlatPictures):
    """Will not paint one thing."""

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        if "picture 1" in request.prompt:
            raise ProviderUnavailable("The painter is away.")
        return await super().make(request, order)


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


async def paint(
    works: Database,
    store: ArtifactStore,
    maker: FlatPictures,
    thread: tuple[UserId, ThreadId],
    board: Storyboard,
):
    return await assets.make_pictures(
        works,
        store=store,
        makers=only(maker),
        payer=pays(*thread),
        storyboard=board,
    )


async def find(
    works: Database, owner_id: UserId, board: Storyboard, speech: Makers[SpeechMaker] = HUMMED
):
    async with works.work() as work:
        return await assets.find_for(
            work,
            owner_id=owner_id,
            storyboard=board,
            pictures=FLAT,
            speech=speech,
        )


async def test_a_picture_that_fails_leaves_the_others_and_is_made_next_time(
    works: Database, tmp_path: Path
) -> None:
    thread = await make_thread(works)
    board, store = storyboard("One.", "Two.", "Three."), LocalStore(tmp_path)
    first, second, third = (scene.id for scene in board.scenes)

    report = await paint(works, store, Moody(), thread, board)
    mended = await paint(works, store, FlatPictures(), thread, board)

    assert (report.made, report.reused) == ((first, third), ())
    assert report.failed == {second: "The painter is away."}
    assert (mended.made, mended.reused, mended.failed) == ((second,), (first, third), {})


async def test_a_picture_whose_file_is_gone_is_made_again(works: Database, tmp_path: Path) -> None:
    thread = await make_thread(works)
    board, store = storyboard("One."), LocalStore(tmp_path)
    await paint(works, store, FlatPictures(), thread, board)
    [found] = (await find(works, thread[0], board)).values()
    assert found.picture
    await store.delete(found.picture.key)

    report = await paint(works, store, FlatPictures(), thread, board)

    assert len(report.made) == 1
    assert await store.exists(found.picture.key)


async def test_narrations_are_said_once_and_silence_is_not_said(
    works: Database, tmp_path: Path
) -> None:
    owner_id, thread_id = await make_thread(works)
    board, store, maker = storyboard("The tide comes.", ""), LocalStore(tmp_path), EspeakSpeech()

    reports = [
        await assets.make_voices(
            works,
            store=store,
            makers=only(maker),
            payer=pays(owner_id, thread_id),
            storyboard=board,
        )
        for _ in range(2)
    ]

    said, silent = (scene.id for scene in board.scenes)
    assert [(r.made, r.reused, r.failed) for r in reports] == [((said,), (), {}), ((), (said,), {})]
    found = await find(works, owner_id, board, only(maker))
    voice = found[said].voice
    assert found[silent].voice is None
    assert isinstance(voice, VoiceAsset)
    assert [word.text.strip(".") for word in voice.words] == ["The", "tide", "comes"]
    assert 0 < voice.words[-1].end_ms <= voice.duration_ms
    assert (await store.get(voice.key))[:4] == b"RIFF"
    async with works.work() as work:
        assert await assets.get_asset(work, owner_id=owner_id, asset_id=voice.id) == voice
        lines = await ledger.lines(work, owner_id=owner_id, thread_id=thread_id)
    said_once, said_again, took = lines
    assert (said_once.unit, said_once.quantity, said_once.cost_usd) == ("characters", 15, 0)
    assert (said_again.unit, said_again.quantity, said_again.is_cached) == ("characters", 15, True)
    assert (took.unit, took.cost_usd, took.price_source) == ("seconds", 0, "")
    assert took.quantity > 0


async def test_what_is_made_is_counted_once_and_what_is_reused_apart(
    works: Database, tmp_path: Path
) -> None:
    owner_id, thread_id = await make_thread(works)
    board, store = storyboard("One.", "Two.", "Three."), LocalStore(tmp_path)

    for maker in (Moody(), FlatPictures(), FlatPictures()):
        await paint(works, store, maker, (owner_id, thread_id), board)

    async with works.work() as work:
        lines = await ledger.lines(work, owner_id=owner_id, thread_id=thread_id)
    assert [(line.provider, line.quantity, line.is_cached) for line in lines[:2]] == [
        ("flat-1", 3, False),
        ("flat-1", 2 + 3, True),
    ]


class Dear(FlatPictures):
    """Takes four cents."""

    def quote(self, request: PictureRequest) -> Usage:
        return super().quote(request).model_copy(update={"cost_usd": Decimal("0.04")})


async def test_an_estimate_counts_what_is_missing_only(works: Database, tmp_path: Path) -> None:
    owner_id, thread_id = await make_thread(works)
    store, maker = LocalStore(tmp_path), Dear()
    await paint(works, store, maker, (owner_id, thread_id), storyboard("One."))

    async with works.work() as work:
        quoted = await quotes.of_storyboard(
            work,
            owner_id=owner_id,
            storyboard=storyboard("One.", "Two.", "Three."),
            pictures=only(maker),
            speech=only(EspeakSpeech()),
        )

    told = quotes.estimated(quoted)

    assert told.cost_usd == Decimal("0.08")
    assert told.calls == 2 + 3
    assert [line.quantity for line in told.lines if line.is_cached] == [1]


async def test_another_owners_pictures_are_not_found(works: Database, tmp_path: Path) -> None:
    thread = await make_thread(works)
    stranger, _ = await make_thread(works, "eve@example.com")
    board = storyboard("One.")
    await paint(works, LocalStore(tmp_path), FlatPictures(), thread, board)
    [found] = (await find(works, thread[0], board)).values()
    assert found.picture

    async with works.work() as work:
        for asset_id in (found.picture.id, AssetId(uuid4())):
            with pytest.raises(NotFound):
                await assets.get_asset(work, owner_id=stranger, asset_id=asset_id)
    assert [a.picture for a in (await find(works, stranger, board)).values()] == [None]
