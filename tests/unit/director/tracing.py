"""What a sentence leads to, in a line: calls and operations, or which saying answers it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from studio.providers.llm.director.acting import ACTS
from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.language import language, languages
from tests.unit.director.boards import BOARD, history
from tools.registry import TOOLS

FOLDER = Path(__file__).parent / "sentences"
ARGUMENTS = {tool.name: tool.arguments for tool in TOOLS}
QUIET = {"show_storyboard", "render"}
FILMED = {act.tool for act in ACTS.values() if act.changes_film}
"""Calls that are followed by a render."""
SHORT = 40


@cache
def sentences(code: str, part: str) -> list[tuple[str, str]]:
    """The sentences of a language, each with what it leads to."""
    read = yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))
    return [(ask, trace) for trace, asks in read[part].items() for ask in asks]


def trace(ask: str, *, has_video: bool = True) -> str:
    """Everything that a sentence leads to but looking and rendering, or the saying that ends it."""
    results: list[str] = []
    done: list[str] = []
    reply = decide(history(ask, has_video=has_video))
    while reply.call is not None and len(results) < 12:
        name, arguments = reply.call
        if name in ARGUMENTS:
            ARGUMENTS[name].model_validate(arguments)
        acted = done and done[-1].split()[0] in FILMED
        if name == "render" and acted:
            done.append("render")
        elif name not in QUIET or arguments.get("profile") == "draft":
            done += _told(name, arguments)
        elif name == "show_storyboard" and results:
            results.append("{}")
            reply = decide(history(ask, *results, has_video=has_video))
            continue
        is_look = name == "show_storyboard"
        results.append(json.dumps(BOARD if is_look else {"ok": True, "duration_s": 12.0}))
        reply = decide(history(ask, *results, has_video=has_video))
    return "; ".join(done) or f"says {saying(reply.text)}"


def saying(text: str) -> str:
    """The saying that a text begins with, in whatever language."""
    found = [
        (match.start(), -len(template), key)
        for code in languages()
        for key, template in language(code).data.say.items()
        if (match := re.search(_as_pattern(template), text, re.DOTALL))
    ]
    return min(found)[2] if found else text


def _as_pattern(template: str) -> str:
    return re.sub(r"\\\{\w+\\\}", ".*", re.escape(template))


def _told(name: str, arguments: dict[str, Any]) -> list[str]:
    if name == "edit_scenes":
        return [_operation(dict(one)) for one in arguments["operations"]]
    if name == "draft_script":
        return []
    if name == "what_if":
        tried = [
            told for one in arguments["calls"] for told in _told(one["tool"], one["arguments"])
        ]
        return [f"what_if {', '.join(tried)}"]
    known = {k: v for k, v in arguments.items() if k != "source_text"}
    words = [f"{key}={_short(value)}" for key, value in known.items()]
    return [" ".join([name, *words])]


def _operation(one: dict[str, Any]) -> str:
    op, scene = one.pop("op"), one.pop("scene", "")
    if op == "add":
        return f"add {one['at']}"
    if "narration" in one:
        return f"rewrite {scene}"
    more = [f"{key}={_short(value)}" for key, value in one.items()]
    return " ".join(filter(None, [op, str(scene), *more]))


def _short(value: object) -> str:
    if isinstance(value, list):
        return ",".join(_one(one) for one in value)
    return str(value)[:SHORT].strip()


def _one(value: object) -> str:
    """A scene by its number, an overlay by what it says, or whatever else stands in a list."""
    if not isinstance(value, dict):
        return str(value)
    named = [value[key] for key in ("scene", "title", "text") if key in value]
    return str(named[0]) if named else str(value["kind"])
