"""The length asked for against the length made: a table over languages, tempos and kinds of material.

``python -m bench.lengths [--json FILE] [--quick] [--language en] [--kind cut]``. Conversations are held on a studio
of the bench's own with the built-in voice; pictures are flat and nothing is encoded, but the timeline is the
product's, to the frame. Kinds:

- ``topic``: a topic alone, by the offline director: an outline of a fixed number of lines;
- ``cut``: a pasted text that is too long for the length;
- ``short``: a pasted text that cannot fill it;
- ``model``: a topic, by a stand-in for a language model that writes 0.6, 1.0 or 1.5 times what was asked and
  writes again when a tool tells it the measure;
- ``edit``: a cut text of 60 s, then "make it N seconds", "faster" or "slower", each on its own.

A row is right if it is within 5 % of the length asked for, or the reply says how long it is and what helps.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

from bench.author import Author, author
from evals.cases import Case, Turn
from evals.ground import Ground, open_folder, open_ground
from evals.play import Played, play
from evals.thinkers import Thinker, director
from evals.verdict import answers_of

LENGTHS = (15, 30, 60, 120, 180)
LANGUAGES = ("en", "es", "fr", "de", "pt")
TEMPOS = ("slow", "normal", "fast")
KINDS = ("topic", "cut", "short", "model", "edit")
CLOSE = 0.05
TEXTS = Path(__file__).parents[1] / "tests/unit/director/texts"
MADE = {
    "en": "Make a {s} second video of this{how}: {text}",
    "es": "Haz un vídeo de {s} segundos con esto{how}: {text}",
    "fr": "Fais une vidéo de {s} secondes avec ceci{how} : {text}",
    "de": "Mach ein Video von {s} Sekunden daraus{how}: {text}",
    "pt": "Faça um vídeo de {s} segundos com isto{how}: {text}",
}
ABOUT = {
    "en": ("Make a {s} second video about {topic}{how}", "bees"),
    "es": ("Haz un vídeo de {s} segundos sobre {topic}{how}", "las abejas"),
    "fr": ("Fais une vidéo de {s} secondes sur {topic}{how}", "les abeilles"),
    "de": ("Mach ein Video von {s} Sekunden über {topic}{how}", "Bienen"),
    "pt": ("Faça um vídeo de {s} segundos sobre {topic}{how}", "as abelhas"),
}
HOW = {
    "en": {"slow": ", speak slower", "fast": ", speak faster"},
    "es": {"slow": ", habla más lento", "fast": ", habla más rápido"},
    "fr": {"slow": ", parle plus lentement", "fast": ", parle plus vite"},
    "de": {"slow": ", sprich langsamer", "fast": ", sprich schneller"},
    "pt": {"slow": ", fale mais devagar", "fast": ", fale mais rápido"},
}
EDITS = {
    "en": ("make it {s} seconds", "this voice is too fast", "speak faster", "make it 20 % shorter"),
    "es": ("hazlo de {s} segundos", "esta voz es demasiado rápida", "habla más rápido", "hazlo un 20 % más corto"),
    "fr": ("fais-la durer {s} secondes", "cette voix est trop rapide", "parle plus vite", "raccourcis-la de 20 %"),
    "de": ("mach es {s} Sekunden lang", "diese Stimme ist zu schnell", "sprich schneller", "mach es 20 % kürzer"),
    "pt": ("deixe com {s} segundos", "esta voz é rápida demais", "fale mais rápido", "deixe 20 % mais curto"),
}  # fmt: skip
BEGUN_S = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One video: what was asked for and what came."""

    kind: str
    language: str
    tempo: str
    asked_s: int
    made_s: float | None
    off: float | None
    is_right: bool
    is_told: bool
    drafts: int
    reply: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One conversation and the length that its last message wants."""

    kind: str
    language: str
    tempo: str
    target_s: int
    says: tuple[str, ...]
    author: Author | None = None


def wanted(
    languages: Sequence[str],
    kinds: Sequence[str],
    lengths: Sequence[int],
    tempos: Sequence[str] = TEMPOS,
) -> Iterator[Asked]:
    """Give every conversation of the table."""
    for kind, code in product(kinds, languages):
        if kind == "edit":
            yield from _edits(code)
            continue
        for tempo, seconds in product(tempos, lengths):
            shares = (0.6, 1.0, 1.5) if kind == "model" and tempo == "normal" else (1.0,)
            for share in shares:
                yield _asked(kind, code, tempo, seconds, share)


def _asked(kind: str, code: str, tempo: str, seconds: int, share: float) -> Asked:
    how, text = HOW[code].get(tempo, ""), _text(code)
    if kind in {"topic", "model"}:
        said, topic = ABOUT[code]
        say = said.format(s=seconds, topic=topic, how=how)
        writes = author(text, language=code, tempo=tempo, target_s=seconds, share=share)
        named = f"model x{share:g}" if kind == "model" else kind
        return Asked(named, code, tempo, seconds, (say,), writes if kind == "model" else None)
    if kind == "short":
        text = text[: seconds * 6].rsplit(". ", 1)[0].rstrip(".") + "."
    else:
        text = " ".join([text] * (1 + seconds * 30 // len(text)))
    return Asked(kind, code, tempo, seconds, (MADE[code].format(s=seconds, how=how, text=text),))


def _edits(code: str) -> Iterator[Asked]:
    first = _asked("cut", code, "normal", BEGUN_S, 1.0).says[0]
    to, slower, faster, less = EDITS[code]
    for seconds in (30, 45, 70):
        yield Asked("edit to", code, "normal", seconds, (first, to.format(s=seconds)))
    yield Asked("edit slower", code, "slow", BEGUN_S, (first, slower))
    yield Asked("edit faster", code, "fast", BEGUN_S, (first, faster))
    yield Asked("edit -20 %", code, "normal", round(BEGUN_S * 0.8), (first, less))


def _text(code: str) -> str:
    return " ".join((TEXTS / f"{code}.txt").read_text().split())


async def run(asked: Sequence[Asked], *, show: bool = True) -> list[Row]:
    """Hold the conversations and measure what they made."""
    rows: list[Row] = []
    with open_folder() as folder:
        async with open_ground(folder) as ground:
            offline = await director()
            for number, one in enumerate(asked):
                rows.append(await _row(ground, one, offline, number))
                if show:
                    print(_line(rows[-1]), flush=True)
    return rows


async def _row(ground: Ground, asked: Asked, offline: Thinker, number: int) -> Row:
    model = asked.author
    thinker = Thinker("author", lambda _: model, lambda *_: None) if model else offline
    turns = tuple(Turn(say=say) for say in asked.says)
    case = Case(name=f"length-{number}", language=asked.language, about="", turns=turns)
    last = (await play(ground, case, thinker=thinker)).turns[-1]
    made = _rendered(last)
    off = None if made is None else made / asked.target_s - 1
    reply = " ".join(m.content for m in last.said if m.role == "assistant" and m.content)
    is_heard = last.after[1].brief.tempo == asked.tempo
    is_told = _is_told(reply, made, asked.target_s)
    return Row(
        kind=asked.kind if is_heard else f"{asked.kind} (tempo not heard)",
        language=asked.language,
        tempo=asked.tempo,
        asked_s=asked.target_s,
        made_s=made,
        off=None if off is None else round(off, 3),
        is_right=off is not None and (abs(off) <= CLOSE or is_told),
        is_told=is_told,
        drafts=sum(name == "draft_script" for name, _ in answers_of(last.said)),
        reply=reply,
    )


def _rendered(turn: Played) -> float | None:
    told = [
        json.loads(said)
        for name, said in answers_of(turn.said)
        if name == "render" and said[:1] == "{"
    ]
    return told[-1]["duration_s"] if told else None


def _is_told(reply: str, made: float | None, target_s: int) -> bool:
    """Tell whether a reply names the length asked for and one near to what came."""
    figures = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", reply)]
    near = made is not None and any(abs(n - made) <= 0.08 * made for n in figures)
    return near and float(target_s) in figures


def summary(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Give, for each kind and language, how many are near and how far off they are."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.language), []).append(row)
    return [
        {
            "kind": kind,
            "language": language,
            "videos": len(group),
            "within": sum(r.off is not None and abs(r.off) <= CLOSE for r in group),
            "told": sum(r.is_told and abs(r.off or 0) > CLOSE for r in group),
            "neither": sum(not r.is_right for r in group),
            "worst": max((abs(r.off) for r in group if r.off is not None), default=None),
        }
        for (kind, language), group in groups.items()
    ]


def _line(row: Row) -> str:
    off = "none" if row.off is None else f"{row.off:+.1%}"
    mark = "" if row.is_right else "  <<<"
    said = "told" if row.is_told else ""
    return (
        f"{row.kind:12} {row.language} {row.tempo:6} {row.asked_s:4} s  {row.made_s} s "
        f"{off:>7} {said} {'' if row.drafts < 2 else f'{row.drafts} drafts'}{mark}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true", help="15, 60 and 180 s only")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--tempo", action="append", choices=TEMPOS)
    given = parser.parse_args()
    lengths = (15, 60, 180) if given.quick else LENGTHS
    asked = list(
        wanted(given.language or LANGUAGES, given.kind or KINDS, lengths, given.tempo or TEMPOS)
    )
    rows = asyncio.run(run(asked))
    for one in summary(rows):
        print(one)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        told = {"summary": summary(rows), "rows": [asdict(row) for row in rows]}
        given.json.write_text(json.dumps(told, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
