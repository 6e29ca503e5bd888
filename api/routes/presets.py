"""Presets: kept from a video or from settings, listed, changed, used, deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from api.changing import Door, tag_of, tagged_version
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.presets import (
    PresetAsked,
    PresetChanged,
    PresetShown,
    PresetsShown,
    PresetUsed,
    UseAsked,
)
from api.state import Parts
from studio.db.work import Work
from studio.domain.errors import Conflict, Invalid, NotFound, PreconditionRequired
from studio.domain.preset import PresetChange
from studio.domain.units import ThreadId, UserId
from studio.services import preset_use, presets, profiles, storyboards
from studio.services.preset_use import House, Wanted
from studio.services.presets import SavedPreset

router = APIRouter(tags=["presets"])

IfMatch = Annotated[
    str | None, Header(description='The version that you read, e.g. "3"; `*` for any.')
]


@router.get("/v1/presets", responses=responses(401, 403, 503))
async def list_presets(principal: Reader, work: WorkDep) -> PresetsShown:
    """List the caller's presets, the default first."""
    there = await presets.list_all(work, owner_id=principal.user_id)
    return PresetsShown(items=[PresetShown.of(one) for one in there])


@router.post("/v1/presets", status_code=201, responses=responses(401, 403, 404, 409, 422, 503))
async def save_preset(
    asked: PresetAsked, principal: Writer, parts: PartsDep, work: WorkDep, response: Response
) -> PresetShown:
    """Keep how a video looks and sounds, or settings; the same title again replaces it."""
    owner_id = principal.user_id
    if (asked.thread_id is None) == (asked.settings is None):
        raise Invalid("Send one of `thread_id` and `settings`.")
    if asked.settings is not None:
        title = asked.title or asked.settings.title
        preset = asked.settings.model_copy(update={"title": title})
        saved = await presets.save(work, owner_id=owner_id, preset=preset)
    else:
        saved = await _kept(asked, parts, work, owner_id)
    if asked.is_default:
        await presets.make_usual(work, owner_id=owner_id, name=saved.name)
    return _shown(await presets.find(work, owner_id=owner_id, called=saved.name), response)


@router.get("/v1/presets/{name}", responses=responses(401, 403, 404, 503))
async def show_preset(
    name: str, principal: Reader, work: WorkDep, response: Response
) -> PresetShown:
    """Show a preset; `ETag` is its version."""
    return _shown(await presets.find(work, owner_id=principal.user_id, called=name), response)


@router.patch("/v1/presets/{name}", responses=responses(401, 403, 404, 409, 422, 428, 503))
async def change_preset(
    name: str,
    asked: PresetChanged,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    if_match: IfMatch = None,
) -> PresetShown:
    """Change a preset; another title is another name. Videos that were made with it stay."""
    owner_id, studio = principal.user_id, parts.studio
    if if_match is None:
        raise PreconditionRequired('Send `If-Match` with the version that you read, e.g. "3".')
    saved = await presets.find(work, owner_id=owner_id, called=name)
    _check(saved, tagged_version(if_match))
    fields = asked.model_dump(exclude_none=True, exclude={"is_default"})
    if fields:
        saved = await presets.change(
            work,
            studio.shelf,
            studio.speech,
            owner_id=owner_id,
            saved=saved,
            wanted=PresetChange(**fields),
        )
    if asked.is_default is not None and asked.is_default != saved.is_default:
        wanted = saved.name if asked.is_default else None
        await presets.make_usual(work, owner_id=owner_id, name=wanted)
    return _shown(await presets.find(work, owner_id=owner_id, called=saved.name), response)


@router.delete(
    "/v1/presets/{name}", status_code=204, responses=responses(401, 403, 404, 409, 422, 503)
)
async def delete_preset(
    name: str, principal: Writer, work: WorkDep, if_match: IfMatch = None
) -> None:
    """Delete a preset, with the pack that was made for it; videos keep their look."""
    saved = await presets.find(work, owner_id=principal.user_id, called=name)
    _check(saved, tagged_version(if_match))
    await presets.delete(work, owner_id=principal.user_id, saved=saved)


@router.post("/v1/threads/{thread_id}/preset", responses=responses(401, 403, 404, 409, 422, 503))
async def use_preset(
    thread_id: UUID,
    asked: UseAsked,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    if_match: IfMatch = None,
) -> PresetUsed:
    """Let a thread's video follow a preset, the caller's usual settings, or their last video."""
    owner_id, thread = principal.user_id, ThreadId(thread_id)
    door = Door(parts, work, response, owner_id=owner_id, thread_id=thread)
    chosen = await preset_use.choose(
        work,
        house_of(parts),
        owner_id=owner_id,
        wanted=Wanted(asked.preset, asked.like, asked.language),
        profile=await profiles.read(parts.profiles, owner_id=owner_id),
        beside=thread,
    )
    moved = await preset_use.follow(work, door.hand(tagged_version(if_match)), chosen)
    return PresetUsed(
        made=await door.show(moved),
        preset=chosen.preset.title,
        because=list(chosen.because),
        notes=list(chosen.notes),
    )


async def _kept(asked: PresetAsked, parts: Parts, work: Work, owner_id: UserId) -> SavedPreset:
    thread = ThreadId(asked.thread_id) if asked.thread_id else None
    latest = thread and await storyboards.latest(work, owner_id=owner_id, thread_id=thread)
    if not latest or not latest.storyboard.scenes:
        raise NotFound("There is no video in such a thread yet; draft a script first.")
    profile = await profiles.read(parts.profiles, owner_id=owner_id)
    return await presets.keep(
        work,
        parts.studio.shelf,
        owner_id=owner_id,
        board=latest.storyboard,
        title=asked.title or latest.storyboard.title,
        brand=profile.brand,
    )


def house_of(parts: Parts) -> House:
    """Give what this installation has, by which presets are held."""
    return House(parts.studio.shelf, parts.studio.pictures, parts.studio.speech)


def _check(saved: SavedPreset, expected: int | None) -> None:
    if expected not in (None, saved.version):
        raise Conflict(f"The preset is at version {saved.version}, not {expected}; read it again.")


def _shown(saved: SavedPreset, response: Response) -> PresetShown:
    response.headers["ETag"] = tag_of(saved.version)
    return PresetShown.of(saved)
