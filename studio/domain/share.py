"""Share links: an address that lets whoever has it watch one finished video until a day. Pure."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from studio.domain.units import Digest, GateId, RenderId, ShareId, ThreadId
from studio.domain.value import Value

DEFAULT_DAYS, MOST_DAYS = 7, 90
MOST_SHARES = 100
"""Links of one user that are open at a time."""

ShareTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]


class PublishAsk(Value):
    """May anybody who has the address watch this?

    Attributes:
        render_id: The video.
        version: Of the storyboard.
        title: What stands over it on the watch page.
        days: How long the address works.
    """

    kind: Literal["publish"] = "publish"
    render_id: RenderId
    version: int
    title: ShareTitle
    days: Days


class ShareState(StrEnum):
    """Whether a link works."""

    OPEN = "open"
    EXPIRED = "expired"
    STOPPED = "stopped"


class Share(Value):
    """A link to one finished video.

    Attributes:
        id: Names it; the address itself has a token instead.
        thread_id: Of which conversation.
        render_id: The video.
        version: Of the storyboard.
        title: What stands over it.
        language: The video's, a BCP 47 tag; may be empty.
        token_hash: SHA-256 of the token; the token itself is kept nowhere.
        gate_id: The question whose answer allowed it; ``None`` where its owner made it themselves.
        created_at: When.
        expires_at: From when on it does not work.
        stopped_at: When its owner ended it before.
    """

    id: ShareId
    thread_id: ThreadId
    render_id: RenderId
    version: int
    title: str
    language: str
    token_hash: Digest
    gate_id: GateId | None = None
    created_at: datetime
    expires_at: datetime
    stopped_at: datetime | None = None

    def state(self, now: datetime) -> ShareState:
        """Tell whether it works."""
        if self.stopped_at is not None:
            return ShareState.STOPPED
        return ShareState.OPEN if now < self.expires_at else ShareState.EXPIRED


class ShareLine(Value):
    """A link on the card of links; the door adds the address for its owner."""

    share: ShareId
    title: str
    version: int
    state: ShareState
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, share: Share, now: datetime) -> "ShareLine":
        """Show a link as it stands."""
        return cls(
            share=share.id,
            title=share.title,
            version=share.version,
            state=share.state(now),
            created_at=share.created_at,
            expires_at=share.expires_at,
        )


class SharesCard(Value):
    """Links to finished videos, the newest first."""

    items: tuple[ShareLine, ...]


def hash_of(token: str) -> Digest:
    """Give what is stored of a token."""
    return Digest(hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest())
