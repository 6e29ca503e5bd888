"""How the video opens: a shorter hook, or two of them in one."""

from collections.abc import Mapping
from typing import Any

from studio.providers.llm.director.rewording import shortened
from studio.providers.llm.director.text import sentences
from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note

Call = tuple[str, dict[str, Any]]
MOST_CHARACTERS = 1_200


def openings(wish: Wish, board: Mapping[str, Any]) -> tuple[list[Call], list[Note]]:
    """Give the calls that change how the first scene opens, and what could not be done."""
    calls, notes = list[Call](), list[Note]()
    for request in wish.requests:
        if request.kind == "hook_mix":
            done, told = _mixed(request, board)
        elif request.kind == "hook_shorter":
            done, told = _shorter(board)
        else:
            continue
        calls += done
        notes += told
    return calls, notes


def _mixed(request: Request, board: Mapping[str, Any]) -> tuple[list[Call], list[Note]]:
    hooks: list[str] = board.get("hooks") or []
    numbers = [int(request.words[name]) for name in ("hook", "other_hook_number")]
    if missing := [n for n in numbers if not 1 <= n <= len(hooks)]:
        return [], [("no_hook", {"number": f"{missing[0]}", "count": f"{len(hooks)}"})]
    return _opened(board, " ".join(hooks[n - 1] for n in numbers), hook=numbers[0]), []


def _shorter(board: Mapping[str, Any]) -> tuple[list[Call], list[Note]]:
    """Take the shortest hook, or else the opening without its last clauses."""
    hooks: list[str] = board.get("hooks") or []
    opening = _opening(board)
    shortest = min(range(len(hooks)), key=lambda n: len(hooks[n]), default=-1)
    if shortest >= 0 and len(hooks[shortest]) < len(opening):
        return _opened(board, hooks[shortest], hook=shortest + 1), []
    if opening and (shorter := shortened(opening)) != opening:
        return _opened(board, shorter), []
    return [], [("hook_is_shortest", {})]


def _opened(board: Mapping[str, Any], words: str, *, hook: int = 0) -> list[Call]:
    """Open the first scene with other words; the hook that they are, or begin with, is chosen."""
    rest = str(board["scenes"][0]["narration"]).removeprefix(_opening(board)).strip()
    narration = f"{words} {rest}".strip()[:MOST_CHARACTERS]
    operation = {"op": "rewrite", "scene": 1, "narration": narration}
    calls: list[Call] = [("edit_scenes", {"operations": [operation]})]
    return [*calls, ("choose_hook", {"hook": hook})] if hook else calls


def _opening(board: Mapping[str, Any]) -> str:
    """Give the words that the video opens with: the chosen hook, or the first sentence."""
    line, hooks = str(board["scenes"][0]["narration"]), board.get("hooks") or []
    chosen = board.get("chosen_hook")
    if chosen and line.startswith(hooks[chosen - 1]):
        return str(hooks[chosen - 1])
    return next(iter(sentences(line)), line)
