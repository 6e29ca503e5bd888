"""Go back and forth in the storyboard's history, compare, and fork."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from pydantic import Field

from studio.db.work import Work
from studio.domain.comparison import Comparison, told
from studio.domain.errors import InvalidEdit, VersionConflict
from studio.domain.events import CardKind, StoryboardSaved
from studio.domain.lineage import Reason
from studio.domain.value import Value
from studio.services import drafts, forks, storyboards, versions
from studio.services.versions import Hand, Moved
from tools.context import ToolContext
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer, show, show_change

Move = Callable[[Work, Hand], Awaitable[Moved]]

_VERSION = "A version's number, from `show_history` or a card."


class Steps(Arguments):
    """How far."""

    steps: int = Field(1, ge=1, le=100, description="Changes; one message of the user is one.")


class GoToArguments(Arguments):
    """Where to: one of both."""

    version: int | None = Field(None, ge=1, description=_VERSION)
    before: str | None = Field(
        None,
        min_length=1,
        max_length=120,
        description="What it should be before: `music`, `voice`, `captions`, `look`, `style`, "
        "`output`, `brief`, `hook`, `script`, `title`, `order`, `scene 2`, else words of a "
        "change's message.",
    )


class RestoreArguments(Arguments):
    """Which scene, and from where."""

    scene: int = Field(ge=1, le=60, description="Its number now; of one that is gone, then.")
    version: int | None = Field(
        None, ge=1, description="Left out, the newest older one in which the scene differs."
    )


class CompareArguments(Arguments):
    """Which two versions; left out, what the last change changed."""

    from_version: int | None = Field(None, ge=1, description=_VERSION)
    to_version: int | None = Field(None, ge=1, description="Left out, the newest.")
    with_fork: bool = Field(
        False,
        description="Compare this video with the fork made of it last, or with what it is a fork of.",
    )


class ForkArguments(Arguments):
    """What the copy begins with."""

    version: int | None = Field(None, ge=1, description="Left out, the newest.")
    title: str = Field("", max_length=120, description="Of the new video.")
    hook: int | None = Field(None, ge=1, le=5, description="Open it with this of the hooks.")


async def undo(context: ToolContext, arguments: Steps) -> str:
    """Take changes back."""
    return await _move(context, lambda w, h: versions.undo(w, h, steps=arguments.steps))


async def redo(context: ToolContext, arguments: Steps) -> str:
    """Do again what was undone."""
    return await _move(context, lambda w, h: versions.redo(w, h, steps=arguments.steps))


async def go_to_version(context: ToolContext, arguments: GoToArguments) -> str:
    """Let an older version hold again.

    Raises:
        InvalidEdit: Neither a version nor a change is named, or both are.
    """
    version, before = arguments.version, arguments.before
    if version is not None and before is None:
        return await _move(context, lambda w, h: versions.go_to(w, h, version=version))
    if before is not None and version is None:
        return await _move(context, lambda w, h: versions.go_before(w, h, words=before))
    raise InvalidEdit("Name a version or what it should be before, one of both.")


async def restore_scene(context: ToolContext, arguments: RestoreArguments) -> str:
    """Bring one scene back."""
    return await _move(
        context,
        lambda w, h: versions.restore_scene(w, h, scene=arguments.scene, version=arguments.version),
    )


async def show_history(context: ToolContext, arguments: NoArguments) -> str:
    """Show what happened to the storyboard."""
    async with context.studio.work() as work:
        known = await versions.history(work, owner_id=context.owner_id, thread_id=context.thread_id)
    said = context.wording.said
    card = known.card
    changes = tuple(c.model_copy(update={"message": said(c.message)}) for c in card.changes)
    steps = {name: said(getattr(card, name) or "") or None for name in ("undo", "redo")}
    await _show(context, "versions", card.model_copy(update={"changes": changes} | steps))
    return answer(
        ok=True,
        newest=known.newest,
        holds=known.standing.current,
        changes=[
            {"version": c.version, "by": c.author, "message": c.message, "stands": c.stands}
            for c in changes
        ],
    )


async def compare_versions(context: ToolContext, arguments: CompareArguments) -> str:
    """Show what is different between two versions, or between a video and its fork.

    Raises:
        InvalidEdit: There is nothing to compare with.
    """
    studio = context.studio
    where = {"owner_id": context.owner_id, "thread_id": context.thread_id}
    makers = {"pictures": studio.pictures, "speech": studio.speech}
    async with studio.work() as work:
        if arguments.with_fork:
            found = await drafts.of_fork(work, **where, **makers)
        else:
            old, new = arguments.from_version, arguments.to_version
            found = await drafts.of_versions(work, **where, **makers, old=old, new=new)
    compared = Comparison(general=found.general, scenes=found.scenes)
    words = told(compared, context.wording.vocabulary)
    said = context.wording.said
    figures = tuple(f.model_copy(update={"label": said(f.label)}) for f in found.figures)
    named = context.wording.vocabulary.named(compared)
    shown = {"words": words, "figures": figures, "general": named.general, "scenes": named.scenes}
    await _show(context, "comparison", found.model_copy(update=shown))
    titles = {"old_title": found.old_title, "new_title": found.new_title}
    return answer(
        ok=True,
        old=found.old,
        new=found.new,
        changes=words,
        **({name: title for name, title in titles.items() if title}),
        figures={figure.label: [figure.old, figure.new] for figure in figures},
    )


async def fork_video(context: ToolContext, arguments: ForkArguments) -> str:
    """Begin a conversation of its own with a version."""
    studio = context.studio
    async with studio.work() as work:
        made = await forks.fork(work, _hand(context), **arguments.model_dump())
        shown = await forks.introduce(
            work,
            made,
            pictures=studio.pictures,
            speech=studio.speech,
            events=studio.events,
            clock=studio.clock,
            words=context.wording,
        )
    await _show(context, "fork", shown)
    return answer(ok=True, title=made.thread.title, of_version=shown.of_version)


async def take_back(context: ToolContext, *, version: int) -> None:
    """Take back all that the user's message changed, once, whatever dies meanwhile.

    Args:
        context: Of the call that the user said no to.
        version: What they said no to; where another call took it back already, that is that.
    """
    with suppress(VersionConflict):
        await _move(context, lambda w, h: versions.undo(w, replace(h, expected_version=version)))


async def is_taken_back(context: ToolContext) -> bool:
    """Tell whether this very call has taken the change back, before a crash."""
    async with context.studio.work() as work:
        made = await _made(context, work)
    return made is not None and made.saved.reason is Reason.UNDO


async def _move(context: ToolContext, move: Move) -> str:
    """Go back or forth once, whatever dies meanwhile, and show where that led."""
    async with context.studio.work() as work:
        moved = await _made(context, work) or await move(work, _hand(context))
    await context.emit(StoryboardSaved(turn_id=context.turn_id, version=moved.saved.version))
    await show(context, moved.saved)
    await show_change(context, moved.saved)
    return answer(
        ok=True,
        version=moved.saved.version,
        message=context.wording.said(moved.message),
        scenes=len(moved.saved.storyboard.scenes),
        changes=told(moved.comparison, context.wording.vocabulary),
        **({"locked_told": context.wording.said(moved.note)} if moved.note else {}),
    )


async def _made(context: ToolContext, work: Work) -> Moved | None:
    """Give what this very call led to before a crash."""
    if not context.call_id:
        return None
    whose = {"owner_id": context.owner_id, "thread_id": context.thread_id}
    made = await storyboards.of_call(work, **whose, call_id=context.call_id)
    newest = await storyboards.latest(work, **whose) if made else None
    return Moved(newest, message=made.message) if made and newest else None


async def _show(context: ToolContext, kind: CardKind, content: Value) -> None:
    card_id = f"{kind}-{context.call_id or context.turn_id}"
    await context.show_card(kind, content, card_id=card_id)


def _hand(context: ToolContext) -> Hand:
    return Hand(
        owner_id=context.owner_id,
        thread_id=context.thread_id,
        turn_id=context.root_id,
        call_id=context.call_id or None,
    )


UNDO = Tool(
    name="undo",
    description="Take back the last change of the storyboard: all that one message of the user "
    "changed. Nothing that was made is lost.",
    arguments=Steps,
    run=undo,
)
REDO = Tool(
    name="redo",
    description="Do again what was undone last; not after a new edit.",
    arguments=Steps,
    run=redo,
)
GO_TO = Tool(
    name="go_to_version",
    description="Go back to an older version, by its number, or to before a change, as in 'back "
    "to before the music'. What came after it is kept in the history.",
    arguments=GoToArguments,
    run=go_to_version,
)
RESTORE = Tool(
    name="restore_scene",
    description="Bring one scene back as it was in an older version, or one that was taken out; "
    "the other scenes stay as they are.",
    arguments=RestoreArguments,
    run=restore_scene,
)
HISTORY = Tool(
    name="show_history",
    description="Show the versions of the storyboard: what each message changed.",
    arguments=NoArguments,
    run=show_history,
)
COMPARE = Tool(
    name="compare_versions",
    description="Show what is different between two versions, what the last change changed, or, with "
    "`with_fork`, between this video and its fork: in words and in numbers. 'Fork this with another "
    "hook and show both' is `fork_video`, then this.",
    arguments=CompareArguments,
    run=compare_versions,
)
FORK = Tool(
    name="fork_video",
    description="Begin a new conversation with a copy of a version, to try something beside this "
    "one; pictures, voices and rendered pieces are shared. Both are shown to the user.",
    arguments=ForkArguments,
    run=fork_video,
)
