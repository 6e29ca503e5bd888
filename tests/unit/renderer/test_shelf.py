"""What lies on a machine for a while."""

import os
from pathlib import Path

import numpy as np

from renderer.pixels.kernels import Bytes
from renderer.shelf import Shelf
from studio.domain.units import Digest

ONE, TWO, THREE = (Digest(letter * 64) for letter in "abc")
BYTES = np.arange(100, dtype=np.uint8)


def shelf(folder: Path, *, limit_bytes: int = 1_000, keep_s: float = 60) -> Shelf:
    return Shelf(folder / "shelf", limit_bytes, keep_s)


def put(place: Shelf, digest: Digest, part: Bytes = BYTES, *, age_s: float = 0) -> None:
    copy = place.copy(digest)
    copy.write(part)
    copy.keep()
    if age_s and (path := place.find(digest)) is not None:
        then = path.stat().st_mtime - age_s
        os.utime(path, (then, then))


def test_what_was_put_there_is_found_once_it_is_whole(tmp_path: Path) -> None:
    place = shelf(tmp_path)
    copy = place.copy(ONE)
    copy.write(BYTES)
    assert place.find(ONE) is None

    copy.keep()

    found = place.find(ONE)
    assert found is not None
    assert found.read_bytes() == BYTES.tobytes()
    assert place.find(TWO) is None


def test_what_is_too_old_is_not_given_and_soon_gone(tmp_path: Path) -> None:
    place = shelf(tmp_path, keep_s=60)
    put(place, ONE, age_s=61)
    put(place, TWO, age_s=59)

    assert place.find(ONE) is None
    place.tidy()

    assert [path.name for path in place.folder.iterdir()] == [TWO]


def test_the_oldest_make_room(tmp_path: Path) -> None:
    place = shelf(tmp_path, limit_bytes=250)
    for age_s, digest in ((3, ONE), (2, TWO), (1, THREE)):
        put(place, digest, age_s=age_s)

    place.tidy()

    assert place.find(ONE) is None
    assert place.find(TWO) is not None
    assert place.find(THREE) is not None


def test_what_was_left_half_way_is_taken_away_in_time(tmp_path: Path) -> None:
    place = shelf(tmp_path, keep_s=0)
    copy = place.copy(ONE)
    copy.write(BYTES)

    place.tidy()
    copy.keep()

    assert list(place.folder.iterdir()) == []


def test_what_is_dropped_is_gone(tmp_path: Path) -> None:
    copy = shelf(tmp_path).copy(ONE)
    copy.write(BYTES)

    copy.drop()

    assert list(shelf(tmp_path).folder.iterdir()) == []


def test_a_folder_of_someone_else_is_not_used(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "shelf").symlink_to(elsewhere)

    put(shelf(tmp_path), ONE)

    assert shelf(tmp_path).find(ONE) is None
    assert list(elsewhere.iterdir()) == []


def test_trouble_with_the_disk_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("no folder")

    put(shelf(tmp_path), ONE)
    shelf(tmp_path).tidy()
    shelf(tmp_path).clear()

    assert shelf(tmp_path).find(ONE) is None


def test_everything_can_be_taken_away(tmp_path: Path) -> None:
    put(shelf(tmp_path), ONE)

    shelf(tmp_path).clear()

    assert shelf(tmp_path).find(ONE) is None
