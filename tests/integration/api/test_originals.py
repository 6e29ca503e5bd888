"""Pictures as their makers answered them are kept where the installation says so, for their owner."""

from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from studio.domain.asset import PictureAsset
from studio.domain.units import UserId
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions
from studio.providers.vendor import Surroundings
from studio.services import accounts, assets, conversations
from studio.wiring import Studio, open_studio
from tests.support.api import PASSWORD, app_for, served, settings_for, sign_in
from tests.support.makers import HUMMED, only
from tests.support.painters import KEY
from tests.support.painters.direct import FakeOpenAI
from tests.support.storyboards import storyboard
from tests.support.studio import pays
from tests.support.vendor import serving


async def paint(studio: Studio, owner_id: UserId, *, keeps_originals: bool) -> PictureAsset:
    """Have OpenAI's fake paint one scene."""
    board, server = storyboard("One tide."), FakeOpenAI()
    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
    with serving(server.respond) as wire:
        options = OpenAIPicturesOptions(
            base_url=f"{wire.url}/v1", api_key=SecretStr(KEY), model=server.model
        )
        house = Surroundings(read=studio.store.get, keeps_originals=keeps_originals)
        maker = OpenAIPictures(options, house)
        await assets.make_pictures(
            studio.works,
            store=studio.store,
            makers=only(maker),
            payer=pays(owner_id, thread.id),
            storyboard=board,
        )
        async with studio.work() as work:
            found = await assets.find_for(
                work, owner_id=owner_id, storyboard=board, pictures=only(maker), speech=HUMMED
            )
        await maker.aclose()
    (scene,) = found.values()
    assert scene.picture
    return scene.picture


@pytest.mark.parametrize("keeps_originals", [True, False])
async def test_an_original_is_its_owners_and_only_where_it_is_kept(
    database_url: str, redis_url: str, tmp_path: Path, keeps_originals: bool
) -> None:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        async with studio.work() as work:
            user = await accounts.register(work, email="a@example.com", password=PASSWORD)
            await accounts.register(work, email="b@example.com", password=PASSWORD)
        picture = await paint(studio, user.id, keeps_originals=keeps_originals)
        assert (picture.original is not None) is keeps_originals
    path = f"/v1/assets/{picture.id}"
    with served(app_for(settings, runs=False)) as url:
        async with httpx.AsyncClient(base_url=url, timeout=20) as http:
            owner = {"Authorization": f"Bearer {sign_in(url, 'a@example.com')}"}
            other = {"Authorization": f"Bearer {sign_in(url, 'b@example.com')}"}
            whole = await http.get(path, params={"original": "true"}, headers=owner)
            foreign = await http.get(path, params={"original": "true"}, headers=other)
            small = await http.get(path, headers=owner)

    assert foreign.status_code == 404
    assert small.headers["content-type"] == "image/jpeg"
    assert whole.status_code == (200 if keeps_originals else 404)
    if keeps_originals:
        assert whole.content == FakeOpenAI().picture
        assert whole.headers["content-type"] == "image/png"
        assert "attachment" in whole.headers["content-disposition"]
