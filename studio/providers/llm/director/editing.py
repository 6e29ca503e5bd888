"""Edit requests, turned into the tools' calls."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.providers.llm.director.captioning import at_an_edge, look_of
from studio.providers.llm.director.naming import Naming
from studio.providers.llm.director.opening import openings
from studio.providers.llm.director.operations import Planner
from studio.providers.llm.director.stocking import Offered, choices, music
from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note

Call = tuple[str, dict[str, Any]]
MUSIC: dict[str, dict[str, Any]] = {
    "music_on": {"music_enabled": True},
    "music_off": {"music_enabled": False},
    "music_quiet": {"music_gain_db": -26.0},
    "music_loud": {"music_gain_db": -12.0},
}
"""-18 dB is usual."""
NOTHING = Offered()
USUAL: Mapping[str, Any] = {}
"""The look of captions of which nothing was wanted."""
TEMPOS = {"tempo_fast": "fast", "tempo_slow": "slow", "tempo_normal": "normal"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to call, without the render, and what to say beside it."""

    calls: list[Call]
    notes: list[Note]


def plan(
    wish: Wish,
    board: dict[str, Any],
    *,
    offer: Offered = NOTHING,
    mine: Sequence[Mapping[str, Any]] = (),
) -> Plan:
    """Carry out the edits of a wish.

    Args:
        wish: What is asked for.
        board: The storyboard as ``show_storyboard`` tells it.
        offer: What was found for it before.
        mine: The user's uploads as ``list_media`` tells them, where the wish needs them.
    """
    planner, calls = Planner(wish, board, mine=mine), list[Call]()
    if missing := planner.missing():
        return Plan([], missing)
    if brief := brief_of(wish):
        calls.append(("set_brief", brief))
    look = board.get("caption_look", {})
    if style := style_of(wish, voice=board.get("voice", ""), look=look):
        calls.append(("set_style", style))
    if output := output_of(wish):
        calls.append(("set_output", output))
    naming = Naming(wish, board["scenes"])
    calls += makers_of(wish, naming)
    chosen, refused = choices(wish, naming, offer)
    played, unplayed = music(wish, offer)
    calls += [*chosen, *played]
    opened, unopened = openings(wish, board)
    calls += opened
    if operations := planner.operations():
        calls.append(("edit_scenes", {"operations": operations}))
    calls += [("choose_hook", {"hook": _hook(r)}) for r in wish.requests if r.kind == "hook"]
    edges = at_an_edge(wish, look)
    return Plan(calls, [*refused, *unplayed, *unopened, *edges, *planner.notes])


def brief_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the brief."""
    brief: dict[str, Any] = {}
    if wish.target_s is not None:
        brief["target_s"] = wish.target_s
    for request in wish.requests:
        if request.kind in TEMPOS:
            brief["tempo"] = TEMPOS[request.kind]
        elif request.kind == "language":
            brief["language"] = request.words.get("code") or request.words["language"]
        elif request.kind == "audience":
            brief["audience"] = request.words["audience"]
        elif request.kind == "keywords":
            words = re.split(r"\s*[,;]\s*", request.words["text"].strip(" ."))
            brief["keywords"] = [word[:60] for word in words if word][:20]
    return brief


def style_of(wish: Wish, *, voice: str = "", look: Mapping[str, Any] = USUAL) -> dict[str, Any]:
    """Give what changes in the style, beside the voice that speaks and the captions as they are."""
    style = look_of(wish, look)
    for request in wish.requests:
        if request.kind == "voice":
            style |= _voice(request, voice)
        elif request.kind == "captions":
            style["captions"] = request.words["captions"]
        elif request.kind == "mood":
            style["mood"] = request.words["mood"]
        elif request.kind == "bar":
            style["progress_bar"] = (
                "none" if "off" in request.words else request.words.get("bar", "bottom")
            )
        elif request.kind in MUSIC:
            style |= MUSIC[request.kind]
    return style


def output_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the finished file."""
    output: dict[str, Any] = {}
    for request in wish.requests:
        if request.kind in {"ratio", "shape"} and "also" not in request.words:
            output["format"] = request.words.get("ratio") or request.words["shape"]
        elif request.kind == "fps":
            output["fps"] = int(request.words["fps"])
        elif request.kind == "codec":
            output["codec"] = request.words["codec"]
        elif request.kind == "platform":
            output["platform"] = request.words["platform"]
    return output


def also_of(wish: Wish, board: Mapping[str, Any]) -> list[Call]:
    """Give the calls for the shapes that are wanted beside the present one, which holds again after."""
    calls: list[Call] = []
    before = board.get("output", {}).get("format", "9:16")
    for request in wish.requests:
        if request.kind in {"ratio", "shape"} and "also" in request.words:
            wanted = request.words.get("ratio") or request.words["shape"]
            if wanted != before:
                calls += [("set_output", {"format": wanted}), ("render", {"profile": "standard"})]
    return [*calls, ("set_output", {"format": before})] if calls else []


def hearings(wish: Wish) -> list[Call]:
    """Give the calls that let voices be heard."""
    calls: list[Call] = []
    for request in wish.requests:
        if request.kind == "hear_voice":
            name = request.words.get("gender") or request.words.get("name", "").lower()
            named = {"voice": name} if name else {}
            by = {"maker": request.words["maker"]} if "maker" in request.words else {}
            calls.append(("hear_voice", named | by))
    return calls


def makers_of(wish: Wish, naming: Naming) -> list[Call]:
    """Give the calls that choose who makes the pictures."""
    calls: list[Call] = []
    for request in wish.requests:
        if request.kind == "set_maker":
            scenes = naming.open(request) if "all" not in request.scenes else []
            only = {"scenes": scenes} if scenes else {}
            calls.append(("set_pictures", {"maker": request.words["painter"].lower()} | only))
    return calls


def exports_of(wish: Wish) -> list[Call]:
    """Give the calls for the other files that are wanted of the finished video, each once."""
    kinds = [r.words["file"] for r in wish.requests if r.kind == "export"]
    return [("export_video", {"kind": kind}) for kind in dict.fromkeys(kinds)]


def _voice(request: Request, before: str) -> dict[str, str]:
    words = request.words
    if maker := words.get("maker"):
        named = {"voice": words["name"].lower()} if "name" in words else {}
        return {"voice_maker": maker, **named}
    if "other" in words:
        return {"voice": "male" if re.search(r"\+f|female", before) else "female"}
    return {"voice": words.get("gender") or words["name"].lower()}


def _hook(request: Request) -> int:
    return int(request.words["hook"])
