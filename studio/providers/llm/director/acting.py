"""Wishes that are one call each: history, budgets, packs, checks; and what is said after them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.providers.llm.director.wishes import Request, Wish

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """A tool that a wish calls.

    Attributes:
        tool: Its name.
        saying: What is said at the end.
        arguments: Read off the request.
        speaks: The tool is told in which language the user writes.
        changes_film: The video is to be rendered afterwards.
        otherwise: What is said where nothing was found.
        refused: What is said where there is nothing to act upon; empty for what the tool says.
    """

    tool: str
    saying: str
    arguments: Callable[[Request], Arguments]
    changes_film: bool = False
    otherwise: str = ""
    refused: str = ""
    speaks: bool = False


VOICES = {"espeak", "piper", "kokoro", "elevenlabs", "azure"}
"""Makers that speak; all others make pictures, as far as a rule names no more."""


def acts(wish: Wish) -> list[tuple[Request, Act]]:
    """Give the wishes of a message that are one call each, in its order."""
    return [(r, ACTS[r.kind]) for r in wish.requests if r.kind in ACTS]


def needs_board(wish: Wish) -> bool:
    """Say whether a call depends on the storyboard as it stands."""
    return any("other_hook" in request.words for request in wish.requests)


def call_of(
    request: Request, act: Act, *, language: str, board: Mapping[str, Any]
) -> tuple[str, Arguments]:
    """Give the call that a wish comes to.

    Args:
        request: The wish.
        act: What it leads to.
        language: In which the user writes.
        board: The storyboard, where ``needs_board`` says so.
    """
    arguments = act.arguments(request)
    if act.speaks:
        arguments |= {"language": language}
    if "other_hook" in request.words and (hooks := board.get("hooks")):
        arguments |= {"hook": int(board.get("chosen_hook") or 1) % len(hooks) + 1}
    return act.tool, arguments


def pack_of(wish: Wish) -> Arguments:
    """Give what a new video follows: a pack, a template or both."""
    followed: Arguments = {}
    for request in wish.requests:
        if request.kind == "pack":
            followed |= _pack(request)
    return followed


def told_of(answer: Mapping[str, Any]) -> dict[str, str]:
    """Give what a saying may tell of an answer."""
    changes = [c if isinstance(c, str) else c.get("message", "") for c in answer.get("changes", ())]
    packs = [str(p.get("title") or p.get("name")) for p in answer.get("packs", ())]
    issues = [str(i.get("message") or i) for i in answer.get("issues", ()) if i]
    claims = [f"“{c['says']}”: {c['from']}" for c in answer.get("claims", ())]
    return {
        "claims": "; ".join(claims[:6]) or "0",
        "version": f"{answer.get('version', '')}",
        "changes": "; ".join(filter(None, changes[:8])),
        "packs": ", ".join(packs),
        "title": f"{answer.get('title') or answer.get('pack') or answer.get('deleted') or ''}",
        "issues": "; ".join(issues[:5]),
        "said": "; ".join(f"“{each.get('words', '')}”" for each in answer.get("found", ())[:3]),
        "topics": "; ".join(t for some in answer.get("topics", {}).values() for t in some),
        "sources": "; ".join(
            f"{one.get('number')}: {one.get('title') or one.get('name')}"
            for one in answer.get("sources", ())
        ),
    }


def saying_of(act: Act, answer: Mapping[str, Any]) -> str:
    """Name what is said of an answer; of a search without a find, that there is none."""
    return act.otherwise if act.otherwise and not answer.get("found") else act.saying


def _replacement(request: Request) -> Arguments:
    named = {name: request.words.get(name, "").lower() for name in ("failing", "instead")}
    what = {"what": "voice"} if set(named.values()) & VOICES else {}
    return what | {"maker": named["failing"], "instead": named["instead"]}


def _numbers(*names: str) -> Callable[[Request], Arguments]:
    return lambda r: {name: int(r.words[name]) for name in names if name in r.words}


def _go_to(request: Request) -> Arguments:
    if "version" in request.words:
        return {"version": int(request.words["version"])}
    if request.scenes:
        return {"before": f"scene {request.scenes[0]}"}
    return {"before": request.words["area"]}


def _restore(request: Request) -> Arguments:
    scene = {"scene": int(request.scenes[0])} if request.scenes else {}
    return scene | _numbers("version")(request)


def _usd(request: Request) -> float | None:
    if "usd" not in request.words:
        return None
    amount = float(request.words["usd"].replace(",", "."))
    return amount / 100 if "cents" in request.words else amount


def _budget(request: Request) -> Arguments:
    cap = {"cap": request.words["cap"]} if "cap" in request.words else {}
    return {"usd": _usd(request)} | cap


def _rule(request: Request) -> Arguments:
    return {"above_usd": 0.0 if "always" in request.words else _usd(request)}


def _pack(request: Request) -> Arguments:
    if "off" in request.words:
        return {"pack": "", "template": ""}
    return {name: request.words[name] for name in ("pack", "template") if name in request.words}


def _named(*names: str) -> Callable[[Request], Arguments]:
    return lambda r: {name: r.words[name].strip() for name in names if name in r.words}


def _renamed(request: Request) -> Arguments:
    return {"name": request.words["name"].strip(), "title": request.words["other_name"].strip()}


def _fit(request: Request) -> Arguments:
    return {"target_s": round(request.seconds)} if "count" in request.words else {}


def _house(request: Request) -> Arguments:
    chosen = {name: request.words[name] for name in ("captions", "mood") if name in request.words}
    if colour := request.words.get("hex") or request.words.get("colour"):
        chosen["caption_colour"] = colour
    return {"house": chosen}


def _scene(request: Request) -> Arguments:
    return {"scene": int(request.scenes[0])} if request.scenes else {}


def _source(request: Request) -> Arguments:
    said = (request.words.get("source") or request.words["text"]).strip(' ."“”„«»')
    return {"url": said} if said.startswith(("http://", "https://")) else {"title": said[:200]}


def _nothing(_: Request) -> Arguments:
    return {}


ACTS = {
    "undo": Act("undo", "undone", _numbers("steps"), changes_film=True, refused="no_undo"),
    "redo": Act("redo", "redone", _numbers("steps"), changes_film=True, refused="no_redo"),
    "go_to": Act("go_to_version", "went_back", _go_to, changes_film=True),
    "restore": Act("restore_scene", "restored", _restore, changes_film=True),
    "history": Act("show_history", "history", _nothing),
    "compare": Act(
        "compare_versions", "compared", _numbers("from_version", "to_version"), refused="unchanged"
    ),
    "fork": Act("fork_video", "forked", _numbers("version", "hook")),
    "both": Act("compare_versions", "compared", lambda _: {"with_fork": True}),
    "topics": Act("suggest_topics", "topics", _named("pack"), speaks=True),
    "list_sources": Act("list_sources", "sources", _nothing),
    "replacement": Act("set_replacement_rule", "replacement_set", _replacement),
    "budget": Act("set_budget", "budget_set", _budget),
    "ask_rule": Act("set_ask_rule", "ask_set", _rule),
    "wait_rule": Act("set_wait_rule", "wait_set", lambda r: {"script": "script_first" in r.words}),
    "claims": Act("show_claims", "claims", _scene),
    "add_source": Act("set_source", "source_set", lambda r: _scene(r) | _source(r)),
    "pack": Act("set_pack", "pack_set", _pack, changes_film=True),
    "list_packs": Act("list_packs", "packs", _nothing),
    "save_pack": Act("save_preset", "pack_saved", _named("name")),
    "delete_pack": Act("delete_preset", "pack_deleted", _named("name")),
    "rename_pack": Act("change_preset", "pack_renamed", _renamed),
    "show_profile": Act("show_profile", "profile", _nothing),
    "look_back": Act(
        "look_back",
        "looked_back",
        lambda r: {"about": r.words["about"]},
        otherwise="looked_back_none",
    ),
    "rule": Act("remember", "remembered", lambda r: {"rule": r.words["text"][:300]}),
    "ban": Act("remember", "remembered", lambda r: {"ban": [r.words["banned"]]}),
    "brand": Act("remember", "remembered", lambda r: {"brand": {"name": r.words["text"][:120]}}),
    "house": Act("remember", "remembered", _house),
    "forget_rule": Act("forget", "forgotten", lambda r: {"rule": int(r.words["rule_number"])}),
    "forget_all": Act("forget", "forgotten", lambda _: {"everything": True}),
    "check": Act("check_storyboard", "checked", _nothing),
    "fit": Act("fit_length", "fitted", _fit, changes_film=True),
}
