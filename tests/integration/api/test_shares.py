"""Share links over HTTP: made by the owner, watched without a token, ended, and nobody else's."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from studio.domain.share import MOST_DAYS, hash_of
from studio.services import conversations
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.finished import CAPTIONS, COVER, VIDEO, finish_video
from tests.support.studio import execute, user_with_key


@dataclass
class Door:
    """A served app with one finished video, its owner and a stranger."""

    studio: Studio
    http: httpx.AsyncClient
    owner: dict[str, str]
    stranger: dict[str, str]
    thread: UUID
    video: UUID

    async def share(self, **wanted: object) -> dict[str, str]:
        path = f"/v1/renders/{self.video}/shares"
        answer = await self.http.post(path, headers=self.owner, json=wanted)
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        owner_id, owner = await user_with_key(studio, "a@example.com")
        _, stranger = await user_with_key(studio, "b@example.com")
        async with studio.work() as work:
            thread = await conversations.create_thread(work, owner_id=owner_id)
        video = await finish_video(studio, owner_id, thread.id, language="de-AT")
        with served(app_for(settings, runs=False)) as url:
            async with httpx.AsyncClient(base_url=url, timeout=20) as http:
                yield Door(studio, http, _bearer(owner), _bearer(stranger), thread.id, video)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_whoever_has_the_link_can_watch_without_a_token(door: Door) -> None:
    made = await door.share(title='Ebbe & "Flut" <b>')
    assert made["state"] == "open"
    page = await door.http.get(made["url"], headers={"Accept-Language": "fr-CH, en;q=0.5"})
    assert page.status_code == 200
    assert "Créé avec l&#x27;IA" in page.text
    assert "Ebbe &amp; &quot;Flut&quot; &lt;b&gt;" in page.text
    assert "<script" not in page.text
    assert "http" not in page.text
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert "default-src 'none'; style-src 'sha256-" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    files = dict(re.findall(r'(src|poster)="(/s/[^"]+)"', page.text))
    assert (await door.http.get(files["poster"])).content == COVER
    video = re.search(r'<video[^>]* src="([^"]+)"', page.text)
    assert video
    whole = await door.http.get(video[1])
    assert (whole.content, whole.headers["content-type"]) == (VIDEO, "video/mp4")
    part = await door.http.get(video[1], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, VIDEO[10:20])
    track = re.search(r'<track [^>]*src="([^"]+)" srclang="de-AT"', page.text)
    assert track
    assert (await door.http.get(track[1])).content == CAPTIONS


async def test_the_page_speaks_the_videos_language_where_the_readers_is_not_known(
    door: Door,
) -> None:
    made = await door.share()
    assert made["title"] == "Tide"
    page = await door.http.get(made["url"], headers={"Accept-Language": "ja, *;q=0.1"})
    assert '<html lang="de">' in page.text
    assert "Mit KI gemacht" in page.text


async def test_only_the_hash_of_the_token_is_kept(door: Door) -> None:
    made = await door.share()
    token = made["url"].rpartition("/")[2]
    assert len(token) >= 43
    async with door.studio.works.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM shares")).mappings().all()
        assert [row["token_hash"] for row in rows] == [hash_of(token)]
        assert token not in str(rows)
    again = await door.http.get(f"/v1/shares/{made['id']}", headers=door.owner)
    assert again.json()["url"] == made["url"]


async def test_what_is_over_ended_or_never_was_is_told_alike(door: Door, database_url: str) -> None:
    stopped, expired = await door.share(), await door.share(title="Over")
    gone = await door.http.delete(f"/v1/shares/{stopped['id']}", headers=door.owner)
    assert gone.json()["state"] == "stopped"
    await execute(database_url, "UPDATE shares SET expires_at = now() WHERE title = 'Over'")
    unknown = f"/s/{'A' * 43}"
    pages = [await door.http.get(url) for url in (stopped["url"], expired["url"], unknown)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert len({page.headers["content-security-policy"] for page in pages}) == 1
    for file in ("video", "poster", "captions", "nothing"):
        files = [
            await door.http.get(f"{url}/{file}")
            for url in (stopped["url"], expired["url"], unknown)
        ]
        assert {one.status_code for one in files} == {404}
        assert len({one.json()["detail"] for one in files}) == 1
    listed = await door.http.get("/v1/shares", headers=door.owner)
    assert listed.json()["items"] == []


async def test_a_stranger_neither_shares_sees_nor_ends_it(door: Door) -> None:
    made = await door.share()
    asked = [
        await door.http.post(f"/v1/renders/{door.video}/shares", headers=door.stranger, json={}),
        await door.http.get(f"/v1/shares/{made['id']}", headers=door.stranger),
        await door.http.delete(f"/v1/shares/{made['id']}", headers=door.stranger),
        await door.http.delete(f"/v1/shares/{uuid4()}", headers=door.owner),
    ]
    assert {answer.status_code for answer in asked} == {404}
    listed = await door.http.get("/v1/shares", headers=door.stranger)
    assert listed.json()["items"] == []
    assert (await door.http.get(made["url"])).status_code == 200


async def test_a_link_ends_with_its_conversation(door: Door) -> None:
    made = await door.share()
    gone = await door.http.delete(f"/v1/threads/{door.thread}", headers=door.owner)
    assert gone.status_code == 204
    assert (await door.http.get(made["url"])).status_code == 404


async def test_a_link_ends_with_its_owners_account(door: Door, database_url: str) -> None:
    made = await door.share()
    await execute(database_url, "DELETE FROM users WHERE email = 'a@example.com'")
    assert (await door.http.get(f"{made['url']}/video")).status_code == 404


@pytest.mark.parametrize("wanted", [{"days": 0}, {"days": MOST_DAYS + 1}, {"title": " "}, {"x": 1}])
async def test_a_link_without_an_end_or_a_title_is_refused(
    door: Door, wanted: dict[str, object]
) -> None:
    path = f"/v1/renders/{door.video}/shares"
    assert (await door.http.post(path, headers=door.owner, json=wanted)).status_code == 422


async def test_too_many_requests_from_one_address_wait(door: Door) -> None:
    made = await door.share()
    told = {(await door.http.head(made["url"])).status_code for _ in range(260)}
    assert told == {200, 429}
