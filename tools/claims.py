"""Say where a claim comes from, and set what stands behind it."""

from typing import Annotated

from pydantic import Field

from studio.domain.changes import SceneChange
from studio.domain.citation import MAX_SAYS, Citation
from studio.domain.claims import Claim, claims_of, is_about
from studio.domain.edit import rewrite_scene
from studio.domain.errors import InvalidEdit
from studio.domain.storyboard import Storyboard
from studio.services import sources
from studio.wording import Wording
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import answer, change, current

Number = Annotated[int, Field(ge=1, le=60, description="The scene's number; left out, all scenes.")]
Words = Annotated[
    str,
    Field(
        max_length=MAX_SAYS,
        description="The claim's words or its figure, e.g. `90 %`; left out, all claims meant.",
    ),
]


class ShowArguments(Arguments):
    """Which claims."""

    scene: Number | None = None
    about: Words = ""


class SourceArguments(Arguments):
    """What stands behind which claims."""

    scene: Number | None = None
    about: Words = ""
    title: str = Field("", max_length=200, description="The source as the user names it.")
    url: str = Field("", max_length=2_000, description="Its address, where the user gave one.")
    source: int | None = Field(
        None, ge=1, description="Or the number of a source that the storyboard names, from 1."
    )
    remove: bool = Field(False, description="Take the source away instead.")


async def show_claims(context: ToolContext, arguments: ShowArguments) -> str:
    """Tell of claims of the script what stands behind each."""
    saved = await current(context)
    found = _meant(saved.storyboard, arguments.scene, arguments.about)
    return answer(
        ok=True,
        version=saved.version,
        claims=[told(claim, context.wording) for claim in found],
        unsourced=sum(not claim.is_sourced for claim in found),
        sources=[
            {"number": number, "title": source.title, "url": source.url, "name": source.name}
            for number, source in enumerate(saved.storyboard.sources, 1)
        ],
    )


async def set_source(context: ToolContext, arguments: SourceArguments) -> str:
    """Set or take away the source of claims, as one new version; no word of the script changes.

    Raises:
        InvalidEdit: There is no such claim or source.
        SceneLocked: The scene is locked.
    """
    said = arguments.title or arguments.url or f"source {arguments.source}"

    def cited(board: Storyboard) -> Storyboard:
        return _cited(board, arguments)

    verb = "Take the source away" if arguments.remove else f"Name a source: {said[:80]}"
    saved = await change(context, cited, message=verb)
    found = _meant(saved.storyboard, arguments.scene, arguments.about)
    return answer(
        ok=True,
        version=saved.version,
        claims=[told(claim, context.wording) for claim in found],
        unsourced=sum(not claim.is_sourced for claim in claims_of(saved.storyboard)),
    )


def told(claim: Claim, wording: Wording) -> dict[str, object]:
    """Give a claim for the model: what is said, and where it is from."""
    known: dict[str, object] = {
        "scene": claim.scene,
        "says": claim.says,
        "from": wording.said(claim.mark),
        "origin": claim.origin.value,
    }
    if claim.passage:
        known["passage"] = claim.passage
    if claim.source is not None and not claim.is_read:
        known["note"] = "named, but not read here"
    return known


def _meant(board: Storyboard, scene: int | None, about: str) -> list[Claim]:
    return [
        claim
        for claim in claims_of(board)
        if scene in (None, claim.scene) and (not about.strip() or is_about(claim, about))
    ]


def _cited(board: Storyboard, arguments: SourceArguments) -> Storyboard:
    meant = _meant(board, arguments.scene, arguments.about)
    if arguments.scene is None and not arguments.about.strip() and not arguments.remove:
        meant = [claim for claim in meant if not claim.is_sourced] or meant
    if not meant:
        raise InvalidEdit("There is no such claim; `show_claims` lists what the script claims.")
    for claim in meant:
        scene = board.scene(claim.id)
        others = tuple(c for c in scene.citations if c != claim.source)
        new = () if arguments.remove else (_source(board, arguments, claim),)
        board = rewrite_scene(board, claim.id, SceneChange(citations=(*others, *new)[-20:]))
    return board


def _source(board: Storyboard, arguments: SourceArguments, claim: Claim) -> Citation:
    if arguments.source is not None:
        return sources.cite(board, arguments.source, says=claim.says)
    if not (arguments.title.strip() or arguments.url.strip()):
        raise InvalidEdit("Name the source: a title, an address or its number.")
    url = arguments.url.strip()
    if url and not url.startswith(("http://", "https://")):
        raise InvalidEdit(f"{url!r} is no address of a page; name it as a title.")
    return Citation(says=claim.says[:MAX_SAYS], title=arguments.title.strip(), url=url)


SHOW = Tool(
    name="show_claims",
    description="List what the script claims of figures, money and health, and where each is from: a named "
    "source, a sentence of the document that was read, the user's own text, or nowhere (`unsourced`). "
    "Call it when the user asks where something comes from, and answer with what it says; never make up "
    "a source.",
    arguments=ShowArguments,
    run=show_claims,
)
SET = Tool(
    name="set_source",
    description="Name the source of claims when the user gives one ('add a source: …'), or take it away. "
    "Only what the user names, or a source by its number: never an address from your memory.",
    arguments=SourceArguments,
    run=set_source,
)
