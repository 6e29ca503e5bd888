"""Renders, as clients see them."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.agui import Sign
from api.schemas.files import FileShown
from studio.domain.render import Render, RenderProfile, RenderStatus, Urgency


class RenderShown(BaseModel):
    """A render, as it stands."""

    id: UUID
    thread_id: UUID
    version: int = Field(description="Of the storyboard that it shows.")
    profile: RenderProfile
    urgency: Urgency = Field(description="Batches go behind renders that somebody waits for.")
    status: RenderStatus
    stage: str = Field(description="`segments`, `audio` or `join`; empty unless running.")
    fraction: float = Field(description="Done, 0 to 1.")
    seconds_left: float | None = Field(
        description="Judged by what it took so far; null while nothing can be said."
    )
    playable_s: float | None = Field(
        description="Seconds from the request until it could be watched; null until then."
    )
    error: str = Field(description="What went wrong; empty unless failed.")
    files: list[FileShown] = Field(description="Empty until it is done.")

    @classmethod
    def of(cls, render: Render, sign: Sign) -> Self:
        """Show a render."""
        files = [FileShown.of(artifact, sign) for artifact in render.artifacts]
        values = render.model_dump() | {"version": render.storyboard_version, "files": files}
        return cls.model_validate(values)
