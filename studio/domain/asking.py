"""Questions about the work itself, whatever it costs: the script, a large change, a rule. Pure."""

from collections.abc import Callable, Collection, Iterable
from typing import Literal

from studio.domain.asset import digest
from studio.domain.claims import ClaimLine, lines_of_scenes
from studio.domain.scene import Narration, Scene, ShortText
from studio.domain.storyboard import Storyboard
from studio.domain.units import BatchId, Digest, GateId, SceneId, ThreadId
from studio.domain.value import Value


class ScriptLine(Value):
    """What one scene says and writes.

    Attributes:
        key: Of these very words: what is approved is this line and no other.
        scene: The scene's number as people count.
        id: The scene's.
        narration: What is said.
        on_screen_text: What is written over the picture.
        is_new: Whether it is asked about; the others were approved before.
        claims: What it states of figures, money or health, and what stands behind each.
    """

    key: Digest
    scene: int
    id: SceneId
    narration: str
    on_screen_text: str
    is_new: bool = True
    claims: tuple[ClaimLine, ...] = ()


class ScriptAsk(Value):
    """May this be made?

    Attributes:
        version: Of the storyboard.
        script: All lines, in order.
    """

    kind: Literal["script"] = "script"
    version: int
    script: tuple[ScriptLine, ...]

    @property
    def scenes(self) -> tuple[int, ...]:
        """Give the numbers of the scenes that are asked about."""
        return tuple(line.scene for line in self.script if line.is_new)

    def line(self, scene: int) -> ScriptLine:
        """Give a scene's line; it is one of ``scenes``."""
        return next(line for line in self.script if line.scene == scene)


class AskedScript(Value):
    """The script of one video of a batch, as it was asked about.

    Attributes:
        gate_id: The question in the video's own conversation: a yes answers this one and no other.
        thread_id: That conversation.
        number: Of the video in the batch.
        title: The video's.
        script: All lines, in order.
    """

    gate_id: GateId
    thread_id: ThreadId
    number: int
    title: str
    script: tuple[ScriptLine, ...]


class ScriptsAsk(Value):
    """May the videos of these scripts be made? A no leaves every script waiting where it is.

    Attributes:
        batch_id: Of which batch.
        videos: Their scripts; the yes covers these and none that came up later.
    """

    kind: Literal["scripts"] = "scripts"
    batch_id: BatchId
    videos: tuple[AskedScript, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give the numbers of the videos, which may be chosen among."""
        return tuple(video.number for video in self.videos)


class ChangeAsk(Value):
    """May this change be made?

    Attributes:
        key: Of the storyboard as it would be.
        old: The version that held before.
        new: The one that waits.
        words: What is different, a line each.
        touched: The scenes that are touched.
        takes_s: How long it takes, roughly.
        above_s: The user's rule.
        above_scenes: The user's rule.
    """

    kind: Literal["change"] = "change"
    key: Digest
    old: int
    new: int
    words: tuple[str, ...]
    touched: tuple[int, ...]
    takes_s: float
    above_s: float | None = None
    above_scenes: int | None = None


class WaitRuleAsk(Value):
    """May this be made without showing it first from now on?"""

    kind: Literal["wait_rule"] = "wait_rule"
    script: bool
    above_s: float | None
    above_scenes: int | None


class DeleteAsk(Value):
    """May this be thrown away for good?

    Attributes:
        what: Of which kind it is.
        name: Which one; empty where there is only one.
        title: For people.
        version: As it was when it was asked about; ``None`` where it has none.
    """

    kind: Literal["delete"] = "delete"
    what: Literal["preset", "pack", "template", "profile", "remembered", "links"]
    name: str = ""
    title: str = ""
    version: int | None = None


class LineEdit(Value):
    """Other words for a line, by the user; what is ``None`` stays.

    Attributes:
        scene: Its number in the question.
        narration: What is said.
        on_screen_text: What is written over the picture.
    """

    scene: int
    narration: Narration | None = None
    on_screen_text: ShortText | None = None

    def key(self, line: ScriptLine) -> Digest:
        """Give the key of the line as it is then."""
        said = line.narration if self.narration is None else self.narration
        written = line.on_screen_text if self.on_screen_text is None else self.on_screen_text
        return _key(said, written)


def line_key(scene: Scene) -> Digest:
    """Name a scene's words."""
    return _key(scene.narration, scene.on_screen_text)


def change_key(board: Storyboard) -> Digest:
    """Name a storyboard as it would be made."""
    return digest("change-1", board)


def script_of(
    board: Storyboard, *, approved: Collection[Digest], said: Callable[[str], str] = str
) -> tuple[ScriptLine, ...]:
    """Give a storyboard's lines; a scene without words has nothing to approve.

    Args:
        board: The storyboard.
        approved: Keys of lines that were approved before.
        said: Says in the reader's language what stands behind a claim.
    """
    claims = lines_of_scenes(board, said)
    lines: list[ScriptLine] = []
    for number, scene in enumerate(board.scenes, 1):
        key, has_words = line_key(scene), bool(scene.narration.strip() or scene.on_screen_text)
        lines.append(
            ScriptLine(
                key=key,
                scene=number,
                id=scene.id,
                narration=scene.narration,
                on_screen_text=scene.on_screen_text,
                is_new=has_words and key not in approved,
                claims=claims.get(scene.id, ()),
            )
        )
    return tuple(lines)


def edited(asked: ScriptAsk, edits: Iterable[LineEdit], scenes: Collection[int]) -> set[Digest]:
    """Give the keys of the lines that an answer approves, as it words them."""
    by_scene = {edit.scene: edit for edit in edits}
    return {
        by_scene[line.scene].key(line) if line.scene in by_scene else line.key
        for line in asked.script
        if line.is_new and (line.scene in scenes or line.scene in by_scene)
    }


def _key(narration: str, on_screen_text: str) -> Digest:
    return digest("script-1", narration.strip(), on_screen_text.strip())
