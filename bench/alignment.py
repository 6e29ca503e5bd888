"""How near word times by ear come to the true ones, and what they cost.

.venv/bin/python bench/alignment.py [--json FILE]

Flite tells its own times; so do espeak's other voices, at another pitch and pace. A guess by letters
stands beside them for comparison.
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from studio.domain.asset import SpeechRequest  # noqa: E402
from studio.domain.storyboard import Tempo  # noqa: E402
from studio.providers.speech.alignment.aligning import align  # noqa: E402
from studio.providers.speech.alignment.settling import by_letters, settle  # noqa: E402
from studio.providers.speech.espeak import EspeakSpeech  # noqa: E402
from studio.providers.speech.timing import Recital, Span  # noqa: E402
from tests.support import flite  # noqa: E402
from tests.support.narrations import ENGLISH, OCTOPUS  # noqa: E402

OTHERS = (
    {"voice": "female", "tempo": Tempo.FAST, "pitch_semitones": 3},
    {"voice": "calm", "tempo": Tempo.SLOW, "pitch_semitones": -3},
)
LONG_TIMES = 7


def main() -> int:
    options = _options()
    report = asyncio.run(_measure())
    for name, row in report["voices"].items():
        cells = (f"{key} {row[key]:4.0f}" for key in row)
        print(name.ljust(22), "  ".join(cells))
    cost = report["cost"]
    print(f"{cost['narration_s']:.0f} s of narration: {cost['cpu_s']:.2f} s of CPU")
    if options.json:
        options.json.write_text(json.dumps(report, indent=2))
    return 0


async def _measure() -> dict[str, Any]:
    espeak = EspeakSpeech()
    rows: dict[str, dict[str, float]] = {}
    if flite.is_there():
        for voice in flite.VOICES:
            told = [(text, flite.recite(text, voice)) for text in ENGLISH]
            rows[f"flite {voice}"] = await _row(espeak, told, "en")
    for language, text in OCTOPUS.items():
        asked = SpeechRequest(text=text, language=language)
        told = [(text, await espeak.recite(asked.model_copy(update=other))) for other in OTHERS]
        rows[f"espeak {language}"] = await _row(espeak, told, language)
    return {"voices": rows, "cost": await _cost(espeak)}


async def _row(
    espeak: EspeakSpeech, told: list[tuple[str, Recital]], language: str
) -> dict[str, float]:
    starts: list[float] = []
    ends: list[float] = []
    guessed: list[float] = []
    for text, truth in told:
        known = await espeak.recite(SpeechRequest(text=text, language=language))
        found = align(truth.samples, rate_hz=truth.rate_hz, reference=known)
        words = settle(found, duration_ms=len(truth.samples) * 1000 // truth.rate_hz)
        pairs = list(zip(words, truth.spans, strict=True))
        starts += [word.start_ms - span.start_ms for word, span in pairs]
        ends += [word.end_ms - span.end_ms for word, span in pairs]
        letters = by_letters(text, truth.samples, rate_hz=truth.rate_hz)
        guessed += _apart(letters, truth.spans)
    return {
        "words": len(starts),
        "median": float(np.median(np.abs(starts))),
        "p90": _p90(starts),
        "max": float(np.max(np.abs(starts))),
        "ends p90": _p90(ends),
        "guessed p90": _p90(guessed),
    }


def _apart(found: tuple[Span, ...], truth: tuple[Span, ...]) -> list[float]:
    return [one.start_ms - other.start_ms for one, other in zip(found, truth, strict=True)]


def _p90(errors: list[float]) -> float:
    return float(np.percentile(np.abs(errors), 90))


async def _cost(espeak: EspeakSpeech) -> dict[str, float]:
    text = " ".join([ENGLISH[1]] * LONG_TIMES)
    known = await espeak.recite(SpeechRequest(text=text))
    other = await espeak.recite(SpeechRequest(text=text, voice="female"))
    spent: list[float] = []
    for _ in range(3):
        before = time.process_time()
        align(other.samples, rate_hz=other.rate_hz, reference=known)
        spent.append(time.process_time() - before)
    return {"narration_s": len(other.samples) / other.rate_hz, "cpu_s": float(np.median(spent))}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
