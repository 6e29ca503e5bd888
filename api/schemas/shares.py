"""Share links, as their owner sees them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from studio.domain.share import DEFAULT_DAYS, Days, Share, ShareState, ShareTitle


class ShareWanted(BaseModel):
    """How a video is shared."""

    model_config = ConfigDict(extra="forbid")

    title: ShareTitle | None = Field(None, description="Left out, the video's own.")
    days: Days = Field(DEFAULT_DAYS, description="For how many days the link works.")


class ShareShown(BaseModel):
    """A link as it stands: whoever has the address can watch, it is no post on a platform."""

    id: UUID
    thread_id: UUID
    render_id: UUID
    version: int
    title: str
    state: ShareState
    url: str | None = Field(
        description="The address to send. Null where it cannot be told any more: the installation's "
        "secret was changed since; it works on."
    )
    created_at: datetime
    expires_at: datetime
    stopped_at: datetime | None

    @classmethod
    def of(cls, share: Share, *, url: str | None, now: datetime) -> Self:
        """Show a link."""
        return cls(url=url, state=share.state(now), **share.model_dump(include=_KEPT))


class SharesShown(BaseModel):
    """The links that work, the newest first."""

    items: list[ShareShown]


_KEPT = set(ShareShown.model_fields) - {"url", "state"}
