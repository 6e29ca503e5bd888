"""Where conversations are played: a studio of one's own on embedded servers."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from PIL import Image
from pydantic import SecretStr

from agent import checkpoints
from agent.checkpoints import Checkpoints
from agent.graph import system_prompt
from evals.cases import Case
from evals.fleet import InstantFleet
from evals.makers import Bill, NamedLibrary, PaidPictures, PaidSpeech, Rehearsed
from evals.neighbour import Neighbour, move_in
from studio.db.migrate import migrate
from studio.domain.units import StorageKey
from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.valkey import EmbeddedValkey
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.providers.images.fake import FlatPictures
from studio.providers.stock.fake import FakeLibrary
from studio.services import media
from studio.settings import (
    DatabaseSettings,
    MakerSettings,
    RedisSettings,
    Settings,
    StateSettings,
)
from studio.wiring import Studio, open_studio

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""These databases end with the run; waiting for the disk would be wasted."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture that was brought: where it lies, and what is known of it."""

    key: StorageKey
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A studio with nothing in it but a neighbour.

    Attributes:
        studio: Its parts.
        checkpoints: The agent's state.
        speech: Who speaks for nothing.
        neighbour: Somebody else, whose things are nobody's business.
        upload: A picture that cases may have brought.
        secrets: What must never be told, by name.
        desk: Held from asking for a turn until it is claimed, as claims take whatever is there.
    """

    studio: Studio
    checkpoints: Checkpoints
    speech: SpeechMaker
    neighbour: Neighbour
    upload: Upload
    secrets: dict[str, str]
    desk: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def names(self) -> dict[str, str]:
        """Give what a recorded model may name in ``{{...}}``."""
        return {**self.neighbour.names, "prompt": system_prompt(), "key": self.secrets["key"]}

    def studio_for(self, case: Case) -> tuple[Studio, Bill]:
        """Give a case's own makers and library over the same parts, and the bill that they write."""
        bill = Bill()
        free: dict[str, PictureMaker] = {"illustrator": FlatPictures()}
        paid: dict[str, PictureMaker] = {"atelier": PaidPictures(bill)}
        voices: dict[str, SpeechMaker] = {"espeak": self.speech, "hummer": PaidSpeech(bill)}
        library = NamedLibrary([(offer.title, offer.author) for offer in case.stock])
        mine = replace(
            self.studio,
            pictures=Makers(paid | free if case.paid else free | paid),
            speech=Makers(voices),
            stock=Makers({"fake": library}),
        )
        return mine, bill


@contextmanager
def open_folder() -> Generator[Path]:
    """Give a folder that the servers' user can pass through, as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="rw-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def open_ground(folder: Path) -> AsyncGenerator[Ground]:
    """Start the servers and open a studio with the built-in makers.

    Raises:
        Unavailable: A server does not come up.
        Misconfigured: A binary is missing.
    """
    secrets_there = {name: token_urlsafe(32) for name in ("secret", "key", "database", "redis")}
    postgres = EmbeddedPostgres(
        folder / "postgres", password=secrets_there["database"], options=FAST
    )
    valkey = EmbeddedValkey(folder / "valkey", password=secrets_there["redis"])
    try:
        database_url = (await asyncio.to_thread(postgres.start)).url
        redis_url = (await asyncio.to_thread(valkey.start)).url
        await migrate(database_url, [lambda: checkpoints.setup(database_url)])
        settings = Settings(
            state=StateSettings(
                state_dir=folder / "state", secret=SecretStr(secrets_there["secret"])
            ),
            database=DatabaseSettings(database_url=SecretStr(database_url)),
            redis=RedisSettings(redis_url=SecretStr(redis_url)),
            makers=MakerSettings(pictures="illustrator", speech="espeak", stock="none"),
        )
        async with (
            open_studio(settings) as opened,
            checkpoints.open_checkpoints(database_url) as kept,
        ):
            yield await _furnished(opened, kept, folder, secrets_there)
    finally:
        await asyncio.to_thread(valkey.stop)
        await asyncio.to_thread(postgres.stop)


async def _furnished(
    opened: Studio, kept: Checkpoints, folder: Path, secrets_there: dict[str, str]
) -> Ground:
    studio = replace(opened, queue=InstantFleet(opened.work), stock=Makers({"fake": FakeLibrary()}))
    picture = BytesIO()
    Image.new("RGB", (720, 1280), (60, 90, 120)).save(picture, "JPEG")
    path = folder / "picture.jpg"
    path.write_bytes(picture.getvalue())
    key, facts = await media.put(studio.store, examiner=studio.examiner, path=path, name="a.jpg")
    return Ground(
        studio=studio,
        checkpoints=kept,
        speech=Rehearsed(studio.speech.default),
        neighbour=await move_in(studio),
        upload=Upload(key, facts),
        secrets=secrets_there,
    )
