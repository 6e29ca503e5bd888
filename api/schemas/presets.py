"""Presets, as clients see them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.versions import VersionMade
from studio.domain.preset import Preset, PresetChange, settings_of
from studio.domain.scene import ShortText
from studio.services.preset_use import Like
from studio.services.presets import SavedPreset


class PresetShown(BaseModel):
    """A preset: everything that makes a video look and sound so, and nothing of its story."""

    name: str = Field(description="For programs; follows from the title.")
    title: str
    version: int = Field(description="The tag of `If-Match`.")
    is_default: bool = Field(description='Whether "my usual settings" means it.')
    lines: list[tuple[str, str]] = Field(description="What it says in words: what, and how.")
    settings: Preset
    created_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, saved: SavedPreset) -> Self:
        """Show one."""
        return cls(
            name=saved.name,
            title=saved.preset.title,
            version=saved.version,
            is_default=saved.is_default,
            lines=list(settings_of(saved.preset)),
            settings=saved.preset,
            created_at=saved.created_at,
            changed_at=saved.changed_at,
        )


class PresetsShown(BaseModel):
    """The caller's presets, the default first."""

    items: list[PresetShown]


class PresetAsked(BaseModel):
    """What to keep: a thread's video, or settings; one of both."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[ShortText, Field(min_length=1)] | None = Field(
        None, description="What it is called; left out, the settings' own title."
    )
    thread_id: UUID | None = Field(None, description="Whose newest version is kept.")
    settings: Preset | None = Field(None, description="As a preset shows them.")
    is_default: bool = False


class PresetChanged(PresetChange):
    """What is to be different; what is left out stays."""

    is_default: bool | None = None


class PresetUsed(BaseModel):
    """What came of following a preset, the usual settings or the last video."""

    made: VersionMade
    preset: str
    because: list[str] = Field(description="Which settings these are, and where they are from.")
    notes: list[str] = Field(description="What is not here any more, and what is taken instead.")


class UseAsked(BaseModel):
    """Which settings: a preset by its name, or what is usual, or how the last video is."""

    model_config = ConfigDict(extra="forbid")

    preset: Annotated[str, Field(max_length=120)] = ""
    like: Like = "named"
    language: Annotated[str, Field(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")] = ""
