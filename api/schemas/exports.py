"""Exports, as clients see them."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.agui import Sign
from api.schemas.files import FileShown
from studio.domain.export import Export, ExportKind
from studio.domain.render import RenderStatus


class ExportWanted(BaseModel):
    """What to make of a finished video."""

    kind: ExportKind


class ExportShown(BaseModel):
    """An export, as it stands."""

    id: UUID
    render_id: UUID
    kind: ExportKind
    status: RenderStatus
    fraction: float = Field(description="Done, 0 to 1.")
    seconds_left: float | None = Field(
        description="Judged by what it took so far; null while nothing can be said."
    )
    error: str = Field(description="What went wrong; empty unless failed.")
    file: FileShown | None = Field(description="Null until it is done.")

    @classmethod
    def of(cls, export: Export, sign: Sign) -> Self:
        """Show an export."""
        file = FileShown.of(export.artifact, sign) if export.artifact else None
        return cls.model_validate(export.model_dump() | {"file": file})


class ExportsShown(BaseModel):
    """The exports of a video, oldest first."""

    items: list[ExportShown]
