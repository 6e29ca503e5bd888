"""What a provider made and gave no use of counts: it may have been billed."""

from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from studio.db.engine import Database, open_database
from studio.makers import PictureMaker
from studio.providers import client
from studio.services import assets
from studio.services.assets import AssetsReport
from studio.storage.local import LocalStore
from tests.support.makers import only
from tests.support.painters import BENCHES, FakeVendor
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread, pays
from tests.support.vendor import Answer, Asked, Respond, VendorServer, serving

PRICE = Decimal("0.05")


@dataclass
class Shop:
    """A vendor, and a project that buys of it."""

    fake: FakeVendor
    wire: VendorServer
    works: Database
    store: LocalStore
    payer: Any
    maker: PictureMaker

    async def paint(self) -> AssetsReport:
        """Make one picture."""
        return await assets.make_pictures(
            self.works,
            store=self.store,
            makers=only(self.maker),
            payer=self.payer,
            storyboard=storyboard("One."),
        )

    async def charges(self) -> list[tuple[str, Decimal | None, str | None]]:
        """List the states, the costs and the jobs of all attempts."""
        async with self.works.connect() as connection:
            found = await connection.execute(
                text("SELECT state, cost_usd, job_id FROM charges ORDER BY attempt")
            )
            return [tuple(row) for row in found]


@pytest.fixture
async def works(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Database]:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> FakeVendor:
    return BENCHES[request.param].fake()


@pytest.fixture
def wire(fake: FakeVendor) -> Generator[VendorServer]:
    with serving(fake.respond) as running:
        fake.url = running.url
        yield running


@pytest.fixture
async def shop(
    request: pytest.FixtureRequest,
    fake: FakeVendor,
    wire: VendorServer,
    works: Database,
    tmp_path: Path,
) -> AsyncGenerator[Shop]:
    name = request.node.callspec.params["fake"]
    maker = BENCHES[name].open(fake, tmp_path, price_usd=PRICE)
    payer = pays(*await make_thread(works))
    yield Shop(fake, wire, works, LocalStore(tmp_path / "store"), payer, maker)
    await maker.aclose()


def blackened(respond: Respond, *jobs: str) -> Respond:
    """Give black pictures as the results of some jobs."""

    def answer(asked: Asked) -> Any:
        said = respond(asked)
        if isinstance(said, Answer) and asked.path.endswith(jobs):
            return Answer(said.body.replace(b"[false]", b"[true]"))
        return said

    return answer


@pytest.mark.parametrize("fake", ["fal"], indirect=True)
async def test_a_blackened_picture_counts_and_softer_words_are_paid_for_on_their_own(
    shop: Shop,
) -> None:
    shop.wire.respond = blackened(shop.fake.respond, "/job-1")

    report = await shop.paint()

    assert len(report.made) == 1
    assert await shop.charges() == [("unknown", None, "job-1"), ("settled", PRICE, "job-2")]


@pytest.mark.parametrize("fake", ["fal"], indirect=True)
async def test_a_picture_that_stays_black_counts_twice_and_is_told(shop: Shop) -> None:
    shop.wire.respond = blackened(shop.fake.respond, "/job-1", "/job-2")

    report = await shop.paint()

    [told] = report.failed.values()
    assert "blackened it for its policy" in told
    assert await shop.charges() == [("unknown", None, "job-1"), ("unknown", None, "job-2")]


@pytest.mark.parametrize("fake", ["openai", "gemini", "replicate"], indirect=True)
async def test_an_image_that_is_not_one_counts(shop: Shop) -> None:
    shop.fake.picture = b"not a picture at all"

    await shop.paint()

    [(state, cost, _)] = await shop.charges()
    assert (state, cost) == ("unknown", None)
