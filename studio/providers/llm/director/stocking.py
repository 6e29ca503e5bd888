"""Turn requests for stock and music into the tools' calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.providers.llm.director.naming import Naming
from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note

Call = tuple[str, dict[str, Any]]
PACES = {"music_slower": "slow", "music_faster": "fast"}
SEARCHES = {"find_stock", "find_music"}


@dataclass(frozen=True, slots=True)
class Offered:
    """What the last search of the conversation came to.

    Attributes:
        candidates: By their numbers.
        scene: For which scene it was; 0 for none.
    """

    candidates: Mapping[int, str] = field(default_factory=dict[int, str])
    scene: int = 0


def offered(answers: Sequence[Mapping[str, Any]]) -> Offered:
    """Find the last search among tools' answers, the newest first."""
    for told in answers:
        if "candidates" in told:
            ids = {one["number"]: one["id"] for one in told["candidates"]}
            return Offered(ids, told.get("scene") or 0)
    return Offered()


def searches(wish: Wish) -> list[Call]:
    """Give the searches of a message, which change nothing."""
    calls: list[Call] = []
    for request in wish.requests:
        if request.kind not in SEARCHES:
            continue
        is_music = request.kind == "find_music"
        asked: dict[str, Any] = {"kind": "sound" if is_music else sort_of(request)}
        if query := request.words.get("query", "").strip():
            asked["query"] = query
        named = [int(atom) for atom in request.scenes if atom.isdigit()]
        if named and not is_music:
            asked["scene"] = named[0]
        calls.append(("find_stock", asked))
    return calls


def choices(wish: Wish, naming: Naming, offer: Offered) -> tuple[list[Call], list[Note]]:
    """Give the calls that put stock into scenes, and what cannot be chosen."""
    picks: list[dict[str, Any]] = []
    notes: list[Note] = []
    kind = "picture"
    for request in wish.requests:
        if request.kind == "use_stock":
            kind = sort_of(request)
            picks += [{"scene": number} for number in naming.open(request)]
        elif request.kind == "pick_stock":
            place = int(request.words["pick"])
            scenes = naming.open(request) or ([offer.scene] if offer.scene else [])
            if place not in offer.candidates or not scenes:
                notes.append(("no_pick", {"number": str(place)}))
                continue
            chosen = offer.candidates[place]
            picks += [{"scene": number, "candidate": chosen} for number in scenes]
    return ([("use_stock", {"picks": picks, "kind": kind})] if picks else []), notes


def music(wish: Wish, offer: Offered) -> tuple[list[Call], list[Note]]:
    """Give the call that chooses the music, if the message asks for one."""
    asked: dict[str, Any] = {}
    notes: list[Note] = []
    for request in wish.requests:
        words = request.words
        match request.kind:
            case "music_own":
                asked["source"] = "upload"
                if "upload" in words:
                    asked["upload"] = int(words["upload"])
            case "music_composed":
                asked["source"] = "generated"
            case "music_mood":
                asked["mood"] = words["mood"]
            case "music_stock":
                asked |= {"source": "stock", "query": words["query"].strip()}
            case "music_slower" | "music_faster":
                asked["pace"] = PACES[request.kind]
            case "pick_music":
                place = int(words["pick"])
                if place in offer.candidates:
                    asked |= {"source": "stock", "candidate": offer.candidates[place]}
                else:
                    notes.append(("no_pick", {"number": str(place)}))
            case _:
                pass
    return ([("set_music", asked)] if asked else []), notes


def sort_of(request: Request) -> str:
    """Give the kind of stock that a request names; photos where it names none."""
    return request.words.get("sort", "picture")
