"""Finished files and pictures over HTTP: whole, in part, by token and by link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from studio.domain.render import ArtifactKind
from studio.domain.timeline import compile_timeline
from studio.domain.units import UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.images.fake import FlatPictures
from studio.services import accounts, assets, conversations, renders
from studio.services.tokens import LINK_S, LINK_STEP_S
from studio.settings import Settings
from studio.wiring import Studio, open_studio
from tests.support.api import PASSWORD, app_for, served, settings_for, sign_in
from tests.support.finished import put_artifact
from tests.support.makers import HUMMED, only
from tests.support.renders import FACTS, ask_for
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import pays

VIDEO = bytes(range(256)) * 40
NAME = 'Приливы & 潮汐 "2".mp4'


@dataclass
class Shelf:
    """A served app with one user's video and picture in it, and a stranger."""

    app: FastAPI
    url: str
    owner_id: UserId
    owner: dict[str, str]
    stranger: dict[str, str]
    video: UUID
    cover: UUID
    picture: UUID
    render: UUID
    http: httpx.AsyncClient

    async def link(self) -> str:
        answer = await self.http.post(f"/v1/artifacts/{self.video}/link", headers=self.owner)
        assert answer.status_code == 200, answer.text
        return answer.json()["url"]


@pytest.fixture
async def shelf(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Shelf]:
    app = app_for(settings_for(database_url, redis_url, tmp_path), runs=False)
    with served(app) as url:
        from_here = settings_for(database_url, redis_url, tmp_path)
        owner_id, video, cover, picture, render = await _fill(from_here)
        async with httpx.AsyncClient(base_url=url, timeout=20) as http:
            yield Shelf(
                app=app,
                url=url,
                owner_id=owner_id,
                owner={"Authorization": f"Bearer {sign_in(url, 'a@example.com')}"},
                stranger={"Authorization": f"Bearer {sign_in(url, 'b@example.com')}"},
                video=video,
                cover=cover,
                picture=picture,
                render=render,
                http=http,
            )


async def _fill(settings: Settings) -> tuple[UserId, UUID, UUID, UUID, UUID]:
    async with open_studio(settings) as studio:
        async with studio.work() as work:
            user = await accounts.register(work, email="a@example.com", password=PASSWORD)
            await accounts.register(work, email="b@example.com", password=PASSWORD)
        video, cover, render = await _make_files(studio, user.id)
        return user.id, video, cover, await _make_picture(studio, user.id), render


async def _make_files(studio: Studio, owner_id: UserId) -> tuple[UUID, UUID, UUID]:
    board = storyboard("One tide.")
    video = await put_artifact(studio, ArtifactKind.VIDEO, VIDEO, "video/mp4", NAME)
    cover = await put_artifact(studio, ArtifactKind.COVER, b"cover", "image/jpeg", "cover.jpg")
    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
    timeline = compile_timeline(board, assets_for(board))
    asked = await ask_for(
        studio.works, (owner_id, thread.id), timeline, board=board, queue=MemoryRenderQueue()
    )
    async with studio.work() as work:
        await renders.finish(work, render_id=asked.render.id, artifacts=[video, cover], facts=FACTS)
    return video.id, cover.id, asked.render.id


async def _make_picture(studio: Studio, owner_id: UserId) -> UUID:
    board, maker = storyboard("One tide."), FlatPictures()

    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
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
    (scene,) = found.values()
    assert scene.picture
    return scene.picture.id


async def test_a_file_comes_whole_with_a_tag(shelf: Shelf) -> None:
    answer = await shelf.http.get(f"/v1/artifacts/{shelf.video}", headers=shelf.owner)

    assert answer.status_code == 200
    assert answer.content == VIDEO
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["etag"].strip('"')
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-299", 100, 299),
        ("bytes=10000-", 10_000, 10_239),
        ("bytes=-100", 10_140, 10_239),
        ("bytes=10200-99999", 10_200, 10_239),
    ],
)
async def test_a_part_is_exactly_the_part(shelf: Shelf, asked: str, first: int, last: int) -> None:
    headers = {"Range": asked}
    answer = await shelf.http.get(await shelf.link(), headers=headers)

    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(VIDEO)}"
    assert answer.content == VIDEO[first : last + 1]


async def test_a_part_beyond_the_end_is_416(shelf: Shelf) -> None:
    headers = {"Range": f"bytes={len(VIDEO)}-"}
    answer = await shelf.http.get(await shelf.link(), headers=headers)

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(VIDEO)}"


async def test_a_changed_file_is_sent_whole_and_an_equal_one_in_part(shelf: Shelf) -> None:
    link = await shelf.link()
    tag = (await shelf.http.head(link)).headers["etag"]

    same = await shelf.http.get(link, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = await shelf.http.get(link, headers={"Range": "bytes=0-9", "If-Range": '"other"'})

    assert (same.status_code, other.status_code) == (206, 200)


async def test_what_a_client_has_is_not_sent_again(shelf: Shelf) -> None:
    link = await shelf.link()
    tag = (await shelf.http.get(link)).headers["etag"]

    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = await shelf.http.get(link, headers={"If-None-Match": held})
        assert (answer.status_code, answer.content) == (304, b""), held
        assert answer.headers["etag"] == tag
    assert (await shelf.http.get(link, headers={"If-None-Match": '"x"'})).status_code == 200


async def test_a_download_is_named_in_any_script(shelf: Shelf) -> None:
    path = f"/v1/artifacts/{shelf.video}"
    shown = await shelf.http.get(path, headers=shelf.owner)
    saved = await shelf.http.get(path, headers=shelf.owner, params={"download": 1})
    linked = await shelf.http.get(f"{await shelf.link()}&download=1")

    assert shown.headers["content-disposition"].startswith("inline")
    for answer in (saved, linked):
        kind, _, name = answer.headers["content-disposition"].partition("; ")
        assert kind == "attachment"
        assert unquote(name.removeprefix("filename*=utf-8''")) == NAME


async def test_a_head_tells_the_size_without_the_bytes(shelf: Shelf) -> None:
    answer = await shelf.http.head(await shelf.link())

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(VIDEO))


async def test_a_forged_link_is_refused(shelf: Shelf) -> None:
    link = await shelf.link()
    owner = str(shelf.owner_id)
    for bad in (
        _changed(link, sig="0" * 64),
        _changed(link, sig="é"),
        _changed(link, exp="1999999999"),
        _changed(link, owner=str(uuid4())) if owner in link else _changed(link, sig=""),
        link.replace(str(shelf.video), str(shelf.cover)),
        link.replace(str(shelf.video), str(uuid4())),
        link.replace(f"artifacts/{shelf.video}", f"assets/{shelf.picture}"),
        link.replace("/v1/artifacts/", "/v1/assets/"),
    ):
        answer = await shelf.http.get(bad)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), bad
        assert "Приливы" not in answer.text
    assert (await shelf.http.get(link)).status_code == 200


async def test_a_link_does_not_outlive_its_time(shelf: Shelf) -> None:
    links = shelf.app.state.parts.studio.links
    now = links.clock.now()
    good = replace(links, clock=_Clock(now - timedelta(seconds=LINK_S - 60)))
    late = replace(links, clock=_Clock(now - timedelta(seconds=LINK_S + LINK_STEP_S + 1)))

    assert (await shelf.http.get(_signed(shelf, good))).status_code == 200
    answer = await shelf.http.get(_signed(shelf, late))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


async def test_a_stranger_finds_neither_file_nor_picture(shelf: Shelf) -> None:
    for path in (f"/v1/artifacts/{shelf.video}", f"/v1/assets/{shelf.picture}"):
        assert (await shelf.http.get(path, headers=shelf.owner)).status_code == 200
        answer = await shelf.http.get(path, headers=shelf.stranger)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    path = f"/v1/artifacts/{shelf.video}/link"
    answer = await shelf.http.post(path, headers=shelf.stranger)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_picture_is_shown_as_its_thumbnail(shelf: Shelf) -> None:
    answer = await shelf.http.get(f"/v1/assets/{shelf.picture}", headers=shelf.owner)

    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert len(answer.content) < 20_000


async def test_a_live_stream_is_opened_by_its_owner_and_by_its_own_link_alone(
    shelf: Shelf,
) -> None:
    path = f"/v1/streams/{shelf.render}"
    sign = shelf.app.state.parts.signer(shelf.owner_id)
    link, other = sign("streams", shelf.render), urlsplit(sign("artifacts", shelf.render))

    assert (await shelf.http.get(path)).status_code == 401
    assert (await shelf.http.get(path, headers=shelf.stranger)).status_code == 404
    assert (await shelf.http.get(f"{path}?{other.query}")).status_code == 401
    for answer in (await shelf.http.get(path, headers=shelf.owner), await shelf.http.get(link)):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "video/mp4"
        assert answer.headers["cache-control"] == "no-store"
    assert (await shelf.http.get(f"/v1/streams/{uuid4()}", headers=shelf.owner)).status_code == 404


@dataclass(frozen=True)
class _Clock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def _signed(shelf: Shelf, links: Any) -> str:
    parts = shelf.app.state.parts
    past = replace(parts, studio=replace(parts.studio, links=links))
    return past.signer(shelf.owner_id)("artifacts", shelf.video)


def _changed(link: str, **changes: str) -> str:
    parts = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return parts._replace(query=urlencode(query)).geturl()
