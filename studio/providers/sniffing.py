"""Tell a file's media type from its first bytes. Pure."""

_AT_START = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}


def media_type(data: bytes) -> str:
    """Give the media type of a picture, a sound or a clip; empty for anything else."""
    for start, kind in _AT_START:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return _IN_RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if _is_mpeg_frame(data):
        return "audio/mpeg"
    return _text(data[:256].lstrip().lower())


def _is_mpeg_frame(data: bytes) -> bool:
    """An MPEG audio frame: eleven bits of sync, then a version and a layer that exist."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer, rate = (data[1] >> 3) & 3, (data[1] >> 1) & 3, data[2] >> 4
    return version != 1 and layer != 0 and rate != 15


def _text(start: bytes) -> str:
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith((b"{", b"[")):
        return "application/json"
    return "image/svg+xml" if start.startswith(b"<svg") else ""
