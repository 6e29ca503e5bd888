"""Checks of a storyboard, and its length fitted."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.checks import FitAsked, FitShown, ReviewShown
from studio.domain import edit
from studio.domain.changes import BriefChange
from studio.domain.units import ThreadId
from studio.services import checks, profiles, storyboards

router = APIRouter(prefix="/v1/threads", tags=["storyboards"])


@router.get("/{thread_id}/check", responses=responses(401, 403, 404, 422, 503))
async def check_storyboard(
    thread_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> ReviewShown:
    """Check the newest storyboard: errors, warnings and suggestions with the rule's name."""
    owner, studio = principal.user_id, parts.studio
    saved = await checks.newest(work, owner_id=owner, thread_id=ThreadId(thread_id))
    known = await profiles.read(parts.profiles, owner_id=owner)
    found = await checks.review(
        work,
        studio.shelf,
        owner_id=owner,
        board=saved.storyboard,
        pictures=studio.pictures,
        speech=studio.speech,
        banned=known.banned,
    )
    return ReviewShown.of(found, version=saved.version)


@router.post("/{thread_id}/fit", responses=responses(401, 403, 404, 409, 422, 503))
async def fit_length(
    thread_id: UUID, asked: FitAsked, principal: Writer, parts: PartsDep, work: WorkDep
) -> FitShown:
    """Fit the video to the length asked for, as a new version; words and locked scenes stay."""
    owner, id = principal.user_id, ThreadId(thread_id)
    saved = await checks.newest(work, owner_id=owner, thread_id=id)
    board = saved.storyboard
    if asked.target_s is not None:
        board = edit.set_brief(board, BriefChange(target_s=asked.target_s))
    studio = parts.studio
    fitted = await checks.fit(
        work, owner_id=owner, board=board, pictures=studio.pictures, speech=studio.speech
    )
    kept = await storyboards.save(
        work,
        owner_id=owner,
        thread_id=id,
        storyboard=fitted.storyboard,
        expected_version=saved.version,
        author="user",
        message=f"Fit the length to {fitted.target_s} s",
    )
    return FitShown.of(fitted, version=kept.version)
