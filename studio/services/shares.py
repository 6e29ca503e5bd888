"""Share links: made after the owner's yes, shown to whoever has the address, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from studio.db.share_rows import ShareRow
from studio.db.work import Work
from studio.domain.answering import agreed
from studio.domain.errors import Conflict, NotApproved, NotFound
from studio.domain.gate import DECLINED, GateState
from studio.domain.render import Artifact, ArtifactKind, Render, RenderStatus
from studio.domain.share import MOST_SHARES, PublishAsk, Share, hash_of
from studio.domain.storyboard import Storyboard
from studio.domain.units import GateId, RenderId, ShareId, ThreadId, UserId
from studio.services import gates, renders, storyboards
from studio.services.tokens import Links

NOTHING = "There is nothing at this address."
UNFINISHED = "The video is not finished; share it when it is."


@dataclass(frozen=True, slots=True)
class Watched:
    """What an address leads to: the link, and the files of its video by their kinds."""

    share: Share
    files: dict[ArtifactKind, Artifact]
    width_px: int
    height_px: int


async def video(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, version: int | None = None
) -> Render:
    """Give the video to share: the one of a version, or the one that was finished last.

    Raises:
        NotFound: There is none.
    """
    if version is None:
        return await renders.newest_video(work, owner_id=owner_id, thread_id=thread_id)
    row = await work.renders.newest_done(owner_id=owner_id, thread_id=thread_id, version=version)
    if row is None:
        raise NotFound(f"There is no finished video of version {version}; render it first.")
    return await renders.get(work, owner_id=owner_id, render_id=RenderId(row.id))


async def title_of(work: Work, render: Render, *, owner_id: UserId) -> str:
    """Give the title under which a video is shown unless the owner words another."""
    board = await _board(work, render, owner_id=owner_id)
    return board.title.strip() or "Untitled"


async def share(
    work: Work, links: Links, *, owner_id: UserId, terms: PublishAsk, now: datetime
) -> Share:
    """Share a video by its owner's own hand.

    Raises:
        NotFound: The owner has no such render.
        Conflict: It is not finished, or too many links are open.
    """
    return await _open(work, links, owner_id=owner_id, terms=terms, gate_id=None, now=now)


async def share_approved(
    work: Work,
    links: Links,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    gate_id: GateId,
    now: datetime,
) -> Share:
    """Share what a gate's row allows, and nothing else; asked again, it gives the same link.

    Raises:
        NotApproved: Its owner did not say yes.
        NotFound: There is no such gate, or the video is gone.
        Conflict: Too many links are open.
    """
    gate = await gates.get(work, owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
    is_yes = gate.state is GateState.APPROVED and gate.answer is not None
    if not is_yes or not isinstance(gate.ask, PublishAsk) or gate.answer is None:
        raise NotApproved(DECLINED)
    made = await work.shares.of_gate(owner_id=owner_id, gate_id=gate_id)
    if made is not None:
        return _share(made)
    terms = agreed(gate.ask, gate.answer)
    return await _open(work, links, owner_id=owner_id, terms=terms, gate_id=gate_id, now=now)


async def get(work: Work, *, owner_id: UserId, share_id: ShareId) -> Share:
    """Give a link as it stands.

    Raises:
        NotFound: The owner has no such link.
    """
    row = await work.shares.get(owner_id=owner_id, share_id=share_id)
    if row is None:
        raise NotFound("There is no such link.")
    return _share(row)


async def list_open(
    work: Work, *, owner_id: UserId, now: datetime, thread_id: ThreadId | None = None
) -> tuple[Share, ...]:
    """List the links that work, the newest first; of one conversation, or of all."""
    found = await work.shares.list_open(owner_id=owner_id, thread_id=thread_id, now=now)
    return tuple(_share(row) for row in found)


async def stop(work: Work, *, owner_id: UserId, share_id: ShareId, now: datetime) -> Share:
    """End a link at once; one that is over stays as it is.

    Raises:
        NotFound: The owner has no such link.
    """
    await get(work, owner_id=owner_id, share_id=share_id)
    await work.shares.stop(owner_id=owner_id, share_id=share_id, now=now)
    return await get(work, owner_id=owner_id, share_id=share_id)


async def watch(work: Work, *, token: str, now: datetime) -> Watched:
    """Give what an address leads to; what never was, is over or was ended is told alike.

    Raises:
        NotFound: Nothing.
    """
    row = await work.shares.open(token_hash=hash_of(token), now=now)
    if row is None:
        raise NotFound(NOTHING)
    found = _share(row)
    render = await renders.get(work, owner_id=UserId(row.owner_id), render_id=found.render_id)
    files = {artifact.kind: artifact for artifact in render.artifacts}
    if ArtifactKind.VIDEO not in files or render.facts is None:
        raise NotFound(NOTHING)
    return Watched(found, files, render.facts.width_px, render.facts.height_px)


async def _open(
    work: Work,
    links: Links,
    *,
    owner_id: UserId,
    terms: PublishAsk,
    gate_id: GateId | None,
    now: datetime,
) -> Share:
    render = await renders.get(work, owner_id=owner_id, render_id=terms.render_id)
    if render.status is not RenderStatus.DONE:
        raise Conflict(UNFINISHED)
    if await work.shares.count_open(owner_id=owner_id, now=now) >= MOST_SHARES:
        raise Conflict(f"{MOST_SHARES} links are open; stop sharing one of them first.")
    board = await _board(work, render, owner_id=owner_id)
    share_id = ShareId(uuid7())
    row = await work.shares.add(
        id=share_id,
        owner_id=owner_id,
        thread_id=render.thread_id,
        render_id=render.id,
        gate_id=gate_id,
        version=render.storyboard_version,
        title=terms.title,
        language=board.brief.language,
        token_hash=hash_of(links.share_token(share_id)),
        created_at=now,
        expires_at=now + timedelta(days=terms.days),
    )
    if row is None and gate_id is not None:
        row = await work.shares.of_gate(owner_id=owner_id, gate_id=gate_id)
    if row is None:
        raise Conflict("The same link is just being made; ask again.")
    return _share(row)


async def _board(work: Work, render: Render, *, owner_id: UserId) -> Storyboard:
    saved = await storyboards.get(
        work, owner_id=owner_id, thread_id=render.thread_id, version=render.storyboard_version
    )
    return saved.storyboard


def _share(row: ShareRow) -> Share:
    return Share.model_validate(row, from_attributes=True)
