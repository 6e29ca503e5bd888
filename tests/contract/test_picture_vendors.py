"""What every vendor's client keeps when its server does not: each trouble has a name."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import SecretStr

from studio.domain.asset import PictureRequest
from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderRefused,
    ProviderUnavailable,
    StudioError,
)
from studio.domain.storyboard import Reference
from studio.makers import Order, PictureMaker
from studio.providers import client
from tests.support.painters import BENCHES, KEY, Bench, FakeVendor, Trouble
from tests.support.painters.benches import REFERENCE
from tests.support.painters.queued import FakeQueue
from tests.support.vendor import VendorServer, serving

REQUEST = PictureRequest(
    prompt="Mia at the sea",
    negative_prompt="people",
    seed=7,
    width_px=216,
    height_px=384,
)
HELD = REQUEST.model_copy(update={"references": (Reference(name="Mia", key=REFERENCE),)})
ORDERING = [name for name, bench in BENCHES.items() if bench.has_orders]


@dataclass
class Place:
    """A vendor's server, and the way to open its client."""

    bench: Bench
    server: FakeVendor
    wire: VendorServer
    folder: Path
    makers: list[PictureMaker]

    def maker(self, **more: Any) -> PictureMaker:
        made = self.bench.open(self.server, self.folder, **more)
        self.makers.append(made)
        return made

    async def error(self, maker: PictureMaker) -> StudioError:
        """Give what a request ends with; the key is never in it."""
        with pytest.raises(StudioError) as caught:
            await maker.make(REQUEST)
        assert KEY not in f"{caught.value.message} {caught.value!r}"
        return caught.value


@pytest.fixture(params=BENCHES)
async def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Place]:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    bench = BENCHES[request.param]
    server = bench.fake()
    with serving(server.respond) as wire:
        server.url = wire.url
        opened = Place(bench, server, wire, tmp_path, [])
        yield opened
        for maker in opened.makers:
            await maker.aclose()


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble.REFUSED, ProviderRefused),
        (Trouble.NO_BALANCE, ProviderBalanceEmpty),
        (Trouble.DOWN, ProviderUnavailable),
        (Trouble.ERROR_IN_200, ProviderFailed),
        (Trouble.WRONG_TYPE, ProviderAnswerInvalid),
        (Trouble.NO_PICTURE_INSIDE, ProviderAnswerInvalid),
        (Trouble.CUT, OutcomeUnknown),
        (Trouble.HANG, OutcomeUnknown),
    ],
)
async def test_each_trouble_has_its_name(
    place: Place, trouble: Trouble, error: type[StudioError]
) -> None:
    bench = place.bench
    if (trouble is Trouble.REFUSED and not bench.can_refuse) or (
        trouble is Trouble.NO_BALANCE and not bench.can_sell
    ):
        pytest.skip("it has no such thing")
    place.server.trouble = trouble
    if trouble is Trouble.REFUSED and isinstance(place.server, FakeQueue):
        place.server.trouble, place.server.outcome = None, trouble

    caught = await place.error(place.maker(timeout_s=0.3 if trouble is Trouble.HANG else 5.0))

    assert type(caught) is error
    orders = [asked for asked in place.wire.asked if place.server.is_order(asked)]
    assert (len(orders) == 1) == (trouble is not Trouble.DOWN)


async def test_a_wrong_key_is_named_with_the_setting_that_mends_it(place: Place) -> None:
    if not place.bench.has_key:
        pytest.skip("it knows no keys")

    caught = await place.error(place.maker(api_key=SecretStr("sk-another-one")))

    assert type(caught) is ProviderKeyRefused
    assert (
        f"REELWRIGHT_PICTURES_{place.bench.vendor.name.upper()}_API_KEY"
        in caught.message.replace("_USER, ...", "")
    )
    assert "sk-another-one" not in caught.message


async def test_a_dead_model_is_named(place: Place) -> None:
    dead = f"{place.server.model}-gone"

    caught = await place.error(place.maker(model=dead))

    assert type(caught) is (
        ProviderFailed if place.bench.vendor.name == "comfyui" else ProviderModelUnknown
    )
    assert place.server.billed == 0


async def test_what_is_no_picture_is_named(place: Place) -> None:
    place.server.picture = b"not a picture at all"

    assert type(await place.error(place.maker())) is ProviderAnswerInvalid


async def test_a_server_that_is_away_is_named(place: Place) -> None:
    place.server.url = "http://127.0.0.1:9"

    assert type(await place.error(place.maker())) is ProviderUnavailable


async def test_a_busy_server_is_asked_again_and_billed_once(place: Place) -> None:
    place.server.trouble = Trouble.BUSY_ONCE

    assert (await place.maker().make(REQUEST)).jpeg
    assert place.server.billed == 1


async def test_references_go_along_small_where_the_vendor_takes_them(place: Place) -> None:
    maker = place.maker()

    await maker.make(HELD)

    sent = place.server.references
    assert len(sent) == min(1, maker.max_references)
    for data in sent:
        with Image.open(BytesIO(data)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (853, 1280))


async def test_its_name_changes_with_what_changes_its_pictures_and_not_with_the_key(
    place: Place,
) -> None:
    name = place.maker().name

    assert place.maker(api_key=SecretStr("another-key"), timeout_s=9.0).name == name
    assert place.maker(base_url=f"{place.server.url}/other").name != name
    assert KEY not in name


@pytest.mark.parametrize("place", ORDERING, indirect=True)
async def test_work_that_is_ordered_is_joined_again_after_a_crash(place: Place) -> None:
    server = place.server
    assert isinstance(server, FakeQueue)
    server.looks = 10**9
    names: list[str] = []
    is_known = asyncio.Event()

    async def ordered(job_id: str) -> None:
        names.append(job_id)
        is_known.set()

    first = asyncio.ensure_future(place.maker().make(REQUEST, Order("call-1", None, ordered)))
    await is_known.wait()
    first.cancel()
    await asyncio.wait([first])
    server.looks = 0
    picture = await place.maker().make(REQUEST, Order("call-1", names[0], ordered))

    assert picture.jpeg
    assert (names, server.billed) == (["job-1"], 1)


@pytest.mark.parametrize("place", ORDERING, indirect=True)
async def test_work_that_takes_too_long_goes_on_and_can_be_joined(place: Place) -> None:
    server = place.server
    assert isinstance(server, FakeQueue)
    server.looks = 10**9

    caught = await place.error(place.maker(timeout_s=0.2))

    assert type(caught) is OutcomeUnknown
    assert "ask again" in caught.message


@pytest.mark.parametrize("place", ORDERING, indirect=True)
async def test_work_that_fails_or_is_forgotten_is_named(place: Place) -> None:
    server = place.server
    assert isinstance(server, FakeQueue)
    server.outcome = Trouble.DOWN
    assert type(await place.error(place.maker())) is ProviderFailed

    server.jobs.clear()
    with pytest.raises(ProviderFailed, match="forgotten"):
        await place.maker().make(REQUEST, Order("call-1", "job-1"))
