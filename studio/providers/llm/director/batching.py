"""Many videos at once: a list in a message, and how it stands. In five languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.domain.batch import MAX_VIDEOS
from studio.domain.errors import Invalid
from studio.domain.gate import Action
from studio.domain.listing import listed
from studio.domain.script_words import ScriptsSaid, scripts_said
from studio.providers.llm.director import acting, presetting
from studio.providers.llm.director.language import Language, language, languages
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.reading import mentioned, request_of

LONGEST_HEAD = 200
_DOCUMENT = r"\b(?:document[eo]?|dokument|file|datei|fichier|archivo|ficheiro|arquivo)\b\s*(?:n[ro]?\.?|#)?\s*(\d+)?"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message asks of batches: one call, and what is said after it.

    Attributes:
        tool: What is called; empty where the list cannot be read.
        arguments: Of the call.
        saying: The saying after it.
        code: The language.
        reason: Why the list cannot be read.
        says: A saying of the language, where that is all.
    """

    tool: str
    arguments: Mapping[str, Any]
    saying: str
    code: str
    reason: str = ""
    says: str = ""

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what came of it."""
        figures = {name: f"{answer.get(name, '')}" for name in ("count", "done")}
        say, waiting = language(self.code).say, answer.get("scripts_waiting")
        more = [say("scripts_wait", count=f"{waiting}")] if waiting else []
        return " ".join((say(self.saying, **figures), *answer.get("notes", ()), *more))


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as one about batches; ``None`` where it is about something else.

    Args:
        message: As it was written.
        code: The language that it is most likely in; the others are tried after it.
    """
    if (scripts := scripts_said(message)) and scripts.is_many:
        return _of_scripts(scripts)
    for one in dict.fromkeys((code, *languages())):
        found = _asked(message, language(one)) or _ordered(message, language(one))
        if found is not None:
            return found
    return None


def _of_scripts(said: ScriptsSaid) -> Heard:
    if said.action is Action.APPROVE:
        return Heard("approve_scripts", {}, "scripts_approved", said.code)
    return Heard("", {}, "batch_shown", said.code, says="scripts_rejected_how")


def _asked(message: str, spoken: Language) -> Heard | None:
    plain, words = message.replace("\u2019", "'").strip(), spoken.data.batches
    if spoken.pattern(words.localise).search(plain):
        return Heard("", {}, "batch_begun", spoken.code, says="cannot_translate")
    for tool, written, saying in (
        ("show_batch", words.show, "batch_shown"),
        ("stop_batch", words.stop, "batch_stopped"),
        ("retry_batch", words.retry, "batch_retried"),
    ):
        if spoken.pattern(written).search(plain):
            return Heard(tool, {}, saying, spoken.code)
    return None


def _ordered(message: str, spoken: Language) -> Heard | None:
    head, _, rest = message.replace("\u2019", "'").strip().partition("\n")
    head, preset = _preset(head, spoken.code)
    words, pattern = spoken.data.batches, spoken.pattern
    is_many = pattern(words.videos).search(head) and pattern(words.orders).search(head)
    if len(head) > LONGEST_HEAD or not (is_many or pattern(words.each).search(head)):
        return None
    try:
        items = listed(rest) if rest.strip() else _in_line(head, spoken)
    except Invalid as error:
        return Heard("", {}, "batch_begun", spoken.code, error.message)
    arguments = _settings(head, spoken) | preset
    if len(items) > 1:
        return Heard("make_batch", {"items": list(items), **arguments}, "batch_begun", spoken.code)
    if document := re.search(_DOCUMENT, head, re.IGNORECASE):
        source = {"source": int(document[1] or 1)}
        return Heard("make_batch", source | arguments, "batch_begun", spoken.code)
    return None


def _preset(head: str, code: str) -> tuple[str, dict[str, str]]:
    """Take out of an order which preset the videos begin with."""
    order, colon, topics = head.partition(":")
    kept = presetting.used(order, code=code) or presetting.used(head, code=code)
    if kept is None or not kept.rest:
        return head, {}
    names = {"name": "preset", "like": "like"}
    wanted = {names[key]: said for key, said in kept.arguments.items() if key in names}
    if not wanted:
        return head, {}
    more = f"{colon}{topics}" if topics not in kept.rest else ""
    return f"{kept.rest}{more}", wanted


def _in_line(head: str, spoken: Language) -> Sequence[str]:
    """Give topics that stand in one line, where as many are promised as there are."""
    words = spoken.data.batches
    before, _, after = head.partition(":")
    if not after.strip():
        found = spoken.pattern(words.about).search(head)
        before, after = (head[: found.start()], head[found.end() :]) if found else (head, "")
    items = [one.strip(" .!?") for one in re.split(rf",|;|\s+{words.joint}\s+", after)]
    items = [one for one in items if one]
    numbers = {int(n) for n in re.findall(r"\d+", before) if int(n) <= MAX_VIDEOS}
    return items if len(items) in numbers else ()


def _settings(head: str, spoken: Language) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if length := spoken.pattern("{seconds}").search(head):
        seconds = round(request_of("length", length, Marks(spoken), spoken).seconds)
        found["seconds"] = min(180, max(5, seconds))
    # The patterns speak of one video.
    one = spoken.pattern(spoken.data.batches.videos).sub(lambda many: many[0].rstrip("sS"), head)
    requests, _ = mentioned(one, spoken)
    for request in requests:
        if request.kind == "pack":
            found |= {n: request.words[n] for n in ("pack", "template") if n in request.words}
        if request.kind in {"tempo_fast", "tempo_slow"}:
            found["tempo"] = request.kind.removeprefix("tempo_")
        if request.kind == "budget":
            found["budget_usd"] = acting.ACTS["budget"].arguments(request)["usd"]
    told = [r.words for r in requests if r.kind == "language"]
    found["language"] = next((w.get("language") or w["code"] for w in told), spoken.code)
    if spoken.pattern(spoken.data.batches.just).search(head):
        found["just_make_it"] = True
    return found
