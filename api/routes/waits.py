"""What the caller is shown before it is made."""

from fastapi import APIRouter

from api.deps import Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.waits import WaitRuleShown
from studio.domain.waits import WaitRule
from studio.services import rules

router = APIRouter(prefix="/v1/me/wait-rule", tags=["account"])


@router.get("", responses=responses(401, 403, 503))
async def show_wait_rule(principal: Reader, work: WorkDep) -> WaitRuleShown:
    """Show what the caller is shown before it is made; by default nothing."""
    return WaitRuleShown.of(await rules.waits(work, owner_id=principal.user_id))


@router.put("", responses=responses(401, 403, 422, 503))
async def choose_wait_rule(asked: WaitRuleShown, principal: Writer, work: WorkDep) -> WaitRuleShown:
    """Choose what to be shown first: the script, long changes, wide ones."""
    rule = WaitRule(**asked.model_dump())
    await rules.wait(work, owner_id=principal.user_id, rule=rule)
    return WaitRuleShown.of(rule)


@router.delete("", status_code=204, responses=responses(401, 403, 503))
async def forget_wait_rule(principal: Writer, work: WorkDep) -> None:
    """Be shown nothing first."""
    await rules.do_not_wait(work, owner_id=principal.user_id)
