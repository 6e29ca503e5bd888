"""What goes wrong at one vendor has a name and a remedy, and the rest of the project goes on."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from studio.db.engine import Database, open_database
from studio.domain import edit
from studio.domain.changes import SceneChange
from studio.domain.storyboard import Storyboard
from studio.makers import Makers, PictureMaker
from studio.providers import client
from studio.providers.images.fake import FlatPictures
from studio.services import assets
from studio.services.assets import AssetsReport
from studio.storage.local import LocalStore
from tests.contract.test_speech_makers import MANY_TROUBLES, opened
from tests.support.makers import FLAT, only
from tests.support.painters import BENCHES, KEY, Bench, Trouble
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread, pays
from tests.support.vendor import Hang, serving
from tests.support.voices import VENDORS

REMEDIES = ("check ", "try again", "top it up", "does it run?", "other words", "another")
"""One of these stands in each message: it says what to do."""
ELSEWHERE = {"busy for long", "nothing", "silence", "a sound cut short"}
"""Troubles of voices that their own contract names; here are those that pictures have, too."""
SHORT_S = 0.3
"""Stands for the longest wait of an installation: a server that hangs for half an hour is left."""


@dataclass(frozen=True)
class Wrong:
    """What goes wrong.

    Attributes:
        trouble: The server's.
        picture: What it gives in the place of a picture.
        options: Of the client.
    """

    trouble: Trouble | None = None
    picture: bytes = b""
    options: Mapping[str, Any] | None = None


def wrongs(bench: Bench, model: str) -> dict[str, Wrong]:
    """List what can go wrong at a vendor."""
    listed = {
        "a dead model": Wrong(options={"model": f"{model}-gone"}),
        "a wrong content type": Wrong(Trouble.WRONG_TYPE),
        "a truncated stream": Wrong(Trouble.CUT),
        "200 with an error": Wrong(Trouble.ERROR_IN_200),
        "an image that is not one": Wrong(picture=b"not a picture at all"),
        "a hang": Wrong(Trouble.HANG, options={"timeout_s": SHORT_S}),
    }
    if bench.has_key:
        listed["a wrong key"] = Wrong(options={"api_key": SecretStr("sk-another-one")})
    if bench.can_sell:
        listed["no balance"] = Wrong(Trouble.NO_BALANCE)
    return listed


@pytest.fixture
async def works(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Database]:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    database = open_database(database_url)
    yield database
    await database.close()


@dataclass
class Project:
    """A thread in which pictures and voices are made."""

    works: Database
    store: LocalStore
    payer: Any

    async def paint(self, board: Storyboard, maker: PictureMaker) -> AssetsReport:
        """Make the pictures: the first scene's by a vendor, the other's by one that is well."""
        makers = Makers({"flat": FlatPictures(), "vendor": maker})
        try:
            return await assets.make_pictures(
                self.works, store=self.store, makers=makers, payer=self.payer, storyboard=board
            )
        finally:
            await maker.aclose()

    async def held(self) -> int:
        """Count the calls for which money is still held."""
        async with self.works.connect() as connection:
            held = text("SELECT count(*) FROM charges WHERE state = 'reserved' AND job_id IS NULL")
            return (await connection.execute(held)).scalar_one()


@pytest.fixture
async def project(works: Database, tmp_path: Path) -> Project:
    return Project(works, LocalStore(tmp_path / "store"), pays(*await make_thread(works)))


def told_well(message: str) -> bool:
    """Tell whether a message says what to do and tells no key."""
    return any(word in message.lower() for word in REMEDIES) and KEY not in message


@pytest.mark.parametrize("name", BENCHES)
async def test_a_picture_vendor_in_trouble_costs_its_scene_only(
    name: str, project: Project, tmp_path: Path
) -> None:
    bench = BENCHES[name]
    server = bench.fake()
    good = server.picture
    with serving(server.respond) as wire:
        server.url = wire.url
        for what, wrong in wrongs(bench, server.model).items():
            board = storyboard("One.", "Two.")
            first, second = (scene.id for scene in board.scenes)
            change = SceneChange(picture_maker="vendor", visual_prompt=f"a sea, {what}")
            board = edit.rewrite_scene(board, first, change)
            board = edit.rewrite_scene(board, second, SceneChange(picture_maker="flat"))
            server.trouble, server.picture = wrong.trouble, wrong.picture or good

            broken = await project.paint(
                board, bench.open(server, tmp_path, **(wrong.options or {}))
            )
            server.trouble, server.picture = None, good
            mended = await project.paint(board, bench.open(server, tmp_path))

            assert list(broken.failed) == [first], what
            assert second in (*broken.made, *broken.reused), what
            assert told_well(broken.failed[first]), (what, broken.failed[first])
            assert mended.failed == {}, what
            assert first in mended.made, what
    assert await project.held() == 0


@pytest.mark.parametrize("name", [n for n in VENDORS if not n.startswith("openai-")])
async def test_a_voice_in_trouble_leaves_the_pictures_and_speaks_once_it_is_well(
    name: str, project: Project
) -> None:
    for what, (answer, _) in MANY_TROUBLES.items():
        if what in ELSEWHERE:
            continue
        board = storyboard(f"The sea, {what}.")
        [scene] = (each.id for each in board.scenes)
        with opened(name, wait_s=SHORT_S if isinstance(answer, Hang) else 20) as (maker, server):
            assert server
            await maker.voices()

            async def speak() -> AssetsReport:
                return await assets.make_voices(
                    project.works,
                    store=project.store,
                    makers=only(maker),
                    payer=project.payer,
                    storyboard=board,  # noqa: B023
                )

            server.trouble = answer
            broken = await speak()
            pictures = await assets.make_pictures(
                project.works,
                store=project.store,
                makers=FLAT,
                payer=project.payer,
                storyboard=board,
            )
            server.trouble = None
            mended = await speak()
            await maker.aclose()

        assert told_well(broken.failed[scene]), (what, broken.failed)
        assert pictures.failed == {}, what
        assert mended.made == (scene,), (what, mended)
    assert await project.held() == 0
