"""What a file is, told by its bytes."""

from io import BytesIO

import pytest
from PIL import Image

from studio.providers.sniffing import media_type


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF", "BMP"])
def test_pictures_are_told_apart(kind: str) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)

    assert media_type(out.getvalue()) == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64\x00", "audio/mpeg"),
        (b"\xff\xff\xff\xff\xff", ""),
        (b"OggS\x00", "audio/ogg"),
        (b"fLaC\x00", "audio/flac"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x01", "video/webm"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b'{"error": "gone"}', "application/json"),
        (b"<svg xmlns=", "image/svg+xml"),
        (b"", ""),
        (b"hello", ""),
    ],
)
def test_sounds_and_clips_and_text_are_told_apart(start: bytes, kind: str) -> None:
    assert media_type(start) == kind
