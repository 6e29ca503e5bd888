"""What is remembered of the caller's channel: shown, changed, forgotten."""

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.channel import ProfileChange, ProfileShown, RuleSaid, RuleShown
from studio.services import profiles

router = APIRouter(prefix="/v1/me/profile", tags=["account"])


@router.get("", responses=responses(401, 403, 503))
async def show_profile(principal: Reader, parts: PartsDep, work: WorkDep) -> ProfileShown:
    """Show the channel's profile; habits of the newest videos are learnt first."""
    profile = await profiles.refresh(work, parts.profiles, owner_id=principal.user_id)
    return ProfileShown.of(profile)


@router.patch("", responses=responses(401, 403, 422, 503))
async def change_profile(asked: ProfileChange, principal: Writer, parts: PartsDep) -> ProfileShown:
    """Change the brand, how new videos begin, or the words that are never used."""
    profile = await profiles.change(
        parts.profiles, owner_id=principal.user_id, wanted=asked.changed
    )
    return ProfileShown.of(profile)


@router.delete("", status_code=204, responses=responses(401, 403, 503))
async def forget_profile(principal: Writer, parts: PartsDep) -> None:
    """Forget everything; what was learnt so far is not learnt again."""
    await profiles.forget_all(parts.profiles, owner_id=principal.user_id)


@router.post("/rules", status_code=201, responses=responses(401, 403, 422, 503))
async def say_rule(asked: RuleSaid, principal: Writer, parts: PartsDep) -> RuleShown:
    """Keep a rule; the same words are kept once."""
    rule = await profiles.say_rule(
        parts.profiles, owner_id=principal.user_id, says=asked.says, clock=parts.studio.clock
    )
    return RuleShown.of(rule)


@router.delete("/rules/{id}", status_code=204, responses=responses(401, 403, 404, 503))
async def forget_rule(id: str, principal: Writer, parts: PartsDep) -> None:
    """Forget a rule; one that was learnt is not learnt again."""
    await profiles.forget_rule(parts.profiles, owner_id=principal.user_id, id=id)
