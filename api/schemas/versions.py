"""Versions of a storyboard."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from studio.domain.figures import FigureName
from studio.domain.lineage import Change, Reason
from studio.domain.patch import MAX_OPERATIONS
from studio.domain.version_cards import ChangeCard, ForkCard
from studio.services.storyboards import SavedStoryboard
from studio.services.versions import SHOWN, History, Moved

Number = Annotated[int, Field(ge=1, lt=2**31)]


class ChangeShown(BaseModel):
    """All that one message changed."""

    version: int = Field(description="The last version of it; what `restore` takes.")
    first: int
    parent_version: int | None
    reason: Reason
    author: Literal["user", "agent"]
    message: str
    touches: list[str] = Field(description="Areas, e.g. `music` or `scene 2`.")
    created_at: datetime
    stands: bool = Field(description="Neither undone nor left behind.")
    is_current: bool = Field(description="Its content holds now.")

    @classmethod
    def of(cls, change: Change) -> Self:
        """Show a change."""
        return cls(**change.model_dump())


class VersionsShown(BaseModel):
    """What happened to a storyboard."""

    newest: int = Field(description="The newest version; 0 before the first.")
    current: int = Field(description="Whose content holds: an older one after an undo.")
    undo: str | None = Field(description="What undo would take back; null for nothing.")
    redo: str | None = Field(description="What redo would do again; null for nothing.")
    items: list[ChangeShown] = Field(description="Oldest first; the newest before `before`.")
    earlier: int | None = Field(description="Where there are older ones: what to ask `before`.")

    @classmethod
    def of(cls, known: History, *, before: int | None = None, count: int = SHOWN) -> Self:
        """Show a page of a history."""
        card = known.card
        changes, earlier = known.page(before=before, count=count)
        return cls(
            newest=card.newest,
            current=card.current,
            undo=card.undo,
            redo=card.redo,
            items=[ChangeShown.of(change) for change in changes],
            earlier=earlier,
        )


class StoryboardShown(BaseModel):
    """A version with its whole content."""

    version: int
    parent_version: int | None
    reason: Reason
    author: Literal["user", "agent"]
    message: str
    created_at: datetime
    storyboard: dict[str, Any] = Field(description="What a JSON Patch applies to.")

    @classmethod
    def of(cls, saved: SavedStoryboard) -> Self:
        """Show a version."""
        return cls(**saved.model_dump(mode="json", exclude={"id"}))


class FieldShown(BaseModel):
    """One thing that is different."""

    field: str
    label: str
    old: Any
    new: Any


class SceneCompared(BaseModel):
    """What became of one scene."""

    scene: str
    kind: Literal["added", "removed", "moved", "changed"]
    old_number: int | None
    new_number: int | None
    fields: list[FieldShown]


class FigureShown(BaseModel):
    """One number of both."""

    name: FigureName
    label: str
    old: float | None = Field(description="null where nobody knows.")
    new: float | None


class ComparisonShown(BaseModel):
    """What is different between two versions."""

    old: int
    new: int
    words: list[str] = Field(description="For people, a line each.")
    general: list[FieldShown]
    scenes: list[SceneCompared]
    figures: list[FigureShown] = Field(description="The same in numbers.")
    old_title: str = Field(description="Of two videos; empty for versions of one.")
    new_title: str


class VersionMade(BaseModel):
    """What going back or an edit led to."""

    version: int
    reason: Reason
    message: str
    changes: list[str] = Field(description="What is different now, a line each.")
    storyboard: dict[str, Any] = Field(description="The storyboard card.")
    change: ChangeCard | None = Field(
        description="What it touches, what of it will be made, how long that takes and costs, and what "
        "stays as it is; null where there is nothing to hold it against."
    )

    @classmethod
    def of(cls, moved: Moved, *, card: dict[str, Any], change: ChangeCard | None) -> Self:
        """Show where it led."""
        return cls(
            version=moved.saved.version,
            reason=moved.saved.reason,
            message=moved.message,
            changes=[*moved.comparison.words, *([moved.note] if moved.note else [])],
            storyboard=card,
            change=change,
        )


class StepsAsked(BaseModel):
    """How far to go."""

    model_config = ConfigDict(extra="forbid")

    steps: Annotated[int, Field(ge=1, le=100)] = 1


class RestoreAsked(BaseModel):
    """What to bring back: a whole version, or one scene of it."""

    model_config = ConfigDict(extra="forbid")

    version: Number | None = Field(
        default=None, description="May be left out with a scene: the newest in which it differs."
    )
    scene: Annotated[int, Field(ge=1, le=60)] | None = Field(
        default=None, description="Only this scene, by its number; left out, the whole version."
    )


class ForkAsked(BaseModel):
    """What a copy begins with."""

    model_config = ConfigDict(extra="forbid")

    version: Number | None = Field(default=None, description="Left out, the newest.")
    title: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    hook: Annotated[int, Field(ge=1, le=5)] | None = Field(
        default=None, description="Open the copy with this of the hooks."
    )


class ForkShown(BaseModel):
    """A conversation that began as a copy."""

    thread_id: UUID
    title: str
    of_thread_id: UUID
    of_title: str
    of_version: int

    @classmethod
    def of(cls, card: ForkCard) -> Self:
        """Show a fork."""
        return cls(**card.model_dump())


class Operation(BaseModel):
    """One operation of RFC 6902."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: Annotated[str, Field(max_length=400)]
    value: Any = None
    from_: Annotated[str, Field(max_length=400)] | None = Field(default=None, alias="from")

    @property
    def plain(self) -> dict[str, Any]:
        """Give it as JSON."""
        return self.model_dump(by_alias=True, exclude_unset=True)


Operations = Annotated[list[Operation], Field(min_length=1, max_length=MAX_OPERATIONS)]
