"""Who does the work of a maker that is down, by the caller's rules."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.replacements import ReplacementChosen, Replacements, ReplacementShown, What
from studio.domain.money import CallKind
from studio.services import rules
from studio.services.rules import Replacement

router = APIRouter(prefix="/v1/me/replacements", tags=["account"])

Maker = Annotated[str, Path(max_length=40, description="Who may be down, as settings name it.")]


@router.get("", responses=responses(401, 403, 503))
async def list_replacements(principal: Reader, work: WorkDep) -> Replacements:
    """List the caller's rules."""
    known = await rules.replacements(work, owner_id=principal.user_id)
    return Replacements(items=[ReplacementShown.of(rule) for rule in known])


@router.put("/{what}/{maker}", responses=responses(401, 403, 422, 503))
async def choose_replacement(
    what: What,
    maker: Maker,
    chosen: ReplacementChosen,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
) -> ReplacementShown:
    """Let another maker do the work wherever one is down, without asking; caps hold all the same."""
    rule = Replacement(CallKind(what), maker, chosen.instead)
    studio = parts.studio
    rules.check_replacement(rule, pictures=studio.pictures, speech=studio.speech)
    await rules.replace(work, owner_id=principal.user_id, rule=rule)
    return ReplacementShown.of(rule)


@router.delete("/{what}/{maker}", status_code=204, responses=responses(401, 403, 422, 503))
async def forget_replacement(what: What, maker: Maker, principal: Writer, work: WorkDep) -> None:
    """Be asked again where a maker is down."""
    await rules.do_not_replace(work, owner_id=principal.user_id, what=CallKind(what), maker=maker)
