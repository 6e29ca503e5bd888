"""Presets: keep how a video looks and sounds, begin the next one so, change, delete."""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from studio.domain.asking import DeleteAsk
from studio.domain.cards import PresetsCard
from studio.domain.errors import NotFound
from studio.domain.output import Format
from studio.domain.pack import FormatKind
from studio.domain.preset import PresetChange, put_on
from studio.domain.scene import ShortText
from studio.domain.storyboard import MAX_TARGET_S, MIN_TARGET_S, CaptionStyle, Mood, Tempo
from studio.domain.zones import Platform
from studio.services import packs, preset_use, presets, profiles
from studio.services.preset_use import Chosen, House, Like, Wanted
from studio.services.presets import SavedPreset
from tools.context import ToolContext
from tools.deleting import approve_deletion
from tools.packs import guidance
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer, change, current, latest


class UseArguments(Arguments):
    """Which settings."""

    name: str = Field("", max_length=120, description="A preset's name or title.")
    like: Like = Field(
        "named",
        description="`usual` for what the user usually does, `last` for how their last video is.",
    )
    language: str = Field(
        "",
        max_length=40,
        description="BCP 47 tag, where the user wants another language than the preset's.",
    )


class SaveArguments(Arguments):
    """As what."""

    name: ShortText = Field(min_length=1, description="What the user calls it.")
    make_default: bool = Field(False, description="Whether videos usually begin so from now on.")


class ChangeArguments(Arguments):
    """Which one, and what is to be different; what is left out stays."""

    name: str = Field("", max_length=120, description="Empty for this video's, else the default.")
    title: ShortText | None = Field(None, min_length=1, description="Another name.")
    make_default: bool | None = Field(
        None, description="Whether it is what videos usually begin with."
    )
    target_s: int | None = Field(None, ge=MIN_TARGET_S, le=MAX_TARGET_S)
    language: str | None = Field(None, description="BCP 47 tag.")
    tempo: Tempo | None = None
    audience: ShortText | None = None
    tone: ShortText | None = None
    pack: str | None = Field(None, max_length=80, description="Empty takes the pack off.")
    template: str | None = Field(None, max_length=80, description="Empty takes it off.")
    mood: Mood | None = None
    look: str | None = Field(None, max_length=1_000, description="Added to every picture.")
    captions: CaptionStyle | None = None
    voice_maker: str | None = Field(None, max_length=40, description="As list_voices tells.")
    voice: str | None = Field(None, max_length=80, description="A voice's id or name.")
    music: bool | None = Field(None, description="Music on or off.")
    format: Format | None = None
    platform: Platform | None = None


class DeleteArguments(Arguments):
    """Which one."""

    name: ShortText = Field(min_length=1)


async def list_presets(context: ToolContext, arguments: NoArguments) -> str:
    """Show the user's presets."""
    async with context.studio.work() as work:
        there = await presets.list_all(work, owner_id=context.owner_id)
    card = PresetsCard.of((one.name, one.preset, one.is_default) for one in there)
    if there:
        await context.show_card("presets", card, card_id=f"presets-{context.turn_id}")
    told = [
        {"name": one.name, "title": one.title, "is_default": one.is_default, **dict(one.lines)}
        for one in card.presets
    ]
    return answer(ok=True, presets=told)


async def use_preset(context: ToolContext, arguments: UseArguments) -> str:
    """Let the video look, sound and be told by a preset, the usual settings, or the last video.

    Raises:
        NotFound: There is none to go by.
    """
    chosen = await _chosen(context, arguments)
    made = await change(
        context,
        lambda board: put_on(board, chosen.preset),
        message=f"Use {chosen.preset.title}",
    )
    said, telling = context.wording.said, made.storyboard.brief
    return answer(
        ok=True,
        version=made.version,
        preset=chosen.preset.title,
        because=[said(why) for why in chosen.because],
        notes=[said(note) for note in chosen.notes],
        target_s=telling.target_s,
        language=telling.language,
        tempo=telling.tempo,
        guidance=await guidance(context, made.storyboard),
    )


async def save_preset(context: ToolContext, arguments: SaveArguments) -> str:
    """Keep all that makes the next video look and sound like this one.

    Raises:
        Conflict: Everybody has a pack of this name, or the user has too many.
    """
    board, owner_id = (await current(context)).storyboard, context.owner_id
    profile = await profiles.read(context.profiles, owner_id=owner_id)
    async with context.studio.work() as work:
        saved = await presets.keep(
            work,
            context.studio.shelf,
            owner_id=owner_id,
            board=board,
            title=arguments.name,
            brand=profile.brand,
        )
        if arguments.make_default:
            await presets.make_usual(work, owner_id=owner_id, name=saved.name)
    return answer(ok=True, **_told(saved), is_default=arguments.make_default)


async def change_preset(context: ToolContext, arguments: ChangeArguments) -> str:
    """Change a preset, rename it, or make it the default.

    Raises:
        NotFound: The user has no such one.
        Invalid: It could be any of several.
        Conflict: The new name is taken, or somebody changed it meanwhile.
    """
    fields = arguments.model_dump(exclude_none=True, exclude={"name", "make_default"})
    wanted, owner_id, studio = PresetChange(**fields), context.owner_id, context.studio
    saved = await _meant(context, arguments.name)
    if saved is None:
        return await _rename_pack(context, arguments)
    async with studio.work() as work:
        if fields:
            saved = await presets.change(
                work, studio.shelf, studio.speech, owner_id=owner_id, saved=saved, wanted=wanted
            )
        if arguments.make_default is not None:
            name = saved.name if arguments.make_default else None
            await presets.make_usual(work, owner_id=owner_id, name=name)
        now = await presets.find(work, owner_id=owner_id, called=saved.name)
    return answer(ok=True, **_told(now), is_default=now.is_default)


async def delete_preset(context: ToolContext, arguments: DeleteArguments) -> str:
    """Delete a preset or a pack of the user's own, once they say yes.

    Raises:
        NotFound: The user has no such one.
        NotApproved: The user said no.
        VersionConflict: Somebody changed it while it was asked about.
    """
    owner_id = context.owner_id
    saved = await _meant(context, arguments.name)
    if saved is None:
        return await _delete_pack(context, arguments.name)
    asked = DeleteAsk(
        what="preset", name=saved.name, title=saved.preset.title, version=saved.version
    )
    await approve_deletion(context, asked)
    async with context.studio.work() as work:
        await presets.delete(work, owner_id=owner_id, saved=saved)
    return answer(ok=True, deleted=saved.preset.title)


async def _chosen(context: ToolContext, arguments: UseArguments) -> Chosen:
    studio, owner_id = context.studio, context.owner_id
    profile = await profiles.read(context.profiles, owner_id=owner_id)
    async with studio.work() as work:
        return await preset_use.choose(
            work,
            House(studio.shelf, studio.pictures, studio.speech),
            owner_id=owner_id,
            wanted=Wanted(arguments.name, arguments.like, arguments.language),
            profile=profile,
            beside=context.thread_id,
        )


async def _meant(context: ToolContext, called: str) -> SavedPreset | None:
    """Give the preset that is named or meant; ``None`` where the name is not that of a preset."""
    saved = await latest(context)
    board = saved.storyboard if saved else None
    async with context.studio.work() as work:
        if not called:
            return await presets.meant(work, owner_id=context.owner_id, board=board)
        try:
            return await presets.find(work, owner_id=context.owner_id, called=called)
        except NotFound:
            return None


async def _rename_pack(context: ToolContext, arguments: ChangeArguments) -> str:
    """Rename a pack that was saved without a preset, which has nothing else to change."""
    async with context.studio.work() as work:
        if arguments.title is None:
            await presets.find(work, owner_id=context.owner_id, called=arguments.name)
        now = await packs.rename(
            work,
            context.studio.shelf,
            owner_id=context.owner_id,
            kind=FormatKind.PACK,
            called=arguments.name,
            title=str(arguments.title).strip(),
        )
    return answer(ok=True, preset=now.name, title=now.title)


async def _delete_pack(context: ToolContext, called: str) -> str:
    """Delete a pack that was saved without a preset."""
    owner_id = context.owner_id
    async with context.studio.work() as work:
        own = await packs.list_all(
            work, context.studio.shelf, owner_id=owner_id, kind=FormatKind.PACK
        )
    wanted = packs.loose(called)
    mine = (one for one in own if one.is_own)
    found = next((o for o in mine if wanted in map(packs.loose, (o.name, o.title))), None)
    if found is None:
        raise NotFound(f"You have no preset {called!r}.")
    await approve_deletion(context, DeleteAsk(what="pack", name=found.name, title=found.title))
    async with context.studio.work() as work:
        await packs.delete(work, owner_id=owner_id, kind=FormatKind.PACK, called=found.name)
    return answer(ok=True, deleted=found.title)


def _told(saved: SavedPreset) -> dict[str, Any]:
    card = PresetsCard.of([(saved.name, saved.preset, saved.is_default)])
    return {
        "preset": saved.name,
        "title": saved.preset.title,
        "settings": dict(card.presets[0].lines),
    }


def _tool(name: str, description: str, arguments: type[Arguments], run: Callable[..., Any]) -> Tool:
    return Tool(name=name, description=description, arguments=arguments, run=run)


USE = _tool(
    "use_preset",
    "Let the video look, sound and be told as a preset of the user's says, as they usually do it "
    "('use my usual settings'), or like their last video. Call it before `set_brief`; then set only "
    "what the user says besides. Tell the user its `because` and `notes`. Write the script by its "
    "`guidance`.",
    UseArguments,
    use_preset,
)
SAVE = _tool(
    "save_preset",
    "Keep all that makes the next video look and sound like this one as a preset of the user's own "
    "('save this as my format'): voice, tempo, length, language, shape, platform, captions, colours, "
    "motion, music, pack, template, brand. The same name again replaces it.",
    SaveArguments,
    save_preset,
)
LIST = _tool(
    "list_presets",
    "Show the presets that the user saved, with what each says.",
    NoArguments,
    list_presets,
)
CHANGE = _tool(
    "change_preset",
    "Change a preset of the user's ('change the preset: 45 seconds'), give it another name, or make "
    "it what videos usually begin with. Videos that were made with it stay.",
    ChangeArguments,
    change_preset,
)
DELETE = _tool(
    "delete_preset",
    "Delete a preset or a format that the user saved. It asks the user first; videos keep their look.",
    DeleteArguments,
    delete_preset,
)
