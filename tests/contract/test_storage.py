"""Both stores keep the same promises."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from studio.domain.asset import content_key
from studio.domain.errors import NotFound
from studio.domain.units import StorageKey
from studio.ports import ArtifactStore
from studio.storage.local import LocalStore
from studio.storage.s3 import S3Store

DATA = b"\x00video" * 1000
KEY = content_key("videos", DATA, extension="mp4")
FILL = """
import asyncio, resource, signal, sys
from pathlib import Path
from studio.domain.errors import StorageFull
from studio.storage.local import LocalStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    asyncio.run(LocalStore(Path(sys.argv[1])).put("a/b.bin", b"x" * 5000, media_type="a/b"))
except StorageFull:
    print("full")
"""


@pytest.fixture(params=["local", "s3"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[ArtifactStore]:
    if request.param == "local":
        yield LocalStore(tmp_path / "artifacts")
        return
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    access = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **access)
    # moto keeps its buckets for as long as the process lives.
    bucket = f"b{uuid4().hex}"
    client.create_bucket(Bucket=bucket)
    client.close()
    remote = S3Store(
        bucket,
        region="us-east-1",
        access_key_id="k",
        secret_access_key="s",
        endpoint_url=f"http://{host}:{port}",
        public_endpoint_url="https://media.example.com",
    )
    yield remote
    await remote.aclose()
    server.stop()


async def test_what_was_put_is_there_until_it_is_deleted(
    store: ArtifactStore, tmp_path: Path
) -> None:
    assert not await store.exists(KEY)

    await store.put(KEY, DATA, media_type="video/mp4")

    assert await store.get(KEY) == DATA
    assert (await store.fetch(KEY, tmp_path)).read_bytes() == DATA
    found = await store.locate(KEY, filename="my video.mp4", media_type="video/mp4")
    assert found.size_bytes == len(DATA)
    assert (found.path is None) != (found.url is None)
    assert found.url is None or found.url.startswith("https://media.example.com/")
    await store.delete(KEY)
    await store.delete(KEY)
    assert not await store.exists(KEY)


async def test_a_file_is_stored_and_a_key_that_exists_stays(
    store: ArtifactStore, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.write_bytes(DATA)

    await asyncio.gather(*(store.put_file(KEY, source, media_type="video/mp4") for _ in range(4)))
    await store.put(KEY, b"other", media_type="video/mp4")

    assert await store.get(KEY) == DATA


@pytest.mark.parametrize("key", ["../a/b.txt", "/etc/x.txt", "a/../../b.txt", "a//b.txt", "a\x00"])
async def test_a_key_that_leads_elsewhere_is_refused(store: ArtifactStore, key: str) -> None:
    with pytest.raises(NotFound):
        await store.get(StorageKey(key))
    with pytest.raises(NotFound):
        await store.put(StorageKey(key), b"x", media_type="text/plain")


async def test_an_unknown_key_is_not_found(store: ArtifactStore, tmp_path: Path) -> None:
    for call in (
        store.get(KEY),
        store.fetch(KEY, tmp_path),
        store.locate(KEY, filename="a", media_type="b/c"),
    ):
        with pytest.raises(NotFound):
            await call


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "full"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
