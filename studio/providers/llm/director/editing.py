"""Plain edit requests, turned into the tools' arguments."""

from collections.abc import Callable
from typing import Any

from studio.providers.llm.director.grammar import Request, Wish, language
from studio.providers.llm.director.text import beats, sentences
from studio.providers.llm.director.writing import on_screen, visual

Call = tuple[str, dict[str, Any]]
SHORTER = 0.75
LONGER = 1.3
TEMPOS = {"tempo_fast": "fast", "tempo_slow": "slow", "tempo_normal": "normal"}


def calls_for(wish: Wish, board: dict[str, Any]) -> list[Call]:
    """Give the tool calls that carry out the edits of a wish, without the render."""
    calls: list[Call] = []
    if brief := brief_of(wish):
        calls.append(("set_brief", brief))
    if style := style_of(wish):
        calls.append(("set_style", style))
    if operations := _operations(wish, board["scenes"]):
        calls.append(("edit_scenes", {"operations": operations}))
    calls += [("choose_hook", {"hook": r.scene}) for r in wish.requests if r.kind == "hook"]
    return calls


def brief_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the brief."""
    brief: dict[str, Any] = {}
    if wish.target_s is not None:
        brief["target_s"] = wish.target_s
    for request in wish.requests:
        if request.kind in TEMPOS:
            brief["tempo"] = TEMPOS[request.kind]
        elif request.kind == "language":
            brief["language"] = language()["languages"][request.words["language"].lower()]
    return brief


def style_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the style."""
    style: dict[str, Any] = {}
    for request in wish.requests:
        if request.kind == "voice":
            style["voice"] = request.words.get("voice", "female").lower()
        elif request.kind == "captions":
            style["captions"] = request.words["captions"].lower().removesuffix("ed")
        elif request.kind == "mood":
            style["mood"] = request.words["mood"].lower()
        elif request.kind in {"music_on", "music_off"}:
            style["music_enabled"] = request.kind == "music_on"
    return style


def _operations(wish: Wish, scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_kind = _by_kind(wish)
    words = _rewritten(wish, scenes)
    operations = [{"op": "unlock", "scene": r.scene} for r in by_kind("unlock")]
    operations += [
        {
            "op": "rewrite",
            "scene": number,
            "narration": line,
            "on_screen_text": on_screen(line),
            "visual_prompt": visual(line, ""),
        }
        for number, line in sorted(words.items())
    ]
    operations += _retimed(by_kind, scenes)
    operations += [{"op": "lock", "scene": r.scene} for r in by_kind("lock")]
    for swap in by_kind("swap"):
        low, high = sorted((swap.scene or 1, swap.to or 1))
        operations.append({"op": "move", "scene": high, "to": low})
        if high - low > 1:
            operations.append({"op": "move", "scene": low + 1, "to": high})
    operations += [
        {"op": "move", "scene": move.scene, "to": _place(move, len(scenes))}
        for move in by_kind("move")
    ]
    gone = {r.scene for r in by_kind("remove") if r.scene} | _surplus(wish, scenes)
    operations += [{"op": "remove", "scene": number} for number in sorted(gone, reverse=True)]
    return operations


def _by_kind(wish: Wish) -> Callable[[str], list[Request]]:
    return lambda kind: [request for request in wish.requests if request.kind == kind]


def _rewritten(wish: Wish, scenes: list[dict[str, Any]]) -> dict[int, str]:
    words: dict[int, str] = {}
    named = next((r.scene for r in wish.requests if r.scene and r.kind != "hook"), None)
    for request in wish.requests:
        number = request.scene or (named or 1 if request.kind == "question" else 0)
        before = words.get(number) or (
            scenes[number - 1]["narration"] if 0 < number <= len(scenes) else ""
        )
        after = _words_of(request, before)
        if number and after and after != before:
            words[number] = after
    return words


def _words_of(request: Request, before: str) -> str:
    if request.kind == "rewrite":
        return request.words["text"].strip()
    if request.kind == "shorter" and request.scene:
        return shortened(before)
    if request.kind == "question":
        return asked(before)
    return ""


def shortened(line: str) -> str:
    """Leave out the end: the last sentence, or else the last clauses."""
    parts = sentences(line)
    if len(parts) > 1:
        return " ".join(parts[:-1])
    clauses = beats(line, longest=max(20, int(len(line) * SHORTER)))
    kept = clauses[0].rstrip(",;:— ")
    return f"{kept}." if clauses[0][-1:] in ",;:—" else line


def asked(line: str) -> str:
    """Open with a question made of the line's own first sentence."""
    first, *rest = sentences(line) or [line]
    if first.endswith("?") or not first.strip():
        return line
    keeps_capital = first[1:2].isupper() or first.split()[0] == "I"
    lowered = first if keeps_capital else first[:1].lower() + first[1:]
    question = language()["hooks"]["prefix_question"].format(rest=lowered.rstrip(".!"))
    return " ".join([question, *rest])


def _retimed(
    by_kind: Callable[[str], list[Request]], scenes: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    found = [
        {"op": "retime", "scene": r.scene, "seconds": float(r.words["seconds"])}
        for r in by_kind("retime")
    ]
    for request in by_kind("longer"):
        numbers = [request.scene] if request.scene else range(1, len(scenes) + 1)
        for number in numbers:
            if 1 <= number <= len(scenes) and not scenes[number - 1]["locked"]:
                seconds = min(20.0, round(scenes[number - 1]["seconds"] * LONGER, 1))
                found.append({"op": "retime", "scene": number, "seconds": seconds})
    return found


def _place(move: Request, count: int) -> int:
    if edge := move.words.get("edge", "").lower():
        return count if edge == "end" else 1
    return move.to or 1


def _surplus(wish: Wish, scenes: list[dict[str, Any]]) -> set[int]:
    """Choose scenes to leave out until the video fits; the first and the locked ones stay."""
    whole = sum(scene["seconds"] for scene in scenes)
    limit = float(wish.target_s) if wish.target_s is not None else whole
    if any(r.kind == "shorter" and r.scene is None for r in wish.requests):
        limit = min(limit, whole * SHORTER)
    gone: set[int] = set()
    open_ones = [s for s in scenes[1:] if not s["locked"]]
    while whole > limit * 1.1 and open_ones:
        longest = max(open_ones, key=lambda s: (s["number"] != len(scenes), s["seconds"]))
        open_ones.remove(longest)
        gone.add(longest["number"])
        whole -= longest["seconds"]
    return gone
