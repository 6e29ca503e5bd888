"""Change a scene's words without inventing any."""

from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.text import clause_ends, sentences

SHORTER = 0.75


def shortened(line: str) -> str:
    """Leave out the end: the last sentence, or else the last clauses."""
    parts = sentences(line)
    if len(parts) > 1:
        return " ".join(parts[:-1])
    limit = max(20, int(len(line) * SHORTER))
    fitting = [end for end in clause_ends(line) if end <= limit]
    return f"{line[: fitting[-1] - 1].rstrip()}." if fitting else line


def asked(line: str, telling: Telling) -> str:
    """Open with a question made of the line's own first sentence."""
    first, *rest = sentences(line) or [line]
    if first.endswith("?") or not first.strip() or telling.spoken is None:
        return line
    keeps_capital = first[1:2].isupper() or first.split()[0] == "I"
    lowered = first if keeps_capital else first[:1].lower() + first[1:]
    written = telling.spoken.data.hooks.prefix_question
    question = written.format(rest=lowered.rstrip(".!"), sentence=first)
    return " ".join([question, *rest])


def halved(line: str) -> tuple[str, str] | None:
    """Cut a line in two where a sentence ends, or a clause; ``None`` where neither does."""
    parts = sentences(line)
    if len(parts) < 2:
        parts = _clauses(line)
    if len(parts) < 2:
        return None
    middle = min(range(1, len(parts)), key=lambda i: _difference(parts, i))
    return " ".join(parts[:middle]), " ".join(parts[middle:])


def _clauses(line: str) -> list[str]:
    for mark in (";", ":", ","):
        before, _, after = line.partition(f"{mark} ")
        if after:
            return [f"{before}{mark}", after]
    return [line]


def _difference(parts: list[str], middle: int) -> int:
    return abs(len("".join(parts[:middle])) - len("".join(parts[middle:])))
