"""Write a script from the user's own words, or a labelled outline from a topic."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from studio.providers.llm.director.language import language
from studio.providers.llm.director.rewording import asked
from studio.providers.llm.director.selecting import select
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.text import beats, keyphrase, keywords, leans, sentences
from studio.providers.llm.director.titling import title_of

SHORTEST = 24
"""Sentences of fewer characters share a scene with the next."""
MAX_SCENES = 60
MOTIONS = ("zoom_in", "pan_right", "zoom_out", "tilt_up", "pan_left", "tilt_down")
DEFAULT_S = 30


def whole_s(text: str, telling: Telling) -> float:
    """Estimate how long a video is that tells every word of a text."""
    return telling.whole_s(_lines(sentences(text), telling))


def script_s(written: dict[str, Any], telling: Telling) -> float:
    """Estimate how long a video of a script is."""
    return telling.whole_s([scene["narration"] for scene in written["scenes"]])


def script(text: str, *, target_s: int, telling: Telling) -> dict[str, Any]:
    """Tell a text in scenes: the arguments of ``draft_script``."""
    stopwords = telling.stopwords
    found, lines = sentences(text), _told(text, target_s, telling)
    untitled = (telling.spoken or language()).data.untitled
    subject = keyphrase(text[:400], stopwords=stopwords)
    hooks = _hooks(found, telling)
    opens = [n for n, hook in enumerate(hooks, start=1) if lines and lines[0].startswith(hook)]
    return {
        "title": title_of(text, stopwords=stopwords) or untitled,
        "hooks": hooks,
        "chosen_hook": opens[0] if opens else None,
        "outline": [keyphrase(line, stopwords=stopwords) or line[:60] for line in lines],
        "scenes": [_scene(n, line, subject, telling) for n, line in enumerate(lines)],
    }


def outline(topic: str, *, target_s: int, telling: Telling) -> dict[str, Any]:
    """Lay out a topic without claiming anything about it; the first and the last line stay."""
    data, name = language(telling.code).data, topic[:80]
    labels = {line.format(topic=name): label for label, line in data.outline}
    *found, last = labels
    kept = select(
        found,
        target_s=target_s - telling.whole_s([last]),
        lines=list,
        telling=telling,
        stopwords=set(),
        dependent=set(),
    )
    lines = [*kept, last]
    named = [next(labels[whole] for whole in labels if _begins(whole, line)) for line in lines]
    return {
        "title": data.outline_title.format(topic=_opened(name)),
        "hooks": [_opened(hook.format(topic=name)) for hook in data.hooks.outline],
        "outline": named,
        "scenes": [
            _scene(n, line, name, telling) | {"on_screen_text": label}
            for n, (line, label) in enumerate(zip(lines, named, strict=True))
        ],
        "is_outline_only": True,
    }


def visual(line: str, title: str, telling: Telling) -> str:
    """Name what a scene shows: its own key words, and the title where it has few."""
    words = keywords(line, stopwords=telling.stopwords)
    return ", ".join(filter(None, words if len(words) > 1 else [*words, title]))[:300]


def on_screen(line: str, telling: Telling) -> str:
    """Give a scene's headline; none where it would repeat the narration."""
    phrase = keyphrase(line, stopwords=telling.stopwords)
    return "" if len(phrase) > len(line) * 0.8 else phrase


def broken(line: str, *, longest: int, telling: Telling) -> list[str]:
    """Break a line that is longer than some characters where its language has clauses."""
    openers, stopwords = telling.clause_openers, telling.stopwords
    return beats(line, longest=longest, openers=openers, stopwords=stopwords)


def _begins(whole: str, line: str) -> bool:
    """Tell whether a line is a whole one or what was left of it when its last clauses were cut."""
    return line == whole or whole.startswith(line.removesuffix("."))


@lru_cache(maxsize=8)
def _told(text: str, target_s: int, telling: Telling) -> tuple[str, ...]:
    """Choose a script's lines; kept, because each step of a turn asks for them again."""
    kept = select(
        sentences(text),
        target_s=target_s,
        lines=lambda found: _lines(found, telling),
        telling=telling,
        stopwords=telling.stopwords,
        dependent=set(telling.spoken.data.dependent) if telling.spoken else set(),
    )
    return tuple(_lines(kept, telling)[:MAX_SCENES])


def _lines(kept: Sequence[str], telling: Telling) -> list[str]:
    longest = telling.longest
    closed = [*(_closed(sentence, telling) for sentence in kept[:-1]), *kept[-1:]]
    lines: list[str] = []
    for line in [
        part for sentence in closed for part in broken(sentence, longest=longest, telling=telling)
    ]:
        if (
            lines
            and min(len(lines[-1]), len(line)) < SHORTEST
            and len(lines[-1]) + len(line) < longest
        ):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _closed(line: str, telling: Telling) -> str:
    """End what has no mark, a heading or an item of a list, as another sentence follows it."""
    return f"{line}." if telling.spoken and line[-1].isalnum() else line


def _scene(number: int, line: str, title: str, telling: Telling) -> dict[str, Any]:
    return {
        "narration": line,
        "on_screen_text": on_screen(line, telling),
        "visual_prompt": visual(line, title, telling),
        "motion": MOTIONS[number % len(MOTIONS)],
        "transition": "crossfade" if number % 3 == 2 else "cut",
    }


def _hooks(found: list[str], telling: Telling) -> list[str]:
    """Give up to five first lines, all of the text's own words; the text's own first."""
    data = telling.spoken.data if telling.spoken else None
    contrast, dependent = (set(data.contrast), data.dependent) if data else (set[str](), [])
    numbers = [s for s in found if any(c.isdigit() for c in s)]
    contrasts = [s for s in found if set(s.lower().replace(",", "").split()) & contrast]
    questions = [s for s in found if s.endswith("?")]
    wanted = [
        *found[:1],
        *(asked(line, telling) for line in found[:1]),
        *questions[:1],
        *numbers[:1],
        *contrasts[:1],
        *sorted((s for s in found if not leans(s, dependent)), key=len)[:3],
        *found[-1:],
        *found,
    ]
    return [hook for hook in dict.fromkeys(wanted) if len(hook) <= 240][:5]


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
