"""Niche packs and script templates: listed, exported and checked as YAML, saved, renamed, deleted."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.packs import NewTitle, PackShown, PacksShown, TestAsked, TestBegun, TopicsShown
from studio.domain.errors import InvalidFormat
from studio.domain.pack import FormatKind, Pack
from studio.domain.template import Template
from studio.packs.reading import read, written
from studio.packs.shelf import schema
from studio.services import pack_tests, packs

router = APIRouter(tags=["packs"])

YAML = "application/yaml"
_YAML_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The YAML file, as the schema describes it.",
        "content": {YAML: {"schema": {"type": "string"}}},
    }
}
_YAML_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {YAML: {"schema": {"type": "string"}}}}
}
Language = Annotated[str, Query(max_length=40, description="Of titles and summaries.")]


@router.get("/v1/packs", responses=responses(401, 403, 503))
async def list_packs(
    principal: Reader, parts: PartsDep, work: WorkDep, language: Language = "en"
) -> PacksShown:
    """List niche packs: the caller's own, then everybody's."""
    listed = await packs.list_all(
        work,
        parts.studio.shelf,
        owner_id=principal.user_id,
        kind=FormatKind.PACK,
        language=language,
    )
    return PacksShown(items=[PackShown.of(one) for one in listed])


@router.get("/v1/templates", responses=responses(401, 403, 503))
async def list_templates(
    principal: Reader, parts: PartsDep, work: WorkDep, language: Language = "en"
) -> PacksShown:
    """List script templates: the caller's own, then everybody's."""
    listed = await packs.list_all(
        work,
        parts.studio.shelf,
        owner_id=principal.user_id,
        kind=FormatKind.TEMPLATE,
        language=language,
    )
    return PacksShown(items=[PackShown.of(one) for one in listed])


@router.get("/v1/topics", responses=responses(401, 403, 404, 503))
async def suggest_topics(
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    pack: Annotated[str, Query(max_length=80, description="Empty gives one of each.")] = "",
    language: Language = "en",
) -> TopicsShown:
    """Suggest what a video could be about."""
    found = await packs.topics(
        work, parts.studio.shelf, owner_id=principal.user_id, called=pack, language=language
    )
    return TopicsShown(topics={name: list(some) for name, some in found.items()})


@router.get("/v1/packs/schema")
async def pack_schema() -> dict[str, Any]:
    """Give the JSON Schema of a niche pack."""
    return schema(FormatKind.PACK)


@router.get("/v1/templates/schema")
async def template_schema() -> dict[str, Any]:
    """Give the JSON Schema of a script template."""
    return schema(FormatKind.TEMPLATE)


@router.get(
    "/v1/packs/{name}",
    response_class=Response,
    responses={**responses(401, 403, 404, 503), **_YAML_ANSWER},
)
async def export_pack(name: str, principal: Reader, parts: PartsDep, work: WorkDep) -> Response:
    """Export a niche pack as YAML."""
    found = await packs.find_pack(work, parts.studio.shelf, owner_id=principal.user_id, called=name)
    return Response(written(found), media_type=YAML)


@router.get(
    "/v1/templates/{name}",
    response_class=Response,
    responses={**responses(401, 403, 404, 503), **_YAML_ANSWER},
)
async def export_template(name: str, principal: Reader, parts: PartsDep, work: WorkDep) -> Response:
    """Export a script template as YAML."""
    found = await packs.find_template(
        work, parts.studio.shelf, owner_id=principal.user_id, called=name
    )
    return Response(written(found), media_type=YAML)


@router.post(
    "/v1/packs",
    status_code=201,
    openapi_extra=_YAML_BODY,
    responses=responses(401, 403, 409, 413, 422, 503),
)
async def save_pack(
    request: Request, principal: Writer, parts: PartsDep, work: WorkDep
) -> PackShown:
    """Save a niche pack of one's own; the same name again replaces it."""
    value = read(await _text(request), Pack, name="body")
    await packs.save(work, parts.studio.shelf, owner_id=principal.user_id, value=value)
    return PackShown.of(packs.listed(value, FormatKind.PACK))


@router.post(
    "/v1/templates",
    status_code=201,
    openapi_extra=_YAML_BODY,
    responses=responses(401, 403, 409, 413, 422, 503),
)
async def save_template(
    request: Request, principal: Writer, parts: PartsDep, work: WorkDep
) -> PackShown:
    """Save a script template of one's own; the same name again replaces it."""
    value = read(await _text(request), Template, name="body")
    await packs.save(work, parts.studio.shelf, owner_id=principal.user_id, value=value)
    return PackShown.of(packs.listed(value, FormatKind.TEMPLATE))


@router.patch("/v1/packs/{name}", responses=responses(401, 403, 404, 409, 422, 503))
async def rename_pack(
    name: str, asked: NewTitle, principal: Writer, parts: PartsDep, work: WorkDep
) -> PackShown:
    """Give a niche pack of one's own another title, and the name that follows from it."""
    now = await packs.rename(
        work,
        parts.studio.shelf,
        owner_id=principal.user_id,
        kind=FormatKind.PACK,
        called=name,
        title=asked.title,
    )
    return PackShown.of(now)


@router.post(
    "/v1/packs/{name}/test", status_code=202, responses=responses(401, 403, 404, 422, 500, 502, 503)
)
async def try_pack(name: str, asked: TestAsked, principal: Writer, parts: PartsDep) -> TestBegun:
    """Make a few seconds of video with a pack, by makers that cost nothing, and have it checked."""
    owner, studio = principal.user_id, parts.studio
    async with studio.work() as work:
        pack = await packs.find_pack(work, studio.shelf, owner_id=owner, called=name)
    thread_id, render = await pack_tests.begin(
        studio.works,
        owner_id=owner,
        pack=pack,
        language=asked.language,
        store=studio.store,
        pictures=studio.pictures,
        speech=studio.speech,
        caps=studio.caps,
        queue=studio.queue,
        hardware=studio.hardware,
    )
    return TestBegun(thread_id=thread_id, render_id=render.id)


@router.delete("/v1/packs/{name}", status_code=204, responses=responses(401, 403, 404, 503))
async def delete_pack(name: str, principal: Writer, work: WorkDep) -> None:
    """Delete a niche pack of one's own; videos that follow it keep their look."""
    await packs.delete(work, owner_id=principal.user_id, kind=FormatKind.PACK, called=name)


@router.delete("/v1/templates/{name}", status_code=204, responses=responses(401, 403, 404, 503))
async def delete_template(name: str, principal: Writer, work: WorkDep) -> None:
    """Delete a script template of one's own."""
    await packs.delete(work, owner_id=principal.user_id, kind=FormatKind.TEMPLATE, called=name)


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidFormat("body: the file is not UTF-8.") from error
