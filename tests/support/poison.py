"""Files that want to harm whoever opens them, for every place where foreign bytes come in.

Each is small; what it is called says what it tries. None is a picture or a clip that may be used.
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from tests.support import clips

SECRET = "passwd"
"""Part of the name of the file that some of them point to; no answer may tell of it."""


def poisons(folder: Path, *, address: str = "http://127.0.0.1:9") -> dict[str, bytes]:
    """Give all of them by name.

    Args:
        folder: Where they are made.
        address: Where those that call out call: a server of the test's own, to see that none does.
    """
    return {**pictures(), **pointers(folder, address), **broken_clips(folder), **_nothing()}


def pictures() -> dict[str, bytes]:
    """Pictures of too many pixels, cut off, or not of pixels at all."""
    whole = png(900, 900)
    return {
        "image bomb": bomb(60_000, 60_000),
        "one huge side": bomb(2_000_000_000, 1),
        "cut off picture": whole[: len(whole) // 2],
        "svg with entities": b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>&b;&f;</text></svg>',
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
        "heif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500),
    }


def pointers(folder: Path, address: str) -> dict[str, bytes]:
    """Files that name another file or an address, for a decoder that follows."""
    rows = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"
    clip = clips.write(folder / "named.mov", frames=10).read_bytes()
    return {
        "playlist of a file": rows + b"file:///etc/passwd\n#EXT-X-ENDLIST\n",
        "playlist of an address": rows + f"{address}/a.ts\n#EXT-X-ENDLIST\n".encode(),
        "playlist of a concatenation": rows + b"concat:/etc/passwd|/etc/hosts\n#EXT-X-ENDLIST\n",
        "concat script": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        "concat script of an address": f"ffconcat version 1.0\nfile '{address}/a.mp4'\n".encode(),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {_port(address)} "
        "RTP/AVP 96\n".encode(),
        "clip whose samples lie elsewhere": _elsewhere(clip),
        "dash manifest": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'
        + f"<Period><BaseURL>{address}/a.mp4</BaseURL></Period></MPD>".encode(),
    }


def broken_clips(folder: Path) -> dict[str, bytes]:
    """Clips of which the index or the end is missing, or that are no clips."""
    clip = clips.write(folder / "good.mp4", frames=60).read_bytes()
    return {
        "clip without its index": clip[: len(clip) // 2],
        "zip": _zip(),
        "zip that begins as a clip": clip[:64] + _zip(),
        "sound in name only": b"ID3" + bytes(400),
    }


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", bytes(2_000))


def png(width: int, height: int) -> bytes:
    """A sound picture of noise."""
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


def _nothing() -> dict[str, bytes]:
    return {
        "empty": b"",
        "noise": np.random.default_rng(1).bytes(5_000),
        "shell script": b"#!/bin/sh\ncat /etc/passwd\n",
    }


def _elsewhere(clip: bytes) -> bytes:
    """Have a clip's data reference name another file, as an alias record of QuickTime does."""
    path = b"/etc/passwd"
    # Volume, file name and levels, then the absolute path as record 2; QTFF, "Data Reference Atoms".
    alias = bytes(10) + b"\4root".ljust(28, b"\0") + bytes(12) + b"\6passwd".ljust(64, b"\0")
    alias += bytes(16) + struct.pack(">hh", 1, 1) + bytes(16)
    alias += struct.pack(">hH", 2, len(path)) + path + b"\0" + struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    own = b"\0\0\0\x0curl \0\0\0\1"
    place = clip.index(own)
    data = bytearray(clip[:place] + entry + clip[place + len(own) :])
    for atom in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        # The index is the last atom of the file, so no offset into the samples moves.
        at = data.rindex(atom, 0, place) - 4
        (size,) = struct.unpack_from(">I", data, at)
        struct.pack_into(">I", data, at, size + len(entry) - len(own))
    return bytes(data)


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("picture.png", bytes(5_000_000))
    return file.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _port(address: str) -> str:
    return address.rpartition(":")[2].split("/")[0]
