"""Exports, as clients see them."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.agui import Sign
from studio.domain.export import Export, ExportKind
from studio.domain.render import RenderStatus


class ExportWanted(BaseModel):
    """What to make of a finished video."""

    kind: ExportKind


class FileShown(BaseModel):
    """A finished file."""

    id: UUID
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    url: str = Field(description="Signed address that needs no token for 15 minutes.")


class ExportShown(BaseModel):
    """An export, as it stands."""

    id: UUID
    render_id: UUID
    kind: ExportKind
    status: RenderStatus
    fraction: float = Field(description="Done, 0 to 1.")
    error: str = Field(description="What went wrong; empty unless failed.")
    file: FileShown | None = Field(description="Null until it is done.")

    @classmethod
    def of(cls, export: Export, sign: Sign) -> Self:
        """Show an export."""
        made = export.artifact
        values = made.model_dump() | {"url": sign("artifacts", made.id)} if made else None
        return cls.model_validate(export.model_dump() | {"file": values})


class ExportsShown(BaseModel):
    """The exports of a video, oldest first."""

    items: list[ExportShown]
