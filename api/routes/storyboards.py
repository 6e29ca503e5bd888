"""The storyboard itself: read it whole, and change it by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header, Response

from api.changing import Door, tag_of, tagged_version
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.versions import Operations, StoryboardShown, VersionMade
from studio.domain.errors import NotFound, PreconditionRequired
from studio.domain.units import ThreadId
from studio.domain.version_cards import ChangeCard
from studio.services import patches, storyboards

router = APIRouter(prefix="/v1/threads/{thread_id}/storyboard", tags=["versions"])


@router.get("", responses=responses(401, 403, 404, 503))
async def show_storyboard(
    thread_id: UUID, principal: Reader, work: WorkDep, response: Response
) -> StoryboardShown:
    """Show the storyboard with its whole content; its `ETag` is the version."""
    saved = await storyboards.latest(
        work, owner_id=principal.user_id, thread_id=ThreadId(thread_id)
    )
    if saved is None:
        raise NotFound("There is no storyboard yet; draft a script first.")
    response.headers["ETag"] = tag_of(saved.version)
    return StoryboardShown.of(saved)


@router.post("/dry-run", responses=responses(401, 403, 404, 409, 413, 422, 503))
async def try_patch(
    thread_id: UUID,
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    operations: Annotated[Operations, Body(description="RFC 6902 JSON Patch.")],
) -> ChangeCard:
    """Tell what a patch would touch, cost and take; nothing is changed, made or bought."""
    door = Door(parts, work, response, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return await door.try_patch([operation.plain for operation in operations])


@router.patch("", responses=responses(401, 403, 404, 409, 413, 422, 428, 503))
async def patch_storyboard(
    thread_id: UUID,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    operations: Annotated[Operations, Body(description="RFC 6902 JSON Patch.")],
    if_match: Annotated[
        str | None, Header(max_length=60, description="The version that you read, or `*`.")
    ] = None,
) -> VersionMade:
    """Change the storyboard by hand; one patch is one version, which the agent is told of."""
    if if_match is None:
        raise PreconditionRequired('Send `If-Match` with the version that you read, e.g. "3".')
    door = Door(parts, work, response, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    moved = await patches.apply(
        work,
        door.hand(tagged_version(if_match)),
        [operation.plain for operation in operations],
        pictures=parts.studio.pictures,
        speech=parts.studio.speech,
    )
    return await door.show(moved)
