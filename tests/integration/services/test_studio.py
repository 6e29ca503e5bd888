"""A whole studio opens over real servers, and closes."""

from pathlib import Path

from structlog.testing import capture_logs

from studio.domain.events import TurnStarted
from studio.domain.units import StorageKey, TurnId
from studio.packs.reading import written
from studio.packs.shelf import built_in
from studio.services import conversations
from studio.settings import FormatSettings
from studio.wiring import open_studio
from tests.support.api import settings_for
from tests.support.studio import make_thread, open_test_studio


async def test_a_studio_opens_with_every_part_at_work(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    key = StorageKey("notes/a.txt")
    async with open_test_studio(database_url, redis_url, tmp_path) as studio:
        owner_id, thread_id = await make_thread(studio.works)
        async with studio.work() as work:
            thread = await conversations.get_thread(work, owner_id=owner_id, thread_id=thread_id)
        await studio.events.publish(thread_id, TurnStarted(turn_id=TurnId(thread_id)))
        await studio.store.put(key, b"tides", media_type="text/plain")

        assert thread.id == thread_id
        assert len(await studio.events.history(thread_id)) == 1
        assert await studio.store.get(key) == b"tides"
        assert await studio.queue.depth() == 0
        assert studio.tokens.read(studio.tokens.issue(owner_id, scopes=frozenset())) == (
            owner_id,
            frozenset(),
        )
    assert (tmp_path / "artifacts" / key).read_bytes() == b"tides"


async def test_a_broken_pack_of_the_operators_does_not_take_the_product_down(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "formats" / "packs"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text(
        written(built_in().packs["horror"].model_copy(update={"name": "attic"}))
    )
    (folder / "broken.yaml").write_text("name: broken\nmood: angry\n")
    settings = settings_for(database_url, redis_url, tmp_path)
    formats = FormatSettings(formats_folder=tmp_path / "formats")

    with capture_logs() as told:
        async with open_studio(settings.model_copy(update={"formats": formats})) as studio:
            assert "attic" in studio.shelf.packs
            assert "broken" not in studio.shelf.packs

    refused = [line["why"] for line in told if line["event"] == "packs.refused"]
    assert any(why.startswith("broken.yaml, line 2, mood: input should be") for why in refused)
