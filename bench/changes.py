"""What single edits make again, and how long the change card takes; offline, no provider, no database.

``python -m bench.changes [--json FILE]``. Storyboards and edits are generated from a fixed seed: every kind
of edit of one scene that the agent can make. A video that is fully made and rendered is edited once; the
share is the work that is done again against the whole work, judged by measured speeds
(`studio/domain/scope.py`), once for built-in makers and once for vendors. The card is timed over
storyboards of 60 scenes as well, as CPU time of its calculation: two timelines, all digests, the difference.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.domain import edit
from studio.domain.changes import SceneChange, SceneDraft, ScriptDraft
from studio.domain.scene import Motion, Scene, Transition
from studio.domain.scope import pieces_wanted, scope_of
from studio.domain.storyboard import Storyboard
from tests.support.storyboards import assets_for

LIMIT = 0.2
WORDS = [
    "the",
    "tide",
    "comes",
    "in",
    "twice",
    "a",
    "day",
    "because",
    "the",
    "moon",
    "pulls",
    "at",
    "the",
    "sea",
    "and",
    "lets",
    "it",
    "go",
    "again",
]

Edit = Callable[[random.Random, Storyboard, Scene], Storyboard]


def _rewritten(**fields: Callable[[random.Random], Any]) -> Edit:
    def change(dice: random.Random, board: Storyboard, scene: Scene) -> Storyboard:
        wanted = SceneChange(**{name: make(dice) for name, make in fields.items()})
        return edit.rewrite_scene(board, scene.id, wanted)

    return change


def _said(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(6, 18))).capitalize() + "."


EDITS: dict[str, Edit] = {
    "narration": _rewritten(narration=_said),
    "picture": _rewritten(visual_prompt=_said),
    "on-screen text": _rewritten(on_screen_text=lambda d: _said(d)[:60]),
    "motion": _rewritten(motion=lambda d: d.choice(list(Motion))),
    "transition": _rewritten(transition=lambda d: d.choice(list(Transition))),
    "length": lambda d, b, s: edit.retime_scene(b, s.id, seconds=d.randint(4, 9)),
    "move": lambda d, b, s: edit.move_scene(b, s.id, to=d.randrange(len(b.scenes))),
    "remove": lambda _, b, s: edit.remove_scene(b, s.id),
    "add": lambda d, b, s: edit.add_scene(
        b, SceneDraft(narration=_said(d), visual_prompt=_said(d)), at=b.position(s.id)
    ),
    "lock": lambda _, b, s: edit.set_lock(b, s.id, locked=True),
}


def run(*, boards: int = 40, large: int = 20, seed: int = 1) -> dict[str, Any]:
    """Edit generated storyboards once in every way, and tell the shares and times."""
    dice = random.Random(seed)  # noqa: S311 - the same edits every time
    shares: dict[str, list[tuple[float, float]]] = {name: [] for name in EDITS}
    times: list[float] = []
    for _ in range(boards):
        board = _board(dice, scenes=dice.randint(6, 14))
        for name, change in EDITS.items():
            share, seconds = _edited(dice, board, change)
            shares[name].append(share)
            times.append(seconds)
    grown = [_edited(dice, _board(dice, scenes=59), EDITS["narration"])[1] for _ in range(large)]
    every = [share for group in shares.values() for share in group]
    return {
        "edits": len(every),
        "within_limit": _within(every, which=0),
        "within_limit_with_vendors": _within(every, which=1),
        "by_kind": {
            name: {
                "within": _within(group, which=0),
                "median_share": round(statistics.median(one for one, _ in group), 3),
            }
            for name, group in shares.items()
        },
        "card_cpu_ms_p95": _p95(times),
        "card_cpu_ms_p95_59_scenes": _p95(grown),
    }


def _edited(
    dice: random.Random, board: Storyboard, change: Edit
) -> tuple[tuple[float, float], float]:
    made = assets_for(board)
    rendered = pieces_wanted(board, made)
    scene = dice.choice(board.scenes)
    new = change(dice, board, scene)
    begin = time.process_time()
    known = {s.id: made[s.id] for s in new.scenes if s.id in made}
    for after in new.scenes:
        before = next((s for s in board.scenes if s.id == after.id), None)
        if before is None:
            continue
        lacks = {
            "voice": before.narration != after.narration,
            "picture": before.visual_prompt != after.visual_prompt,
        }
        gone = {name: None for name, is_lacking in lacks.items() if is_lacking}
        known[after.id] = known[after.id].model_copy(update=gone)
    found = scope_of(board, new, made=known, known=made, rendered=rendered)
    seconds = time.process_time() - begin
    return (found.share(), found.share(is_bought=True)), seconds


def _board(dice: random.Random, *, scenes: int) -> Storyboard:
    drafts = tuple(
        SceneDraft(
            narration=_said(dice),
            visual_prompt=_said(dice),
            motion=dice.choice(list(Motion)),
            transition=dice.choice(list(Transition)),
        )
        for _ in range(scenes)
    )
    return edit.draft(Storyboard(), ScriptDraft(title="Tides", scenes=drafts))


def _within(shares: list[tuple[float, float]], *, which: int) -> float:
    return round(sum(share[which] <= LIMIT for share in shares) / len(shares), 3)


def _p95(seconds: list[float]) -> float:
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    told = run()
    print(json.dumps(told, indent=2))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
