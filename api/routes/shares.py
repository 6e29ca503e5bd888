"""Share links: made by a video's owner, listed, ended."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.shares import ShareShown, SharesShown, ShareWanted
from api.state import Parts
from studio.domain.share import PublishAsk, Share, hash_of
from studio.domain.units import RenderId, ShareId
from studio.services import renders, shares

router = APIRouter(prefix="/v1", tags=["shares"])


@router.post(
    "/renders/{render_id}/shares", status_code=201, responses=responses(401, 403, 404, 409, 503)
)
async def share_render(
    render_id: UUID, wanted: ShareWanted, principal: Writer, parts: PartsDep, work: WorkDep
) -> ShareShown:
    """Make an address with which others can watch a finished video; your own word is the yes."""
    owner_id = principal.user_id
    render = await renders.get(work, owner_id=owner_id, render_id=RenderId(render_id))
    terms = PublishAsk(
        render_id=render.id,
        version=render.storyboard_version,
        title=wanted.title or await shares.title_of(work, render, owner_id=owner_id),
        days=wanted.days,
    )
    now = parts.studio.clock.now()
    made = await shares.share(work, parts.studio.links, owner_id=owner_id, terms=terms, now=now)
    return _shown(parts, made)


@router.get("/shares", responses=responses(401, 403, 503))
async def list_shares(principal: Reader, parts: PartsDep, work: WorkDep) -> SharesShown:
    """List the links that work."""
    now = parts.studio.clock.now()
    found = await shares.list_open(work, owner_id=principal.user_id, now=now)
    return SharesShown(items=[_shown(parts, share) for share in found])


@router.get("/shares/{share_id}", responses=responses(401, 403, 404, 503))
async def show_share(
    share_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> ShareShown:
    """Show a link as it stands, one that is over too."""
    found = await shares.get(work, owner_id=principal.user_id, share_id=ShareId(share_id))
    return _shown(parts, found)


@router.delete("/shares/{share_id}", responses=responses(401, 403, 404, 503))
async def stop_sharing(
    share_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep
) -> ShareShown:
    """End a link at once; one that is over stays as it is."""
    now = parts.studio.clock.now()
    ended = await shares.stop(work, owner_id=principal.user_id, share_id=ShareId(share_id), now=now)
    return _shown(parts, ended)


def _shown(parts: Parts, share: Share) -> ShareShown:
    is_ours = hash_of(parts.studio.links.share_token(share.id)) == share.token_hash
    url = parts.watch_url(share.id) if is_ours else None
    return ShareShown.of(share, url=url, now=parts.studio.clock.now())
