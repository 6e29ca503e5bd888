"""Read a message as requests: cut it into clauses, and each clause by the grammar's patterns."""

import re
from dataclasses import dataclass, replace

from studio.providers.llm.director.language import CLOSE, OPEN, TEXT_OPEN, Language, groups, words
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.wishes import Reading, Request

_REFERENCE = re.compile(f"{OPEN}\\d+{CLOSE}")
_COUNTED = {
    "pick",
    "media",
    "hook",
    "other_hook_number",
    "upload",
    "version",
    "steps",
    "rule_number",
    "from_version",
    "to_version",
}
"""Groups that hold a number."""


_NO_NUMBER_ALONE = r"(?!\s*(?:{versions}\s+|{the})\d+\W*$)"
"""What stands before the last number of "compare version 2 and 5" parts no wishes."""


_CONDITION_FIRST = (
    r"^\W*(?P<condition>{when}\s+{the}{name_of_maker}\s+{is_down})\s*,?\s+"
    r"(?P<order>{always_use}\s+{the}{name_of_maker})"
)
"""The comma of "when X is down, use Y" parts no wishes, and it asks nothing."""


_ALSO_FIRST = (
    r"^\W*{gently}(?:{also}\b.*{version_noun}"
    r"|{also}\s+(?:{a}|{in}\s+|{to_whom}\s+)(?:{ratio}|{shape}|{language})(?!\w))"
)
"""A message that begins so wants another video beside the present one."""


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    joint: str = ""
    is_question: bool = False
    is_also: bool = False


def read(message: str, spoken: Language) -> Reading:
    """Read what a message asks for; a part that is not wholly understood is not done."""
    marks = Marks(spoken)
    text = marks.mark(message)
    reader = _Reader(spoken, marks)
    reading, context, verb = Reading(), "", ""
    for sentence in spoken.pattern(spoken.shared.sentence).split(text):
        for clause in reader.joined(reader.clauses(sentence)):
            if reader.has("mention", clause.text):
                context = _context(clause, Reading(), context)
                continue
            understood = reader.clause(clause, context)
            if understood.unknown and verb and clause.text.startswith(OPEN):
                again = reader.clause(replace(clause, text=f"{verb}{clause.text}"), context)
                understood = again if _is_only(again, "move") else understood
            reading = _added(reading, understood)
            context = _context(clause, understood, context)
            verb = clause.text.partition(OPEN)[0]
    return reading


def mentioned(text: str, spoken: Language) -> tuple[list[Request], str]:
    """Give every request that a text holds somewhere, and what of it no pattern has matched."""
    marks = Marks(spoken)
    return requests_in(marks.mark(text), marks, spoken)


def is_chatter(text: str, spoken: Language) -> bool:
    """Say whether a text has no word that carries a wish or a topic."""
    return all(word in spoken.familiar for word in words(text))


def is_order(text: str, spoken: Language) -> bool:
    """Say whether a text neither asks nor forbids."""
    plain, data = courteous(text, spoken), spoken.data
    return not any(spoken.pattern(one).search(plain) for one in (data.question, data.negation))


def courteous(text: str, spoken: Language) -> str:
    """Give a text without the courtesies that it begins with."""
    courtesy = spoken.pattern(spoken.data.polite)
    while (found := courtesy.match(text)) and found.end():
        text = text[found.end() :]
    return text


class _Reader:
    """Reads clauses in one language, whose scenes and texts stand behind marks."""

    def __init__(self, spoken: Language, marks: Marks) -> None:
        self._spoken, self._data, self._marks = spoken, spoken.data, marks

    def has(self, name: str, text: str) -> bool:
        """Say whether a text holds what one of the language's patterns tells."""
        return bool(self._spoken.pattern(getattr(self._data, name)).search(text))

    def clauses(self, sentence: str) -> list[_Clause]:
        """Cut a sentence where another wish may begin."""
        for written in self._data.asides:
            sentence = self._spoken.pattern(written).sub(" ", sentence)
        turned = self._spoken.pattern(_CONDITION_FIRST)
        sentence = turned.sub(lambda found: f"{found['order']} {found['condition']}", sentence)
        also = self._spoken.pattern("{also}.*{version_noun}|{version_noun}.*{also}")
        starts_also = bool(self._spoken.pattern(_ALSO_FIRST).search(sentence))
        sentence = courteous(sentence, self._spoken)
        sentence = self._spoken.pattern(r"[\s,]+{pls}\W*$").sub("", sentence)
        is_question = self.has("question", sentence)
        joints = self._spoken.pattern(f"({self._data.joints}){_NO_NUMBER_ALONE}")
        pieces = joints.split(sentence)
        joints_before, joints_after = ["", *pieces[1::2]], [*pieces[1::2], ""]
        return [
            _Clause(
                courteous(piece, self._spoken),
                joint,
                is_question,
                is_also=bool(also.search(f"{joint}{piece}{after}")) or (starts_also and not place),
            )
            for place, (piece, joint, after) in enumerate(
                zip(pieces[::2], joints_before, joints_after, strict=True)
            )
            if piece.strip()
        ]

    def joined(self, clauses: list[_Clause]) -> list[_Clause]:
        """Join what an "and" between two scenes, or a comma behind one, has cut apart."""
        joined: list[_Clause] = []
        for clause in clauses:
            before = joined[-1] if joined else None
            if before is None:
                joined.append(clause)
            elif self.has("begun", before.text) and clause.text.startswith(OPEN):
                joined[-1] = replace(clause, text=self._with_more(clause.text, before.text))
            elif self.has("placed", before.text):
                joined[-1] = replace(clause, text=f"{clause.text.rstrip(' .!')} {before.text}")
            elif self.has("reference_only", clause.text) and OPEN in before.text:
                joined = [*joined[:-1], *self._same_again(before, clause)]
            elif self.has("reference_only", before.text) and self._is_setting(clause.text):
                joined[-1] = replace(before, text=f"{before.text} {clause.text}")
            elif noun := self._captions_in(before.text, clause.text):
                joined.append(replace(clause, text=f"{noun} {clause.text.strip()}"))
            else:
                joined.append(clause)
        return joined

    def _captions_in(self, before: str, text: str) -> str:
        """Give the captions' noun where a clause goes on with no more than how they look."""
        looks = "{in_colour}|{caption_size}|{caption_place}"
        if not self._spoken.pattern(rf"^\W*(?:{looks})(?:\s+{{be}})?\W*$").search(text):
            return ""
        found = self._spoken.pattern("{captions_noun}").search(before)
        return found[0].strip() if found else ""

    def clause(self, clause: _Clause, context: str) -> Reading:
        """Read a clause; ``context`` is the mark of the scene that "it" means."""
        if context and OPEN not in clause.text:
            pronoun = self._spoken.pattern(self._data.pronoun)
            meant = pronoun.sub(f" {context} ", clause.text, count=1)
            understood = self._read(replace(clause, text=meant))
            if (
                pronoun.search(clause.text)
                and understood.requests
                and not _is_video_length(understood)
            ):
                return understood
        understood = self._read(clause)
        opening = [r for r in understood.requests if r.kind == "question"]
        if context and opening and not opening[0].scenes and "whole" not in opening[0].words:
            scenes = self._marks.named_in(context)
            return replace(understood, requests=(replace(opening[0], scenes=scenes),))
        return understood

    def _is_setting(self, text: str) -> bool:
        return bool(self._spoken.pattern(r"^\W*{setting_words}\W*$").search(text))

    def _same_again(self, before: _Clause, clause: _Clause) -> list[_Clause]:
        """Say of the clause's scenes what was said before: "remove scene 1 and scene 3"."""
        if not self.has("contrast_joint", clause.joint):
            return [replace(before, text=self._with_more(before.text, clause.text))]
        plain = self._spoken.pattern(self._data.negation).sub(" ", before.text)
        meant = self._marks.reference(self._marks.named_in(clause.text))
        again = _REFERENCE.sub(meant, plain, count=1)
        return [before, replace(clause, text=again.strip())]

    def _with_more(self, text: str, other: str) -> str:
        marks, last = self._marks, list(_REFERENCE.finditer(text))[-1]
        scenes = (*marks.named_in(last[0]), *marks.named_in(other))
        original = f"{marks.restored(last[0])}, {marks.restored(other)}"
        return text[: last.start()] + marks.reference(scenes, original) + text[last.end() :]

    def _read(self, clause: _Clause) -> Reading:
        requests, rest = requests_in(clause.text, self._marks, self._spoken)
        kinds = {request.kind for request in requests}
        if clause.is_question:
            asked = tuple(r for r in requests if r.kind in self._spoken.shared.asked)
            named = self._marks.named_in(clause.text)
            return Reading(requests=asked, has_question=bool(not asked and (requests or named)))
        if self.has("negation", rest):
            return self._negated(requests, clause)
        if "keep" in kinds and self._is_covered(kinds, rest):
            return Reading(left=tuple(r.scenes for r in requests if r.kind == "keep"))
        if self._is_covered(kinds, rest):
            return Reading(requests=tuple(_beside(r) if clause.is_also else r for r in requests))
        return self._unknown(clause)

    def _negated(self, requests: list[Request], clause: _Clause) -> Reading:
        cancels = self._spoken.shared.cancels
        instead = tuple(Request(cancels[r.kind]) for r in requests if r.kind in cancels)
        if instead:
            return Reading(requests=instead)
        named = self._marks.named_in(clause.text)
        is_meant = any(request.scenes for request in requests) or (requests and not named)
        if is_meant or self.has("hands_off", clause.text):
            return Reading(left=(named,))
        return self._unknown(clause)

    def _unknown(self, clause: _Clause) -> Reading:
        return Reading(unknown=(self._marks.restored(clause.text).strip(" ,.;"),))

    def _is_covered(self, kinds: set[str], rest: str) -> bool:
        """Say whether what no pattern has matched may be passed over."""
        if OPEN in rest or TEXT_OPEN in rest:
            return False
        if kinds and kinds <= set(self._spoken.shared.loose):
            return not self.has("refusing", rest)
        return all(word in self._spoken.passed_over for word in words(rest))


def requests_in(text: str, marks: Marks, spoken: Language) -> tuple[list[Request], str]:
    """Give the requests of a marked text, and the text with blanks in their place."""
    found: list[tuple[int, Request]] = []
    for kind, wanted in spoken.edits:
        while match := wanted.search(text):
            found.append((match.start(), request_of(kind, match, marks, spoken)))
            blank = " " * (match.end() - match.start())
            text = f"{text[: match.start()]}{blank}{text[match.end() :]}"
    return [request for _, request in sorted(found, key=lambda pair: pair[0])], text


def request_of(kind: str, match: re.Match[str], marks: Marks, spoken: Language) -> Request:
    """Give what was matched as a request."""
    found = groups(match)
    scenes, to = marks.scenes(found.pop("n", None)), marks.scenes(found.pop("to", None))
    if place := found.pop("place", ""):
        to = (str(spoken.number(place)),)
    text = found.pop("t", None)
    meant = {name: _meaning(name, said, spoken) for name, said in found.items()}
    if text is not None:
        meant["text"] = marks.text(text)
    return Request(kind, scenes, to, meant)


def _meaning(name: str, said: str, spoken: Language) -> str:
    if name == "count":
        return said.replace(",", ".") if said[0].isdigit() else str(spoken.number(said))
    return str(spoken.number(said)) if name in _COUNTED else spoken.value(name, said)


def _context(clause: _Clause, understood: Reading, before: str) -> str:
    """Give the mark of the scene that "it" means in the next clause."""
    found = _REFERENCE.findall(clause.text)
    if any(request.kind in {"remove", "merge"} for request in understood.requests):
        return ""
    return found[0] if len(found) == 1 else before


def _beside(request: Request) -> Request:
    """Give a request for a shape or a language as one for a video beside the present one."""
    if request.kind == "language":
        return replace(request, kind="cannot_translate")
    if request.kind not in {"ratio", "shape"}:
        return request
    return replace(request, words=request.words | {"also": "also"})


def _is_only(understood: Reading, kind: str) -> bool:
    return {request.kind for request in understood.requests} == {kind}


def _is_video_length(understood: Reading) -> bool:
    """A scene is never meant to last as long as a video."""
    return any(r.kind == "retime" and r.seconds > 10 for r in understood.requests)


def _added(reading: Reading, more: Reading) -> Reading:
    return Reading(
        requests=(*reading.requests, *more.requests),
        left=(*reading.left, *more.left),
        unknown=(*reading.unknown, *more.unknown),
        has_question=reading.has_question or more.has_question,
    )
