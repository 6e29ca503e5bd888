"""Fragmented MP4 as bytes: pieces that can be moved in time and played one after the other. Pure.

Boxes are those of ISO/IEC 14496-12: an initialisation (``ftyp`` and ``moov``) says what the tracks
are, then each fragment (``moof`` and ``mdat``) brings some frames of one track.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

from studio.domain.errors import InvalidMedia

_BOX = Struct(">I4s")
_U32, _U64 = Struct(">I"), Struct(">Q")
_CONTAINERS = {b"moov", b"trak", b"mdia", b"moof", b"traf"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some frames of one track.

    Attributes:
        start: Decode time of the first, in ticks of the track.
        data: ``moof`` and ``mdat``.
    """

    start: int
    data: bytes


def split(data: bytes) -> tuple[bytes, tuple[Fragment, ...]]:
    """Take a file of one track apart into its initialisation and its fragments.

    Raises:
        InvalidMedia: It is not a fragmented MP4.
    """
    tops = list(_boxes(data, 0, len(data)))
    moofs = [(a, b) for kind, a, b in tops if kind == b"moof"]
    if not moofs:
        raise InvalidMedia("This MP4 has no fragments.")
    ends = {a: b for kind, a, b in tops if kind == b"mdat"}
    fragments: list[Fragment] = []
    for begin, end in moofs:
        if end not in ends:
            raise InvalidMedia("A fragment of this MP4 has no data.")
        piece = data[begin : ends[end]]
        fragments.append(Fragment(_time(piece), piece))
    return data[: moofs[0][0]], tuple(fragments)


def ticks_per_second(initialisation: bytes) -> int:
    """Give the time scale of the first track.

    Raises:
        InvalidMedia: There is no track.
    """
    at = _first(initialisation, b"mdhd")
    (ticks,) = _U32.unpack_from(initialisation, at + (28 if initialisation[at + 8] == 1 else 20))
    return int(ticks)


def frames_in(fragment: Fragment) -> int:
    """Count the frames of a fragment.

    Raises:
        InvalidMedia: It does not say.
    """
    return sum(_number(fragment.data, at + 12) for at in _find(fragment.data, b"trun"))


def frame_size(initialisation: bytes) -> tuple[int, int]:
    """Give the width and the height at which the first track is shown, in pixels.

    Raises:
        InvalidMedia: There is no track.
    """
    at = _first(initialisation, b"tkhd")
    end = at + _number(initialisation, at)
    return _number(initialisation, end - 8) >> 16, _number(initialisation, end - 4) >> 16


def moved(fragment: Fragment, *, by: int, number: int, track: int) -> bytes:
    """Give a fragment's bytes: later by some ticks, with a number and a track of its own."""
    data = bytearray(fragment.data)
    _U32.pack_into(data, _first(data, b"mfhd") + 12, number)
    _U32.pack_into(data, _first(data, b"tfhd") + 12, track)
    at = _first(data, b"tfdt")
    if data[at + 8] == 1:
        _U64.pack_into(data, at + 12, fragment.start + by)
    else:
        _U32.pack_into(data, at + 12, fragment.start + by)
    return bytes(data)


def lasting(initialisation: bytes, *, duration_ms: float) -> bytes:
    """Write the length of the whole into an initialisation, for players that show it."""
    data = bytearray(initialisation)
    for at in (*_find(data, b"mvhd"), *_find(data, b"mdhd")):
        is_long = data[at + 8] == 1
        (ticks,) = _U32.unpack_from(data, at + (28 if is_long else 20))
        duration = round(duration_ms * ticks / 1000)
        if is_long:
            _U64.pack_into(data, at + 32, duration)
        else:
            _U32.pack_into(data, at + 24, duration)
    return bytes(data)


def _time(data: bytes) -> int:
    at = _first(data, b"tfdt")
    (time,) = (_U64 if data[at + 8] == 1 else _U32).unpack_from(data, at + 12)
    return int(time)


def _number(data: bytes, at: int) -> int:
    if len(data) < at + _U32.size:
        raise InvalidMedia("This MP4 ends in the middle of a number.")
    return int(_U32.unpack_from(data, at)[0])


def _first(data: bytes | bytearray, wanted: bytes) -> int:
    for at in _find(data, wanted):
        return at
    raise InvalidMedia(f"This MP4 has no {wanted.decode()} box.")


def _find(data: bytes | bytearray, wanted: bytes) -> Iterator[int]:
    """Give where the boxes of a kind begin, wherever they are nested."""
    stack = [(0, len(data))]
    while stack:
        for kind, begin, end in _boxes(data, *stack.pop(0)):
            if kind == wanted:
                yield begin
            if kind in _CONTAINERS:
                stack.append((begin + _BOX.size, end))


def _boxes(data: bytes | bytearray, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while begin < end:
        if end - begin < _BOX.size:
            raise InvalidMedia("This MP4 ends in the middle of a box.")
        size, kind = _BOX.unpack_from(data, begin)
        if size < _BOX.size or begin + size > end:
            raise InvalidMedia("A box of this MP4 has an impossible size.")
        yield kind, begin, begin + size
        begin += size
