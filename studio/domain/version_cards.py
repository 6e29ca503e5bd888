"""Cards about versions: what happened, what is different, what a change is about, copies."""

from studio.domain.comparison import FieldChange, SceneDifference
from studio.domain.figures import Figure
from studio.domain.lineage import Change
from studio.domain.units import ThreadId
from studio.domain.value import Value


class VersionsCard(Value):
    """What happened to the storyboard, sentence by sentence.

    Attributes:
        newest: The newest version.
        current: The version whose content holds; an older one after an undo.
        changes: Oldest first.
        undo: What undo would take back; ``None`` where there is nothing.
        redo: What redo would do again.
    """

    newest: int
    current: int
    changes: tuple[Change, ...]
    undo: str | None = None
    redo: str | None = None


class ComparisonCard(Value):
    """What is different between two versions, in words, as data and in numbers.

    Two videos are named by their titles; of one video's versions there are none.
    """

    old: int
    new: int
    words: tuple[str, ...]
    general: tuple[FieldChange, ...]
    scenes: tuple[SceneDifference, ...]
    figures: tuple[Figure, ...] = ()
    old_title: str = ""
    new_title: str = ""


class ChangeCard(Value):
    """What a change is about, before anything is made.

    Attributes:
        old: The version that held before.
        new: The one that holds now.
        words: What is different, a line each.
        scenes: The scenes that are touched, by number.
        pictures: Those whose pictures are made.
        lines: Those whose words are spoken.
        render_s: Seconds of video that are rendered.
        total_s: Length of the video.
        segments_made: Pieces that are rendered.
        segments_reused: Pieces that stay, byte by byte.
        is_sound_made: Whether the sound is mixed again.
        takes_s: How long it will take, roughly.
        cost_usd: What it costs at most, a decimal string; ``None`` where a price is unknown.
        above_usd: The user is asked above this; ``None`` for never.
        asks: Whether they are asked first.
        is_dry: Whether it only would be so: nothing was changed.
        removed: The scenes that go, by the numbers that they had.
        renumbered: Where one goes, what those that stay were and are.
    """

    old: int
    new: int
    words: tuple[str, ...]
    scenes: tuple[int, ...]
    pictures: tuple[int, ...]
    lines: tuple[int, ...]
    render_s: float
    total_s: float
    segments_made: int
    segments_reused: int
    is_sound_made: bool
    takes_s: float
    cost_usd: str | None
    above_usd: str | None
    asks: bool
    is_dry: bool = False
    removed: tuple[int, ...] = ()
    renumbered: tuple[tuple[int, int], ...] = ()


class ForkCard(Value):
    """A conversation that began as a copy; shown in both.

    Attributes:
        thread_id: The new conversation.
        title: Its title.
        of_thread_id: Where it comes from.
        of_title: Of that.
        of_version: Which version it began with.
    """

    thread_id: ThreadId
    title: str
    of_thread_id: ThreadId
    of_title: str
    of_version: int
