"""Bring a video to a length by leaving out whole scenes."""

from collections.abc import Sequence
from typing import Any


def surplus(scenes: Sequence[dict[str, Any]], *, limit_s: float) -> list[int]:
    """Choose the numbers of the scenes to leave out, so that the rest comes nearest to a length.

    The first scene and the locked ones stay; of equal choices the one with the fewest scenes
    wins, then the one that keeps the later ones.
    """
    whole = sum(_tenths(scene) for scene in scenes)
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for scene in scenes[1:]:
        if scene["locked"]:
            continue
        for tenths, gone in list(reached.items()):
            total, more = tenths + _tenths(scene), (*gone, scene["number"])
            if total not in reached or len(more) < len(reached[total]):
                reached[total] = more
    limit = round(limit_s * 10)
    best = min(
        reached.items(),
        key=lambda choice: (
            abs(whole - choice[0] - limit),
            len(choice[1]),
            choice[1],
        ),
    )
    return list(best[1])


def _tenths(scene: dict[str, Any]) -> int:
    return round(scene["seconds"] * 10)
