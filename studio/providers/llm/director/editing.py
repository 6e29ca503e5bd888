"""Edit requests, turned into the tools' calls."""

import re
from dataclasses import dataclass
from typing import Any

from studio.providers.llm.director.language import language, number
from studio.providers.llm.director.naming import Naming
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
TEMPOS = {"tempo_fast": "fast", "tempo_slow": "slow", "tempo_normal": "normal"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to call, without the render, and what to say beside it."""

    calls: list[Call]
    notes: list[Note]


def plan(wish: Wish, board: dict[str, Any], *, offer: Offered = NOTHING) -> Plan:
    """Carry out the edits of a wish, beside what was offered for it."""
    planner, calls = Planner(wish, board), list[Call]()
    if missing := planner.missing():
        return Plan([], missing)
    if brief := brief_of(wish):
        calls.append(("set_brief", brief))
    if style := style_of(wish, voice=board.get("voice", "")):
        calls.append(("set_style", style))
    if output := output_of(wish):
        calls.append(("set_output", output))
    chosen, refused = choices(wish, Naming(wish, board["scenes"]), offer)
    played, unplayed = music(wish, offer)
    calls += [*chosen, *played]
    if operations := planner.operations():
        calls.append(("edit_scenes", {"operations": operations}))
    calls += [("choose_hook", {"hook": _hook(r)}) for r in wish.requests if r.kind == "hook"]
    return Plan(calls, [*refused, *unplayed, *planner.notes])


def brief_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the brief."""
    brief: dict[str, Any] = {}
    if wish.target_s is not None:
        brief["target_s"] = wish.target_s
    for request in wish.requests:
        if request.kind in TEMPOS:
            brief["tempo"] = TEMPOS[request.kind]
        elif request.kind == "language":
            brief["language"] = _language(request)
    return brief


def _language(request: Request) -> str:
    code = request.words.get("code")
    return code or language()["languages"][request.words["language"].lower()]


def style_of(wish: Wish, *, voice: str = "") -> dict[str, Any]:
    """Give what changes in the style, beside the voice that speaks now."""
    style: dict[str, Any] = {}
    for request in wish.requests:
        if request.kind == "voice":
            style |= _voice(request, voice)
        elif request.kind == "captions":
            style["captions"] = request.words["captions"].lower().removesuffix("ed")
        elif request.kind == "mood":
            style["mood"] = request.words["mood"].lower()
        elif request.kind in MUSIC:
            style |= MUSIC[request.kind]
    return style


def output_of(wish: Wish) -> dict[str, Any]:
    """Give what changes in the finished file."""
    output: dict[str, Any] = {}
    for request in wish.requests:
        words = {name: re.sub(r"\s+", "", said.lower()) for name, said in request.words.items()}
        if request.kind in {"ratio", "shape"}:
            output["format"] = language()["shapes"][words["shape"]]
        elif request.kind == "fps":
            output["fps"] = int(words["fps"])
        elif request.kind == "codec":
            output["codec"] = language()["codecs"][words["codec"]]
    return output


def exports_of(wish: Wish) -> list[Call]:
    """Give the calls for the other files that are wanted of the finished video, each once."""
    said = [
        request.words.get("file") or request.words["file2"]
        for request in wish.requests
        if request.kind == "export"
    ]
    kinds = [language()["files"][re.sub(r"\s+", "", words.lower())] for words in said]
    return [("export_video", {"kind": kind}) for kind in dict.fromkeys(kinds)]


def _voice(request: Request, before: str) -> dict[str, str]:
    words = request.words
    if maker := words.get("maker"):
        named = {"voice": words["name"].lower()} if "name" in words else {}
        plain = re.sub(r"\s+", "", maker.lower())
        return {"voice_maker": "espeak" if plain == "built-in" else plain, **named}
    if {"other", "changed"} & set(words):
        return {"voice": "male" if re.search(r"\+f|female", before) else "female"}
    if {"male", "female"} & set(words):
        return {"voice": "female" if "female" in words else "male"}
    return {"voice": (words.get("voice") or words["name"]).lower()}


def _hook(request: Request) -> int:
    return number(request.words.get("hook") or request.words["ordinal"])
