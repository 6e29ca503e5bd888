"""Packs and templates over HTTP: listed, exported and saved as YAML, renamed, deleted."""

import asyncio
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from studio.packs.reading import written
from studio.packs.shelf import built_in
from tests.support.api import client_of_a_user, settings_for

PACKAGE = Path(__file__).parents[3] / "studio"
MINE = written(built_in().packs["horror"].model_copy(update={"name": "attic"}))


@pytest.fixture
async def http(
    database_url: str, redis_url: str, tmp_path: Path
) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of_a_user(settings_for(database_url, redis_url, tmp_path)) as client:
        yield client


async def test_a_pack_is_saved_exported_renamed_and_deleted(http: httpx.AsyncClient) -> None:
    saved = await http.post("/v1/packs", content=MINE)
    exported = await http.get("/v1/packs/attic")
    renamed = await http.patch("/v1/packs/attic", json={"title": "Under the roof"})
    listed = (await http.get("/v1/packs", params={"language": "de"})).json()["items"]
    gone = await http.delete("/v1/packs/under-the-roof")

    assert (saved.status_code, saved.json()["is_own"]) == (201, True)
    assert exported.text == MINE
    assert renamed.json()["name"] == "under-the-roof"
    assert [(p["name"], p["title"]) for p in listed if p["is_own"]] == [
        ("under-the-roof", "Under the roof")
    ]
    assert {p["title"] for p in listed} > {"Rätsel", "Finanztipps"}
    assert gone.status_code == 204
    assert (await http.get("/v1/packs/under-the-roof")).status_code == 404


async def test_topics_are_suggested(http: httpx.AsyncClient) -> None:
    each = (await http.get("/v1/topics", params={"language": "fr"})).json()["topics"]
    some = (await http.get("/v1/topics", params={"pack": "Ciencia", "language": "es"})).json()

    assert len(each) == 12
    assert each["history"] == ["le jour où le calendrier perdit onze jours"]
    assert some["topics"]["science"][-1] == "el olor de la lluvia"
    assert (await http.get("/v1/topics", params={"pack": "none"})).status_code == 404


async def test_a_template_is_saved_and_deleted(http: httpx.AsyncClient) -> None:
    text = written(built_in().templates["quote"].model_copy(update={"name": "proverb"}))

    assert (await http.post("/v1/templates", content=text)).status_code == 201
    assert (await http.get("/v1/templates/proverb")).text == text
    assert (await http.delete("/v1/templates/proverb")).status_code == 204
    assert len((await http.get("/v1/templates")).json()["items"]) == 7


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (MINE.replace("mood: tense", "mood: angry", 1), 422, "body, line 2, mood: input should be"),
        ("name: horror\n", 422, "body, line 1, mood: field required."),
        (MINE.replace("name: attic", "name: horror"), 409, "Everybody has a pack 'horror'"),
        ("#" * 300_000, 413, "larger than 256 KiB"),
        (b"\xff\xff", 422, "not UTF-8"),
    ],
)
async def test_what_is_wrong_is_named(
    http: httpx.AsyncClient, text: str, status: int, said: str
) -> None:
    refused = await http.post("/v1/packs", content=text)

    assert refused.status_code == status
    assert said in refused.json()["detail"]


@pytest.mark.parametrize("kind", ["packs", "templates"])
async def test_the_published_schema_takes_what_comes_along_and_nothing_else(
    http: httpx.AsyncClient, kind: str, tmp_path: Path
) -> None:
    schema, broken = tmp_path / "schema.json", tmp_path / "broken.yaml"
    schema.write_bytes((await http.get(f"/v1/{kind}/schema")).content)
    files = sorted((PACKAGE / kind).glob("*.yaml"))
    broken.write_text(files[0].read_text().replace("name:", "nome:", 1))

    def check(*paths: Path) -> subprocess.CompletedProcess[bytes]:
        checker = Path(sys.executable).with_name("check-jsonschema")
        argv = [checker, "--schemafile", schema, *paths]
        return subprocess.run(argv, capture_output=True, timeout=60, check=False)

    assert check(*files).returncode == 0
    assert check(broken).returncode == 1


async def test_the_command_line_lists_and_checks(http: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINE.replace("slow", "sluggish"))
    key = http.headers["Authorization"].removeprefix("Bearer ")

    async def reelwright(*argv: str) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.cli", *argv, stdout=PIPE, stderr=PIPE
        )
        out, _ = await process.communicate()
        return process.returncode, out.decode()

    code, listed = await reelwright("packs", "list", "--url", str(http.base_url), "--api-key", key)
    wrong, told = await reelwright("packs", "check", str(tmp_path / "mine.yaml"))

    rows = [line.split("\t") for line in listed.splitlines()]
    assert code == 0
    assert {row[0] for row in rows} == {"pack", "template"}
    assert len(rows) == 19
    assert wrong == 1
    assert "voice.tempo: input should be 'slow', 'normal' or 'fast'" in told
