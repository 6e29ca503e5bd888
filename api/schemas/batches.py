"""Many videos from one list."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.budgets import Dollars
from studio.domain.asking import AskedScript
from studio.domain.batch import (
    DEFAULT_S,
    MAX_ITEM_CHARACTERS,
    MAX_VIDEOS,
    BatchKind,
    BatchSettings,
    BatchState,
    Seconds,
    VideoState,
)
from studio.domain.gate import MAX_NOTE_CHARACTERS, Action
from studio.domain.listing import listed
from studio.domain.pack import FormatName
from studio.domain.storyboard import Tempo


class AgreementAsked(BaseModel):
    """How much may be spent on a batch."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(None, description="What to call it; sent again, it is begun once.")
    budget_usd: Dollars | None = Field(None, description="A hard cap on the whole batch.")
    yes_usd: Dollars | None = Field(
        None,
        description="The approval: all of it may cost up to so much. Without it a batch that costs "
        "more than may be spent without asking is refused (402) with its price, and not begun.",
    )
    yes_to_unpriced: bool = Field(False, description="The approval where no price is known.")


class LocaliseAsked(AgreementAsked):
    """Into which languages, and how much may be spent."""

    languages: list[str] = Field(
        min_length=1, max_length=MAX_VIDEOS, description="BCP 47 tags, a video for each."
    )


class BatchAsked(AgreementAsked):
    """A list, what its videos share, and how much may be spent."""

    items: list[Annotated[str, Field(max_length=MAX_ITEM_CHARACTERS)]] | None = Field(
        None, description=f"A topic or a text for each video; at most {MAX_VIDEOS}."
    )
    text: str | None = Field(
        None,
        max_length=MAX_ITEM_CHARACTERS * MAX_VIDEOS,
        description="The same as people write lists: numbered, with bullets, or a line each.",
    )
    source_id: UUID | None = Field(None, description="An uploaded document with the list.")
    seconds: Seconds | None = Field(
        None, description=f"Of each; left out, the preset's length, else {DEFAULT_S}."
    )
    language: str = Field("", pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    tempo: Tempo | None = None
    pack: FormatName | None = None
    template: FormatName | None = None
    preset: str | None = Field(None, max_length=120, description="A preset that all begin with.")

    def settings(self) -> BatchSettings:
        """Give what all videos share."""
        return BatchSettings(
            seconds=self.seconds,
            language=self.language,
            tempo=self.tempo,
            pack=self.pack or "",
            template=self.template or "",
            preset=self.preset or "",
        )

    def lines(self, document: str | None) -> list[str]:
        """Give the list's lines, by whichever way they came."""
        written = self.text if document is None else document
        return list(self.items or ()) if written is None else list(listed(written))


class VideoShown(BaseModel):
    """One line of the table."""

    number: int
    title: str
    thread_id: UUID | None = Field(description="Its conversation; null once that is deleted.")
    state: VideoState
    target_s: int
    duration_s: float | None
    fraction: float = Field(description="Of its render.")
    cost_usd: Decimal
    render_id: UUID | None
    video: UUID | None
    video_url: str | None = Field(None, description="A signed link that expires.")
    reason: str = Field(description="Why it failed, or what it asks.")
    gate_id: UUID | None = Field(None, description="The question that it waits with.")
    gate_kind: str = Field("", description="What that asks for, e.g. `script`.")


class BatchShown(BaseModel):
    """A batch as it stands."""

    batch_id: UUID
    kind: BatchKind
    title: str
    state: BatchState
    count: int
    done: int
    failed: int
    price_usd: Decimal | None = Field(description="The most it was agreed to cost.")
    budget_usd: Decimal | None
    cost_usd: Decimal = Field(description="Paid or held so far.")
    videos: list[VideoShown]
    notes: list[str] = Field(
        default_factory=list,
        description="What of the preset is not here any more, and what is instead; told once, when "
        "the batch begins.",
    )

    @classmethod
    def of(cls, content: dict[str, Any]) -> "BatchShown":
        """Show a card's content, its links signed."""
        return cls.model_validate(content)


class BatchListed(BatchShown):
    """A batch in a list."""

    created_at: datetime


class Batches(BaseModel):
    """Batches, the newest first."""

    items: list[BatchListed]
    next_before: datetime | None = Field(description="What `before` takes for the next ones.")


class ScriptsWaiting(BaseModel):
    """The scripts of a batch that wait for a yes, in the order of its videos."""

    items: list[AskedScript]


class ScriptsSaid(BaseModel):
    """One answer to many scripts, each named by its gate."""

    model_config = ConfigDict(extra="forbid")

    action: Literal[Action.APPROVE, Action.REJECT]
    gates: list[UUID] = Field(
        min_length=1,
        max_length=MAX_VIDEOS,
        description="`gate_id` of each script that was read; no other is answered.",
    )
    note: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = Field(
        "", description="With `reject`: what to change, for the agent to read."
    )


class ScriptAnswered(BaseModel):
    """A script that was answered."""

    gate_id: UUID
    number: int | None = Field(description="Of its video.")
    run_id: UUID | None = Field(
        description="The run that goes on; null while the one that asked is still at work."
    )


class ScriptRefused(BaseModel):
    """A script that was not answered, and why; the others were."""

    gate_id: UUID
    number: int | None = Field(description="Of its video; null where the batch has no such script.")
    code: str = Field(description="`gate_closed`, `invalid_answer` or `not_found`.")
    reason: str


class ScriptsAnswered(BaseModel):
    """What became of an answer to many scripts."""

    answered: list[ScriptAnswered]
    refused: list[ScriptRefused]
    batch: BatchShown
