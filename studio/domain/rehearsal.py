"""A storyboard of a length before anybody has written it: what it would cost. Pure."""

from studio.domain import edit
from studio.domain.changes import SceneDraft, ScriptDraft
from studio.domain.pacing import PAUSES, characters_per_s
from studio.domain.pack import Pace, Pack
from studio.domain.storyboard import MAX_SCENES, Storyboard

SCENE_S = 3.0
"""A scene of a quick video; most last longer, and then there are fewer."""
MORE = 1.15
"""A writer may take so much more than was asked for."""


def rehearsed(board: Storyboard, *, salt: str, pack: Pack | None = None) -> Storyboard:
    """Fill a storyboard with as many scenes and words as a script of its length has at most.

    Args:
        board: Its brief and style count.
        salt: Makes the words like no others, so that nothing is found that was made before.
        pack: Tells the number of scenes.
    """
    brief = board.brief
    count = _scenes(brief.target_s, pack.pace(brief.target_s) if pack else None)
    spoken = brief.target_s * characters_per_s(brief.language, brief.tempo) * PAUSES * MORE
    each = max(len(salt) + 8, round(spoken / count))
    scenes = [
        SceneDraft(narration=_words(f"{salt} {n} ", each), visual_prompt=f"{salt} {n}")
        for n in range(count)
    ]
    return edit.draft(board, ScriptDraft(title=salt[:120], scenes=tuple(scenes)))


def _scenes(seconds: int, pace: Pace | None) -> int:
    usual = seconds / SCENE_S if pace is None else pace.scenes
    return min(MAX_SCENES, max(1, round(usual * MORE)))


def _words(beginning: str, characters: int) -> str:
    return (beginning + "word " * characters)[:characters].strip()
