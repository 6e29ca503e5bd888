"""What is wanted of captions beyond their style, as steps from what they are now."""

from collections.abc import Mapping
from typing import Any

from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note

_PLACES = ("low", "middle", "high")
_STEPS = {"lower": -1, "higher": 1}
_OPPOSITE = {"large": "small", "small": "large"}


def look_of(wish: Wish, now: Mapping[str, Any]) -> dict[str, Any]:
    """Give what changes in the captions' colours, size and place.

    Args:
        wish: What is asked for.
        now: Their look, as ``show_storyboard`` tells it.
    """
    look: dict[str, Any] = {}
    for request in wish.requests:
        if request.kind in {"caption_colour", "caption_accent"}:
            look[request.kind] = request.words.get("hex") or request.words["colour"]
        elif request.kind == "caption_size":
            look["caption_size"] = _size(request, now)
        elif request.kind == "caption_place" and not _is_at_an_edge(request, now):
            look["caption_place"] = _place(request, now)
        elif request.kind in {"captions_on", "captions_off"}:
            look["captions_shown"] = request.kind == "captions_on"
    return look


def at_an_edge(wish: Wish, now: Mapping[str, Any]) -> list[Note]:
    """Say where captions cannot go further."""
    return [
        (f"caption_edge_{_place(request, now)}", {})
        for request in wish.requests
        if request.kind == "caption_place" and _is_at_an_edge(request, now)
    ]


def _is_at_an_edge(request: Request, now: Mapping[str, Any]) -> bool:
    is_step = _wanted(request) in _STEPS
    return is_step and _place(request, now) == now.get("place", "low")


def _size(request: Request, now: Mapping[str, Any]) -> str:
    """Give the size; larger than small is normal, and what is too large gets smaller."""
    wanted, before = request.words.get("caption_size", "large"), now.get("size", "normal")
    if "too" in request.words:
        wanted = _OPPOSITE.get(wanted, wanted)
    opposite = _OPPOSITE.get(wanted)
    return "normal" if before == opposite else wanted


def _wanted(request: Request) -> str:
    verb = next((step for step in _STEPS if step in request.words), "")
    return verb or request.words["caption_place"]


def _place(request: Request, now: Mapping[str, Any]) -> str:
    wanted, before = _wanted(request), now.get("place", "low")
    if wanted not in _STEPS:
        return wanted
    step = _PLACES.index(before) + _STEPS[wanted]
    return _PLACES[min(max(step, 0), len(_PLACES) - 1)]
