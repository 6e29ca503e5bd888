"""Habits: rules drawn from what a user keeps and takes back, video after video. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from studio.domain.channel import MAX_EVIDENCE, Evidence, Rule, Verdict, rule_id
from studio.domain.units import ThreadId
from studio.domain.value import Value

ENOUGH = 2
"""Videos in which the user did the same: once is a whim."""
WATCHED = {
    "style.captions": "Captions: {}",
    "style.caption_look.colour": "Colour of the captions: {}",
    "style.caption_look.size": "Size of the captions: {}",
    "style.caption_look.place": "Place of the captions: {}",
    "style.effects": "Sounds on cuts: {}",
    "style.progress_bar": "Progress bar: {}",
    "style.overlays": "On-screen text: {}",
    "style.mood": "Mood: {}",
    "style.voice.voice": "Voice: {}",
    "music.enabled": "Music: {}",
    "brief.tempo": "Tempo: {}",
}
"""What habits are drawn from, and how each is said."""
AREAS = ("style", "captions", "effects", "voice", "music", "brief")
"""What versions that may tell of a habit touch."""


class Deed(Value):
    """One wish of the user's about a watched field.

    Attributes:
        thread_id: In which conversation.
        title: Of its video.
        version: That it led to.
        path: Which field.
        value: What it was set to.
        words: The change in words.
        verdict: Kept, or taken back.
        at: When.
    """

    thread_id: ThreadId
    title: str
    version: int
    path: str
    value: Any
    words: str
    verdict: Verdict
    at: datetime


def learn(deeds: Iterable[Deed], *, forgotten: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """Draw rules: what was kept, or taken back, in at least two videos and not otherwise since.

    Args:
        deeds: What the user did, in any order.
        forgotten: The ids of rules that the user does not want to be learnt again.
    """
    by_path: defaultdict[str, list[Deed]] = defaultdict(list)
    for deed in sorted(deeds, key=lambda each: each.at):
        if deed.path in WATCHED:
            by_path[deed.path].append(deed)
    rules = [rule for path, done in by_path.items() for rule in _drawn(path, done)]
    return tuple(rule for rule in rules if rule.id not in forgotten)


def _drawn(path: str, done: Sequence[Deed]) -> list[Rule]:
    last_of_thread = {(d.thread_id, d.verdict): d for d in done}
    kept = [d for d in last_of_thread.values() if d.verdict == "accepted"]
    refused = [d for d in done if d.verdict == "rejected"]
    rules: list[Rule] = []
    if kept:
        newest = max(kept, key=lambda each: each.at)
        same = [d for d in kept if d.value == newest.value]
        if len(same) >= ENOUGH:
            rules.append(_rule(path, newest.value, "accepted", same))
    for value in dict.fromkeys(_hashable(d.value) for d in refused):
        same = [d for d in refused if _hashable(d.value) == value]
        is_wanted = any(_hashable(d.value) == value and d.at > same[-1].at for d in kept)
        if len({d.thread_id for d in same}) >= ENOUGH and not is_wanted:
            rules.append(_rule(path, same[-1].value, "rejected", same))
    return rules


def _rule(path: str, value: Any, verdict: Verdict, done: Sequence[Deed]) -> Rule:
    says = WATCHED[path].format(_plain(value))
    if verdict == "rejected":
        says = f"Not: {says[:1].lower()}{says[1:]}"
    newest = sorted(done, key=lambda each: each.at)[-MAX_EVIDENCE:]
    return Rule(
        id=rule_id(f"{path}={value!r} {verdict}"),
        says=says,
        path=path,
        value=value,
        verdict=verdict,
        because=tuple(Evidence(**deed.model_dump(exclude={"path", "value"})) for deed in newest),
        created_at=newest[-1].at,
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value}".replace("_", " ") or "the usual one"


def _hashable(value: Any) -> str:
    return repr(value)
