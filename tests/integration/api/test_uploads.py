"""A user's own pictures and clips over HTTP, good ones and poisoned ones."""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from api.routes.uploads import receive
from studio.domain.errors import TooLarge
from tests.support import clips
from tests.support.api import app_for, make_user, served, settings_for, sign_in
from tests.support.poison import SECRET, poisons
from tests.support.up import wait_until


@dataclass
class Door:
    """A served app, its owner's and a stranger's tokens, and the folder of its store."""

    http: httpx.AsyncClient
    owner: dict[str, str]
    stranger: dict[str, str]
    folder: Path

    async def send(self, data: bytes, name: str = "file") -> httpx.Response:
        return await self.http.post(
            "/v1/media", params={"name": name}, content=data, headers=self.owner
        )

    def stored(self) -> list[Path]:
        return [p for p in (self.folder / "artifacts").rglob("*") if p.is_file()]


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    await make_user(settings, "a@example.com")
    await make_user(settings, "b@example.com")
    with served(app_for(settings, runs=False)) as url:
        owner, stranger = (
            {"Authorization": f"Bearer {sign_in(url, f'{who}@example.com')}"} for who in "ab"
        )
        async with httpx.AsyncClient(base_url=url, timeout=60) as http:
            yield Door(http=http, owner=owner, stranger=stranger, folder=tmp_path)


def png(width: int = 300, height: int = 200) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (10, 90, 160)).save(file, "PNG")
    return file.getvalue()


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("reelwright-upload-*"))


def matroska_of_ten_hours(path: Path) -> bytes:
    """A file that says in its head that it lasts ten hours."""
    return clips.write(path, frames=2, fps="1/18000", encoder=("-c:v", "mjpeg")).read_bytes()


async def test_a_clip_and_a_picture_are_told_by_their_bytes_and_listed_by_number(
    door: Door, tmp_path: Path
) -> None:
    clip = clips.write(tmp_path / "c.mp4", frames=30, sound=True, size=(480, 270)).read_bytes()

    first = await door.send(clip, "holiday.jpg")
    second = await door.send(png(), "../../etc/surf.mov")

    assert first.status_code == 201, first.text
    kept = first.json()
    assert (kept["number"], kept["kind"], kept["name"]) == (1, "clip", "holiday.jpg")
    assert (kept["width"], kept["height"], kept["codec"]) == (480, 270, "h264")
    assert kept["duration_s"] == pytest.approx(1.0, abs=0.05)
    assert kept["fps"] == pytest.approx(30, abs=1)
    assert kept["has_sound"]
    other = second.json()
    assert (other["number"], other["kind"], other["name"]) == (2, "picture", "surf.mov")
    assert (other["width"], other["height"], other["duration_s"]) == (300, 200, None)
    listed = (await door.http.get("/v1/media", headers=door.owner)).json()["items"]
    assert [one["id"] for one in listed] == [kept["id"], other["id"]]
    thumbnail = await door.http.get(kept["thumbnail_url"])
    assert Image.open(io.BytesIO(thumbnail.content)).size == (480, 270)


async def test_the_same_bytes_are_one_upload(door: Door) -> None:
    one, two = (await door.send(png(), "a.png")).json(), (await door.send(png(), "b.png")).json()
    assert one["id"] == two["id"]
    assert two["name"] == "b.png"
    assert len((await door.http.get("/v1/media", headers=door.owner)).json()["items"]) == 1
    assert len([p for p in door.stored() if p.suffix == ".media"]) == 1


async def test_a_stranger_sees_none_of_it_and_nobody_uploads_without_a_token(door: Door) -> None:
    kept = (await door.send(png())).json()
    path = f"/v1/media/{kept['id']}"
    assert (await door.http.get(path, headers=door.owner)).json()["id"] == kept["id"]
    for answer in (
        await door.http.get(path, headers=door.stranger),
        await door.http.get(f"/v1/media/{uuid4()}", headers=door.owner),
        await door.http.get(f"/v1/assets/{kept['id']}", headers=door.stranger),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await door.http.get("/v1/media", headers=door.stranger)).json()["items"] == []
    assert (await door.http.post("/v1/media", content=png())).status_code == 401


def unfit(folder: Path) -> dict[str, bytes]:
    """What harms nobody, and is refused all the same."""
    streamed = clips.write(
        folder / "streamed.mp4", frames=90, encoder=(*clips.H264, "-movflags", "+faststart")
    ).read_bytes()
    return {
        "clip that lost its end": streamed[: len(streamed) // 2],
        "silence": sound_of(folder / "none.wav", "anullsrc", "-t", "2"),
        "cut off sound": sound_of(folder / "cut.flac", "sine=d=9")[:9_000],
        "ten hours": matroska_of_ten_hours(folder / "long.mkv"),
    }


def sound_of(path: Path, source: str, *more: str) -> bytes:
    clips.ffmpeg("-v", "error", "-f", "lavfi", "-i", source, *more, str(path))
    return path.read_bytes()


async def test_what_is_poisoned_is_refused_in_words_and_leaves_nothing(
    door: Door, tmp_path: Path
) -> None:
    before = leftovers()
    for kind, data in (poisons(tmp_path) | unfit(tmp_path)).items():
        answer = await door.send(data, "x")
        problem: dict[str, Any] = answer.json()
        assert answer.status_code in {413, 422}, (kind, answer.text)
        assert problem["code"] in {"invalid_media", "too_large"}, kind
        assert len(problem["detail"]) > 20, kind
        assert SECRET not in answer.text, kind
        assert tempfile.gettempdir() not in answer.text, kind
    assert (await door.http.get("/v1/media", headers=door.owner)).json()["items"] == []
    assert door.stored() == []
    # Other tests upload at the same time; what is theirs goes by itself.
    new = leftovers() - before
    await asyncio.to_thread(wait_until, lambda: not any(path.exists() for path in new))


async def test_a_body_that_is_too_large_is_refused_before_and_while_it_comes(
    door: Door, tmp_path: Path
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield bytes(1024**2)

    with pytest.raises(TooLarge):
        await receive(chunks(), tmp_path / "file", limit_bytes=2 * 1024**2)
    assert (tmp_path / "file").stat().st_size <= 2 * 1024**2
    url = door.http.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = [f"{name}: {value}" for name, value in door.owner.items()]
    size = f"Content-Length: {600 * 1024**2}"
    request = ["POST /v1/media HTTP/1.1", "Host: here", size, *head, "", ""]
    writer.write("\r\n".join(request).encode())
    async with asyncio.timeout(20):
        answer = await reader.readline()
    writer.close()
    assert b" 413 " in answer


async def test_a_sound_is_kept_in_one_form_without_words_about_it(
    door: Door, tmp_path: Path
) -> None:
    cover = tmp_path / "cover.png"
    cover.write_bytes(png())
    song = tmp_path / "song.mp3"
    clips.ffmpeg(
        "-v", "error", "-f", "lavfi", "-i", "sine=f=330:d=4", "-i", str(cover), "-map", "0", "-map",
        "1", "-id3v2_version", "3", "-metadata", "artist=Ada Lovelace", str(song),
    )  # fmt: skip

    answer = await door.send(song.read_bytes(), "song.mp3")

    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert (kept["kind"], kept["codec"], kept["fps"]) == ("sound", "mp3", None)
    assert kept["duration_s"] == pytest.approx(4, abs=0.1)
    (stored,) = [p for p in door.stored() if p.suffix == ".media"]
    assert stored.read_bytes()[:4] == b"fLaC"
    assert b"Ada Lovelace" not in stored.read_bytes()
    outline = await door.http.get(kept["thumbnail_url"])
    assert Image.open(io.BytesIO(outline.content)).size == (480, 160)


async def test_a_photo_and_a_clip_lose_where_and_by_whom_they_were_made(
    door: Door, tmp_path: Path
) -> None:
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretPhone", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    Image.new("RGB", (300, 200), (10, 90, 160)).save(photo, "JPEG", exif=exif, comment=b"Ada")
    clip = clips.write(
        tmp_path / "c.mov",
        frames=10,
        encoder=(*clips.H264, "-metadata", "location=+48.8577+002.295/"),
    ).read_bytes()
    assert b"SecretPhone" in photo.getvalue()
    assert b"+48.8577" in clip

    first, second = await door.send(photo.getvalue()), await door.send(clip)

    assert (first.json()["width"], first.json()["height"]) == (200, 300)
    assert second.status_code == 201, second.text
    for path in door.stored():
        data = path.read_bytes()
        assert not any(word in data for word in (b"SecretPhone", b"Ada", b"+48.8577", b"Exif"))
    (picture,) = [
        p for p in door.stored() if p.read_bytes()[:2] == b"\xff\xd8" and "media" in p.name
    ]
    assert Image.open(io.BytesIO(picture.read_bytes())).size == (200, 300)
