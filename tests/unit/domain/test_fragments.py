"""Fragmented MP4 as bytes."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.errors import InvalidMedia
from studio.domain.fragments import (
    Fragment,
    frame_size,
    frames_in,
    lasting,
    moved,
    split,
    ticks_per_second,
)


def box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return pack(">I4s", len(data) + 8, kind) + data


def head(*, ticks: int, is_long: bool = False) -> bytes:
    version, zeros = pack(">B3x", is_long), bytes(16 if is_long else 8)
    duration = bytes(8 if is_long else 4)
    movie = box(b"mvhd", version, zeros, pack(">I", 1_000), duration)
    media = box(b"mdia", box(b"mdhd", version, zeros, pack(">I", ticks), duration))
    shown = box(b"tkhd", bytes(76), pack(">II", 1080 << 16, 1920 << 16))
    return box(b"ftyp", b"iso6") + box(b"moov", movie, box(b"trak", shown, media))


def fragment(time: int, *, data: bytes = b"frames", is_long: bool = True, frames: int = 6) -> bytes:
    decode = pack(">B3xQ", 1, time) if is_long else pack(">B3xI", 0, time)
    run = box(b"trun", bytes(4), pack(">I", frames))
    track = box(b"traf", box(b"tfhd", bytes(4), pack(">I", 1)), box(b"tfdt", decode), run)
    return box(b"moof", box(b"mfhd", bytes(4), pack(">I", 1)), track) + box(b"mdat", data)


@pytest.mark.parametrize("is_long", [False, True])
def test_a_file_is_taken_apart_and_its_times_are_read(is_long: bool) -> None:
    start = head(ticks=15_360, is_long=is_long)
    pieces = [fragment(t, is_long=is_long) for t in (0, 512)]
    initialisation, found = split(start + b"".join(pieces) + box(b"mfra"))
    assert initialisation == start
    assert found == (Fragment(0, pieces[0]), Fragment(512, pieces[1]))
    assert ticks_per_second(initialisation) == 15_360


@pytest.mark.parametrize("is_long", [False, True])
def test_a_fragment_is_moved_and_nothing_else_of_it_changes(is_long: bool) -> None:
    (one,) = split(head(ticks=1) + fragment(512, is_long=is_long))[1]
    later = moved(one, by=1_024, number=7, track=2)
    assert split(head(ticks=1) + later)[1][0].start == 1_536
    back = moved(Fragment(0, later), by=512, number=1, track=1)
    assert back == one.data
    assert sum(a != b for a, b in zip(later, one.data, strict=True)) == 3


@pytest.mark.parametrize("is_long", [False, True])
def test_the_length_of_the_whole_is_written_into_the_header(is_long: bool) -> None:
    start = head(ticks=48_000, is_long=is_long)
    told = lasting(start, duration_ms=5_733.4)
    assert len(told) == len(start)
    for movie_and_track in (5_733, 275_203):
        assert pack(">I", movie_and_track) in told
        assert pack(">I", movie_and_track) not in start


def test_frames_are_counted_and_their_size_is_read() -> None:
    initialisation, found = split(head(ticks=1) + fragment(0, frames=60) + fragment(60, frames=18))
    assert [frames_in(each) for each in found] == [60, 18]
    assert frame_size(initialisation) == (1080, 1920)


def test_a_fragment_that_ends_within_its_number_of_frames_is_refused() -> None:
    with pytest.raises(InvalidMedia, match="middle of a number"):
        frames_in(Fragment(0, box(b"trun", bytes(4))))


@pytest.mark.parametrize("data", [b"", b"abc", head(ticks=1), b"\0\0\0\2moov", b"\x7f\0\0\0moof"])
def test_what_has_no_fragments_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidMedia):
        split(data)


def test_a_fragment_without_its_data_is_refused() -> None:
    whole = head(ticks=1) + fragment(0)
    cut = whole[: whole.index(b"mdat") - 4]
    with pytest.raises(InvalidMedia, match="no data"):
        split(cut)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_taken_apart_or_refused(data: bytes) -> None:
    try:
        _, found = split(fragment(3) + data)
    except InvalidMedia:
        return
    assert found[0].start == 3
