"""Why a render's pieces were made or reused."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.domain.explanation import Verdict
from studio.domain.render import RenderProfile, RenderStatus
from studio.services.explanations import Making, Origin, PieceExplained, RenderExplained


class OriginShown(BaseModel):
    """The render that first had a reused piece."""

    thread_id: UUID
    version: int

    @classmethod
    def of(cls, origin: Origin | None) -> Self | None:
        """Show where a piece comes from."""
        return cls(**origin.model_dump()) if origin else None


class Why(BaseModel):
    """Why a piece had to be made, or not, and what became of it."""

    digest: str = Field(description="Covers all that decides the piece; same digest, same bytes.")
    verdict: Verdict = Field(description="Against the finished render before this one.")
    changes: list[str] = Field(description="What is different, in words.", examples=[["picture"]])
    making: Making
    origin: OriginShown | None = Field(
        description="Where a reused piece was first seen; null where it is another user's."
    )


class SegmentShown(Why):
    """A piece of the picture."""

    scenes: list[int] = Field(
        description="Places of the scenes it shows, from 1; two for a transition."
    )
    start: int = Field(description="Its first frame in the video.")
    frames: int

    @classmethod
    def of(cls, explained: PieceExplained) -> Self:
        """Show a piece."""
        why, segment = explained.explanation, explained.explanation.piece.segment
        return cls(
            digest=segment.digest,
            verdict=why.verdict,
            changes=list(why.changes),
            making=explained.making,
            origin=OriginShown.of(explained.origin),
            scenes=list(why.piece.numbers),
            start=segment.start,
            frames=segment.frames,
        )


class SegmentsShown(BaseModel):
    """A render, piece by piece."""

    render_id: UUID
    thread_id: UUID
    version: int
    profile: RenderProfile
    status: RenderStatus
    before: int | None = Field(description="Version that it is held against; null for the first.")
    segments: list[SegmentShown]
    sound: Why

    @classmethod
    def of(cls, explained: RenderExplained) -> Self:
        """Show an explained render."""
        sound = explained.sound
        return cls(
            **explained.model_dump(exclude={"segments", "sound"}),
            segments=[SegmentShown.of(each) for each in explained.segments],
            sound=Why(
                digest=sound.digest,
                verdict=sound.verdict,
                changes=list(sound.changes),
                making=sound.making,
                origin=OriginShown.of(sound.origin),
            ),
        )
