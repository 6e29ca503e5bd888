"""Poisoned files in the renderer: each fails alone, in words, and opens nothing else."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.clips.reel import Reel
from renderer.pictures.stills import still
from studio.domain.errors import RenderFailed
from studio.domain.units import StorageKey
from tests.support.poison import SECRET, poisons

SECONDS = 5.0
KEY = StorageKey("pictures/aa/x.png")


@pytest.fixture(scope="module")
def ear() -> Iterator[socket.socket]:
    """A listening socket that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, ear: socket.socket) -> dict[str, bytes]:
    address = f"http://127.0.0.1:{ear.getsockname()[1]}"
    return poisons(tmp_path_factory.mktemp("poison"), address=address)


def test_no_poison_is_a_picture_and_each_says_why(poisoned: dict[str, bytes]) -> None:
    for name, data in poisoned.items():
        began = time.process_time()
        with pytest.raises(RenderFailed) as refused:
            still(data, KEY, width_px=1080, height_px=1920)
        assert KEY in refused.value.message, name
        assert SECRET not in refused.value.message, name
        assert time.process_time() - began < SECONDS, name


def test_no_poison_is_a_clip_and_none_is_followed(
    poisoned: dict[str, bytes], ear: socket.socket, tmp_path: Path
) -> None:
    for name, data in poisoned.items():
        path = tmp_path / "clip"
        path.write_bytes(data)
        began = time.process_time()
        with pytest.raises(RenderFailed) as refused:
            Reel(path).at(0.0)
        assert "upload it again" in refused.value.message, name
        assert SECRET not in refused.value.message, name
        assert time.process_time() - began < SECONDS, name
    with pytest.raises(BlockingIOError):
        ear.accept()
