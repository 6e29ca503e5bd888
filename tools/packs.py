"""Niche packs and script templates: list them, follow one."""

from typing import Any

from pydantic import Field

from studio.domain import packing
from studio.domain.pack import FormatKind, Pack, filled
from studio.domain.storyboard import Storyboard
from studio.domain.template import Template
from studio.services import packs
from tools.context import ToolContext
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer, change, latest

HOOKS_ARE = "Patterns: take one only where it is true of this topic, in your own words."


class PackArguments(Arguments):
    """Which ones; what is left out stays."""

    pack: str | None = Field(
        None, max_length=80, description="A pack's name or title; empty takes the pack off."
    )
    template: str | None = Field(
        None, max_length=80, description="A template's name or title; empty takes it off."
    )


async def list_packs(context: ToolContext, arguments: NoArguments) -> str:
    """Tell what there is to follow."""
    saved = await latest(context)
    board = saved.storyboard if saved else Storyboard()
    told: dict[str, Any] = {"pack": board.pack, "template": board.template}
    async with context.studio.work() as work:
        for kind in FormatKind:
            there = await packs.list_all(
                work,
                context.studio.shelf,
                owner_id=context.owner_id,
                kind=kind,
                language=board.brief.language,
            )
            told[f"{kind.value}s"] = [
                {"name": o.name, "title": o.title, "summary": o.summary, "is_own": o.is_own}
                for o in there
            ]
    return answer(ok=True, **told)


async def set_pack(context: ToolContext, arguments: PackArguments) -> str:
    """Follow a pack, a template or both; the answer has what a script is written from.

    Raises:
        NotFound: There is none of that name.
    """
    shelf, owner = context.studio.shelf, context.owner_id
    pack = template = None
    async with context.studio.work() as work:
        if arguments.pack:
            pack = await packs.find_pack(work, shelf, owner_id=owner, called=arguments.pack)
        if arguments.template:
            template = await packs.find_template(
                work, shelf, owner_id=owner, called=arguments.template
            )

    def follow(board: Storyboard) -> Storyboard:
        if arguments.pack is not None:
            board = packing.put_on(board, pack)
        if arguments.template is not None:
            name = template.name if template else ""
            board = board.model_copy(update={"template": name})
        return board

    words = [one.name for one in (pack, template) if one]
    saved = await change(context, follow, message=f"Follow {' and '.join(words) or 'no pack'}")
    return answer(ok=True, version=saved.version, **await guidance(context, saved.storyboard))


async def guidance(context: ToolContext, board: Storyboard) -> dict[str, Any]:
    """Give what a script is written from, for a storyboard that follows a pack or a template."""
    async with context.studio.work() as work:
        pack, template = await packs.followed(
            work, context.studio.shelf, owner_id=context.owner_id, board=board
        )
    told: dict[str, Any] = {}
    if pack:
        told["pack"] = _pack(pack, board)
    if template:
        told["template"] = _template(template, board)
    if kept := packing.kept(board):
        told["kept_as_the_user_set_it"] = kept
    return told


def _pack(pack: Pack, board: Storyboard) -> dict[str, Any]:
    brief = board.brief
    words, pace = pack.in_language(brief.language), pack.pace(brief.target_s)
    return {
        "name": pack.name,
        "title": words.title,
        "narration": words.narration,
        "voice": words.temper,
        "look": board.style.look,
        "hook_rules": words.hook_rules,
        "hooks": _hooks(words.hooks, brief.topic),
        "hooks_are": HOOKS_ARE,
        "pacing": {
            "target_s": brief.target_s,
            "scenes": pace.scenes,
            "words": pace.words_in(brief.language),
        },
        "motions": pack.motions,
        "transitions": pack.transitions,
        "captions": board.style.captions,
        "tempo": brief.tempo,
    }


def _hooks(patterns: tuple[str, ...], topic: str) -> list[str]:
    return [filled(pattern, topic) if topic else pattern for pattern in patterns]


def _template(template: Template, board: Storyboard) -> dict[str, Any]:
    brief, words = board.brief, template.in_language(board.brief.language)
    beats = zip(template.shares, words.beats, strict=True)
    return {
        "name": template.name,
        "title": words.title,
        "beats": [
            {
                "seconds": round(share * brief.target_s, 1),
                "purpose": beat.purpose,
                "narration": beat.narration,
                "on_screen": beat.on_screen,
                "line": filled(beat.line, brief.topic) if brief.topic else beat.line,
            }
            for share, beat in beats
        ],
    }


LIST = Tool(
    name="list_packs",
    description="List the niche packs (horror, facts, motivation, product, story, top5, finance, "
    "health_myths, history, gaming, science, mystery), the script templates (listicle, before_after, "
    "myth_vs_fact, q_and_a, storytime, tutorial, quote) and those that the user saved.",
    arguments=NoArguments,
    run=list_packs,
)
SET = Tool(
    name="set_pack",
    description="Follow a niche pack, a script template or both. A pack sets the look, colours, "
    "captions, motion, transitions, voice and music; what the user has set stays. Call it after "
    "`set_brief` and before `draft_script`, when the user names a niche or a form, and write the "
    "script by its answer: hook rules, pacing, beats.",
    arguments=PackArguments,
    run=set_pack,
)
