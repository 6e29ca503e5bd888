"""Blank what a clip's file tells of its maker and its place, without moving a byte.

Where a phone or a camera writes who, when and where (MP4 and MOV, Matroska and WebM, AVI), the words are
overwritten with zeros in place and the box is renamed to what readers pass over. So nothing is encoded
again, no offset changes, and every frame stays what it was. Tracks that are neither picture nor sound, such
as a camera's log of positions, lose their samples too.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MP4_WORDS = frozenset({b"udta", b"meta", b"uuid", b"tref"})
_MP4_FOLDERS = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_MP4_TIMES = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_MP4_HEARD_OR_SEEN = frozenset({b"vide", b"soun"})
_AVI_WORDS = frozenset({b"IDIT", b"strd", b"ISMP"})
_SEGMENT, _INFO, _CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
_MKV_WORDS = frozenset({0x1254C367, 0x1941A469})
"""Tags, and attachments."""
_MKV_INFO_WORDS = frozenset({0x7BA9, 0x4461, 0x73A4, 0xBF})
"""Of the segment's info: its title, date and identity, and the sum over all of it."""
_MOST_SAMPLES = 2_000_000
_ZEROS = bytes(1 << 16)


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def scrub(path: Path) -> None:
    """Blank the metadata of a clip; a file of another kind, or a broken one, stays as it is."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        head = file.read(12)
        try:
            if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
                _mp4(file, 0, size)
            elif head[:4] == b"\x1a\x45\xdf\xa3":
                _matroska(file, size)
            elif head[:4] == b"RIFF":
                _riff(file, 12, size)
        except (struct.error, ValueError):
            # What cannot be walked cannot be played either; the examination says so in words.
            return


def _mp4(file: BinaryIO, start: int, end: int) -> None:
    for box in _boxes(file, start, end):
        if box.kind == b"trak" and not _is_heard_or_seen(file, box):
            _blank_samples(file, box)
            _blank(file, box)
        elif box.kind in _MP4_WORDS:
            _blank(file, box)
        elif box.kind in _MP4_TIMES:
            _blank_times(file, box)
        elif box.kind in _MP4_FOLDERS:
            _mp4(file, box.body, box.end)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        body = start + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            body += 8
        stop = end if size == 0 else start + size
        if stop < body or stop > end:
            return
        yield _Box(kind, start, body, stop)
        start = stop


def _blank(file: BinaryIO, box: _Box) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    _zero(file, box.body, box.end)


def _zero(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    file.writelines(_ZEROS[: end - at] for at in range(start, end, len(_ZEROS)))


def _blank_times(file: BinaryIO, box: _Box) -> None:
    file.seek(box.body)
    version = file.read(1)
    width = 16 if version == b"\x01" else 8
    if box.end - box.body > 4 + width:
        _zero(file, box.body + 4, box.body + 4 + width)


def _child(file: BinaryIO, box: _Box, *path: bytes) -> _Box | None:
    for kind in path:
        found = next((b for b in _boxes(file, box.body, box.end) if b.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _is_heard_or_seen(file: BinaryIO, track: _Box) -> bool:
    handler = _child(file, track, b"mdia", b"hdlr")
    if handler is None:
        return True
    file.seek(handler.body + 8)
    return file.read(4) in _MP4_HEARD_OR_SEEN


def _blank_samples(file: BinaryIO, track: _Box) -> None:
    """Overwrite a track's samples, chunk by chunk."""
    table = _child(file, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes = _sizes(file, _child(file, table, b"stsz"))
    file.seek(0, 2)
    limit = file.tell()
    for offset, count in _chunks(file, table):
        length = sum(next(sizes, 0) for _ in range(min(count, _MOST_SAMPLES)))
        if 0 < length <= limit - offset:
            _zero(file, offset, offset + length)


def _sizes(file: BinaryIO, box: _Box | None) -> Iterator[int]:
    if box is None:
        return
    file.seek(box.body)
    _, each, count = struct.unpack(">III", file.read(12))
    data = b"" if each else file.read(min(count * 4, box.end - box.body - 12))
    listed = [each] * min(count, _MOST_SAMPLES) if each else _ints(data)
    yield from listed


def _chunks(file: BinaryIO, table: _Box) -> list[tuple[int, int]]:
    """Give where each chunk lies, and how many samples it holds."""
    places, runs = _child(file, table, b"stco"), _child(file, table, b"stsc")
    wide = _child(file, table, b"co64")
    found = wide or places
    if found is None or runs is None:
        return []
    file.seek(found.body + 8)
    data = file.read(found.end - found.body - 8)
    offsets = _ints(data, wide=wide is not None)
    file.seek(runs.body + 8)
    rows = _ints(file.read(runs.end - runs.body - 8))
    starts = list(zip(rows[::3], rows[1::3], strict=False))
    counts: list[int] = []
    for chunk in range(1, len(offsets) + 1):
        begun = [count for first, count in starts if first <= chunk]
        counts.append(begun[-1] if begun else 0)
    return list(zip(offsets, counts, strict=True))


def _ints(data: bytes, *, wide: bool = False) -> list[int]:
    width, code = (8, "Q") if wide else (4, "I")
    count = len(data) // width
    return list(struct.unpack(f">{count}{code}", data[: count * width]))


def _riff(file: BinaryIO, start: int, end: int) -> None:
    while start + 8 <= end:
        file.seek(start)
        kind, size = struct.unpack("<4sI", file.read(8))
        stop = min(end, start + 8 + size)
        inner = file.read(4) if kind == b"LIST" else b""
        if kind in _AVI_WORDS or inner == b"INFO":
            file.seek(start)
            file.write(b"JUNK")
            _zero(file, start + 8, stop)
        elif inner in {b"hdrl", b"strl"}:
            _riff(file, start + 12, stop)
        start = stop + size % 2


def _matroska(file: BinaryIO, end: int) -> None:
    for name, start, body, stop in _elements(file, 0, end):
        if name == _SEGMENT:
            _segment(file, body, stop)
            return
        if start == stop:
            return


def _segment(file: BinaryIO, start: int, end: int) -> None:
    for name, at, body, stop in _elements(file, start, end):
        if name in _MKV_WORDS:
            _void(file, at, stop)
        elif name == _INFO:
            for inner, begin, _, close in list(_elements(file, body, stop)):
                if inner in _MKV_INFO_WORDS:
                    _void(file, begin, close)


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Walk elements; those inside a cluster of unknown length come as if they stood beside it."""
    while start + 2 <= end:
        file.seek(start)
        name, width = _vint(file, keep=True)
        size, more = _vint(file, keep=False)
        body = start + width + more
        is_unknown = size == (1 << (7 * more)) - 1
        stop = body if is_unknown and name == _CLUSTER else end if is_unknown else body + size
        if stop > end:
            return
        yield name, start, body, stop
        start = stop


def _vint(file: BinaryIO, *, keep: bool) -> tuple[int, int]:
    first = file.read(1)
    if not first or not first[0]:
        raise ValueError("no element")
    width = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(width - 1))
    return (value if keep else value & ((1 << (7 * width)) - 1)), width


def _void(file: BinaryIO, start: int, end: int) -> None:
    """Put one element that means nothing in the place of another."""
    length = end - start
    is_short = length - 2 < 127
    size = bytes([0x80 | (length - 2)]) if is_short else (1 << 56 | (length - 9)).to_bytes(8)
    file.seek(start)
    file.write(b"\xec" + size)
    _zero(file, start + 1 + len(size), end)
