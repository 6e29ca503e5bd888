"""What a pack and a template make of a script that was written without a model. Pure."""

from collections.abc import Sequence
from typing import Any

from studio.domain.pacing import PAUSES, characters_per_s
from studio.domain.storyboard import Tempo
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.writing import broken, on_screen, visual

MOST_HOOKS, OF_THE_TEXT = 5, 3
_LEEWAY = 1.35
"""How much longer than the pack's usual scene the longest one is."""
_SHORTEST_S = 1.5


def packed(written: dict[str, Any], told: dict[str, Any], *, telling: Telling) -> dict[str, Any]:
    """Give a script as its pack and its template have it.

    Args:
        written: The arguments of ``draft_script``, from the user's text or a topic.
        told: What ``set_pack`` answered.
        telling: In which language; the pack decides how fast.
    """
    pack, template = told.get("pack"), told.get("template")
    if template and written.get("is_outline_only"):
        written = _beaten(written, template["beats"], telling)
    if not pack:
        return written
    telling = Telling(telling.code, Tempo(pack.get("tempo", telling.tempo)))
    if not template:
        written = _paced(written, pack["pacing"], telling)
    scenes = [
        {name: value for name, value in scene.items() if name not in {"motion", "transition"}}
        for scene in written["scenes"]
    ]
    is_told = not written.get("is_outline_only")
    own = written.get("hooks", [])[: OF_THE_TEXT if is_told else 0]
    hooks = list(dict.fromkeys([*own, *pack["hooks"], *written.get("hooks", [])]))
    fitting = [hook for hook in hooks if len(hook) <= 240 and "{topic}" not in hook]
    return written | {"scenes": scenes, "hooks": fitting[:MOST_HOOKS]}


def _beaten(
    written: dict[str, Any], beats_of: Sequence[dict[str, Any]], telling: Telling
) -> dict[str, Any]:
    """Lay an outline out in a template's beats."""
    title = written["title"]
    return written | {
        "outline": [beat["purpose"][:300] for beat in beats_of],
        "scenes": [
            {
                "narration": beat["line"],
                "on_screen_text": beat["on_screen"],
                "visual_prompt": visual(beat["line"], title, telling),
            }
            for beat in beats_of
        ],
    }


def _paced(written: dict[str, Any], pacing: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """Cut or join scenes until they last about as long as the pack's; no word is changed."""
    if written.get("is_outline_only"):
        return written
    usual_s = pacing["target_s"] / pacing["scenes"]
    longest = round(characters_per_s(telling.code, telling.tempo) * PAUSES * usual_s * _LEEWAY)
    least = round(longest / (usual_s * _LEEWAY) * _SHORTEST_S)
    told = (scene["narration"] for scene in written["scenes"])
    parts = (part for line in told for part in broken(line, longest=longest, telling=telling))
    lines: list[str] = []
    for line in parts:
        fits = bool(lines) and len(lines[-1]) + len(line) < longest
        if fits and (min(len(lines[-1]), len(line)) < least or _is_open(lines[-1])):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    if lines == [scene["narration"] for scene in written["scenes"]]:
        return written
    title = written["title"]
    scenes = [
        {
            "narration": line,
            "on_screen_text": on_screen(line, telling),
            "visual_prompt": visual(line, title, telling),
        }
        for line in lines[:60]
    ]
    return written | {"scenes": scenes}


def _is_open(line: str) -> bool:
    """Tell whether a line ends within a sentence."""
    return not line.rstrip().endswith((".", "!", "?", "…"))
