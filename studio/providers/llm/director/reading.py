"""Read a message as requests: cut it into clauses, and each clause by the grammar's patterns."""

import re
from dataclasses import dataclass, replace

from studio.providers.llm.director.language import CLOSE, OPEN, TEXT_OPEN, language, number, pattern
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.wishes import Reading, Request, Scenes

_REFERENCE = re.compile(f"{OPEN}\\d+{CLOSE}")


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    joint: str = ""
    is_question: bool = False


def read(message: str) -> Reading:
    """Read what a message asks for; a part that is not wholly understood is not done."""
    marks = Marks()
    text = marks.mark(message)
    reading, context, verb = Reading(), "", ""
    for sentence in pattern(language()["sentence"]).split(text):
        for clause in _joined(_clauses(sentence), marks):
            if pattern(language()["mention"]).search(clause.text):
                context = _context(clause, Reading(), context)
                continue
            understood = _clause(clause, marks, context)
            if understood.unknown and verb and clause.text.startswith(OPEN):
                again = _clause(replace(clause, text=f"{verb}{clause.text}"), marks, context)
                understood = again if _is_only(again, "move") else understood
            reading = _added(reading, understood)
            context = _context(clause, understood, context)
            verb = clause.text.partition(OPEN)[0]
    return reading


def mentioned(text: str) -> list[Request]:
    """Give every request that a text holds somewhere, whatever stands beside it."""
    marks = Marks()
    return _requests(marks.mark(text), marks)[0]


def is_chatter(text: str) -> bool:
    """Say whether a text has no word that carries a wish or a topic."""
    data = language()
    known = {word for key in ("fillers", "stopwords", "chatter") for word in data[key].split()}
    return all(word in known for word in _words(text))


def is_order(text: str) -> bool:
    """Say whether a text neither asks nor forbids."""
    plain, data = courteous(text), language()
    return not any(pattern(data[key]).search(plain) for key in ("question", "negation"))


def courteous(text: str) -> str:
    """Give a text without the courtesies that it begins with."""
    courtesy = pattern(language()["polite"])
    while found := courtesy.match(text):
        text = text[found.end() :]
    return text


def _clauses(sentence: str) -> list[_Clause]:
    data = language()
    for written in data["asides"]:
        sentence = pattern(written).sub(" ", sentence)
    sentence = courteous(sentence)
    is_question = bool(pattern(data["question"]).search(sentence))
    pieces = re.split(f"({pattern(data['joints']).pattern})", sentence, flags=re.IGNORECASE)
    joints = ["", *pieces[1::2]]
    return [
        _Clause(courteous(piece), joint, is_question)
        for piece, joint in zip(pieces[::2], joints, strict=True)
        if piece.strip()
    ]


def _joined(clauses: list[_Clause], marks: Marks) -> list[_Clause]:
    """Join what an "and" between two scenes has cut apart."""
    data, joined = language(), list[_Clause]()
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is None:
            joined.append(clause)
        elif pattern(data["begun"]).search(before.text) and clause.text.startswith(OPEN):
            joined[-1] = replace(clause, text=_with_more(clause.text, before.text, marks))
        elif pattern(data["placed"]).search(before.text):
            joined[-1] = replace(clause, text=f"{clause.text.rstrip(' .!')} {before.text}")
        elif pattern(data["reference_only"]).search(clause.text) and OPEN in before.text:
            joined = [*joined[:-1], *_same_again(before, clause, marks)]
        else:
            joined.append(clause)
    return joined


def _same_again(before: _Clause, clause: _Clause, marks: Marks) -> list[_Clause]:
    """Say of the clause's scenes what was said before: "remove scene 1 and scene 3"."""
    if not pattern(language()["contrast_joint"]).search(clause.joint):
        return [replace(before, text=_with_more(before.text, clause.text, marks))]
    plain = pattern(language()["negation"]).sub(" ", before.text)
    again = _REFERENCE.sub(marks.reference(marks.named_in(clause.text)), plain, count=1)
    return [before, replace(clause, text=again.strip())]


def _with_more(text: str, other: str, marks: Marks) -> str:
    places = list(_REFERENCE.finditer(text))
    last = places[-1]
    scenes = (*marks.named_in(last[0]), *marks.named_in(other))
    original = f"{marks.restored(last[0])} and {marks.restored(other)}"
    return text[: last.start()] + marks.reference(scenes, original) + text[last.end() :]


def _context(clause: _Clause, understood: Reading, before: str) -> str:
    """Give the mark of the scene that "it" means in the next clause."""
    found = _REFERENCE.findall(clause.text)
    if any(request.kind in {"remove", "merge"} for request in understood.requests):
        return ""
    return found[0] if len(found) == 1 else before


def _clause(clause: _Clause, marks: Marks, context: str) -> Reading:
    if context and OPEN not in clause.text:
        meant = pattern(language()["pronoun"]).sub(context, clause.text, count=1)
        understood = _read(replace(clause, text=meant), marks)
        if meant != clause.text and understood.requests and not _is_video_length(understood):
            return understood
    understood = _read(clause, marks)
    opening = [r for r in understood.requests if r.kind == "question"]
    if context and opening and not opening[0].scenes and "whole" not in opening[0].words:
        return replace(understood, requests=(replace(opening[0], scenes=marks.named_in(context)),))
    return understood


def _is_only(understood: Reading, kind: str) -> bool:
    return {request.kind for request in understood.requests} == {kind}


def _is_video_length(understood: Reading) -> bool:
    """A scene is never meant to last as long as a video."""
    return any(r.kind == "retime" and r.seconds > 10 for r in understood.requests)


def _read(clause: _Clause, marks: Marks) -> Reading:
    data = language()
    requests, rest = _requests(clause.text, marks)
    kinds = {request.kind for request in requests}
    if clause.is_question:
        asked = tuple(r for r in requests if r.kind in data["asked"])
        named = marks.named_in(clause.text)
        return Reading(requests=asked, has_question=bool(not asked and (requests or named)))
    if pattern(data["negation"]).search(rest):
        return _negated(requests, marks.named_in(clause.text), clause, marks)
    if "keep" in kinds and _is_covered(kinds, rest):
        return Reading(left=tuple(r.scenes for r in requests if r.kind == "keep"))
    if _is_covered(kinds, rest):
        return Reading(requests=tuple(requests))
    return Reading(unknown=(marks.restored(clause.text).strip(" ,.;"),))


def _negated(requests: list[Request], named: Scenes, clause: _Clause, marks: Marks) -> Reading:
    cancels = language()["cancels"]
    instead = tuple(Request(cancels[r.kind]) for r in requests if r.kind in cancels)
    if instead:
        return Reading(requests=instead)
    if requests or pattern(language()["hands_off"]).search(clause.text):
        return Reading(left=(named,))
    return Reading(unknown=(marks.restored(clause.text).strip(" ,.;"),))


def _is_covered(kinds: set[str], rest: str) -> bool:
    """Say whether what no pattern has matched may be passed over."""
    data = language()
    if OPEN in rest or TEXT_OPEN in rest:
        return False
    if kinds and kinds <= set(data["loose"]):
        return not pattern(data["refusing"]).search(rest)
    known = {*data["fillers"].split(), *data["stopwords"].split()}
    return all(word in known for word in _words(rest))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_][\w'%]*", text.lower().replace("\u2019", "'"))


def _requests(text: str, marks: Marks) -> tuple[list[Request], str]:
    found: list[tuple[int, Request]] = []
    for kind, written in language()["edits"]:
        while match := pattern(written).search(text):
            found.append((match.start(), _request(kind, match, marks)))
            blank = " " * (match.end() - match.start())
            text = f"{text[: match.start()]}{blank}{text[match.end() :]}"
    return [request for _, request in sorted(found, key=lambda pair: pair[0])], text


def _request(kind: str, match: re.Match[str], marks: Marks) -> Request:
    groups = {k: v for k, v in match.groupdict().items() if v}
    scenes = marks.scenes(groups.pop("n", None) or groups.pop("n2", None))
    to = marks.scenes(groups.pop("to", None))
    if place := groups.pop("place", ""):
        to = (str(number(place)),)
    for name in ("t", "t2", "t3"):
        if text := groups.pop(name, None):
            groups["text"] = marks.text(text)
    return Request(kind, scenes, to, groups)


def _added(reading: Reading, more: Reading) -> Reading:
    return Reading(
        requests=(*reading.requests, *more.requests),
        left=(*reading.left, *more.left),
        unknown=(*reading.unknown, *more.unknown),
        has_question=reading.has_question or more.has_question,
    )
