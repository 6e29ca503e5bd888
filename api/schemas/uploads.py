"""Uploads as the API tells of them."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.agui import Sign
from studio.domain.media import Media, MediaKind


class Upload(BaseModel):
    """A picture, a clip or a sound of the caller's own."""

    id: UUID
    number: int = Field(description="Its place among the caller's, from 1; chats name it so.")
    kind: MediaKind
    name: str = Field(examples=["surf.mov"])
    size_bytes: int
    width: int = Field(description="In pixels, upright and square; 0 of a sound.")
    height: int
    duration_s: float | None = Field(description="Of a clip or a sound.")
    fps: float | None = Field(description="Of a clip, on average.")
    codec: str | None = Field(
        description="Of a clip or a sound, as it came.", examples=["hevc", "mp3"]
    )
    bpm: float | None = Field(description="Beats a minute of a sound; 0 where it has none.")
    has_sound: bool
    thumbnail_url: str = Field(description="Signed; needs no token for 15 minutes.")


class Uploads(BaseModel):
    """All of the caller's, the first one first."""

    items: list[Upload]


def upload_of(media: Media, *, number: int, sign: Sign) -> Upload:
    """Describe an upload."""
    is_clip = media.kind is MediaKind.CLIP
    return Upload(
        id=media.id,
        number=number,
        kind=media.kind,
        name=media.name,
        size_bytes=media.size_bytes,
        width=media.width_px,
        height=media.height_px,
        duration_s=media.duration_ms / 1000 if media.duration_ms else None,
        fps=media.fps if is_clip else None,
        codec=media.codec or None,
        bpm=media.repeat.bpm if media.repeat else None,
        has_sound=media.has_sound,
        thumbnail_url=sign("assets", media.id),
    )
