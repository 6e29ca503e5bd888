"""Scripts that wait for a yes: which lines are approved, and what the user words differently."""

from collections.abc import Callable, Sequence

from studio.db.work import Work, Works
from studio.domain import edit
from studio.domain.asking import LineEdit, ScriptAsk, ScriptLine, script_of
from studio.domain.changes import SceneChange
from studio.domain.errors import ApprovalNeeded, VersionConflict
from studio.domain.gate import Gate
from studio.domain.scene import named
from studio.domain.storyboard import Storyboard
from studio.domain.units import Digest, UserId
from studio.services import gates, rules, storyboards
from studio.services.charges import Payer

UNSEEN = "Your rule is to see the script first, and these lines were not approved: {scenes}."


async def waiting(
    work: Work, *, payer: Payer, board: Storyboard, said: Callable[[str], str] = str
) -> tuple[ScriptLine, ...]:
    """Give the whole script where lines of it must be approved first; empty where none must.

    Args:
        work: The transaction.
        payer: For whom it would be made.
        board: The storyboard.
        said: Says in the reader's language what stands behind a claim.
    """
    if payer.thread_id is None:
        return ()
    rule = await rules.waits_now(work, owner_id=payer.owner_id, turn_id=payer.turn_id)
    if not rule.script:
        return ()
    keys = [line.key for line in script_of(board, approved=())]
    answers = await gates.decisions(work, payer.owner_id, payer.thread_id, keys)
    granted = {Digest(key) for key, decision in answers.items() if decision.is_granted}
    script = script_of(board, approved=granted, said=said)
    return script if any(line.is_new for line in script) else ()


async def declined_now(
    work: Work, *, payer: Payer, script: tuple[ScriptLine, ...]
) -> tuple[int, ...]:
    """Give the scenes whose very words the user declined in this turn already."""
    keys = [line.key for line in script if line.is_new]
    said = await gates.decisions(work, payer.owner_id, payer.thread_id, keys)
    now = {key for key, decision in said.items() if decision.turn_id == payer.turn_id}
    return tuple(line.scene for line in script if line.is_new and line.key in now)


async def check(works: Works, *, payer: Payer, board: Storyboard) -> None:
    """Refuse to make anything of a script that its user wants to see first and has not approved.

    Raises:
        ApprovalNeeded: Lines are not approved.
    """
    async with works.work() as work:
        script = await waiting(work, payer=payer, board=board)
    if script:
        numbers = [line.scene for line in script if line.is_new]
        raise ApprovalNeeded(UNSEEN.format(scenes=named(numbers)))


async def reword(work: Work, *, owner_id: UserId, gate: Gate, lines: Sequence[LineEdit]) -> None:
    """Save the lines that an answer words differently, as a version of the user's.

    Raises:
        VersionConflict: A line that was asked about is another one by now.
        SceneLocked: A scene is locked.
    """
    if not isinstance(gate.ask, ScriptAsk) or not lines:
        return
    thread_id = gate.thread_id
    present = await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id)
    if present is None:
        return
    board = present.storyboard
    for said in lines:
        board = _reworded(board, gate.ask.line(said.scene), said, version=present.version)
    await storyboards.save(
        work,
        owner_id=owner_id,
        thread_id=thread_id,
        storyboard=board,
        expected_version=present.version,
        author="user",
        message=f"Word {named([said.scene for said in lines])} differently while approving the script",
    )


def _reworded(board: Storyboard, asked: ScriptLine, said: LineEdit, *, version: int) -> Storyboard:
    scene = next((scene for scene in board.scenes if scene.id == asked.id), None)
    is_same = scene is not None and (
        (scene.narration, scene.on_screen_text) == (asked.narration, asked.on_screen_text)
    )
    if not is_same:
        raise VersionConflict(
            f"Scene {asked.scene} was changed since it was asked about; look at it again.",
            present=version,
            changes=(f"scene {asked.scene} is another one now",),
        )
    change = SceneChange(narration=said.narration, on_screen_text=said.on_screen_text)
    return edit.rewrite_scene(board, asked.id, change)
