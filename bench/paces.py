"""Measure how fast the built-in voice speaks: the figures of ``studio/domain/paces.py``.

``python -m bench.paces [--language en]``. Each sentence is an utterance of its own, as a scene's narration is.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

import yaml

from evals.cases import DATASETS
from studio.domain.asset import SpeechRequest
from studio.domain.storyboard import Tempo
from studio.providers.llm.director.text import sentences
from studio.providers.speech.espeak import EspeakSpeech

TEXTS = Path(__file__).parents[1] / "tests/unit/director/texts"
MOST = 20


async def pace(said: Sequence[str], *, language: str, tempo: Tempo) -> float:
    """Give the characters a second of what is said, pauses included."""
    voice = EspeakSpeech()
    heard = [
        await voice.speak(SpeechRequest(text=one, language=language, tempo=tempo)) for one in said
    ]
    return sum(map(len, said)) / sum(speech.duration_ms for speech in heard) * 1000


def scripts(language: str) -> list[str]:
    """Give the lines of the scripts that recorded models wrote, which are short."""
    data = yaml.safe_load((DATASETS / f"{language}-editing.yaml").read_text("utf-8"))
    written = [scene for script in data["scripts"].values() for scene in script["scenes"]]
    return [scene["narration"] for scene in written if scene.get("narration")][:MOST]


async def run(languages: Sequence[str]) -> None:
    """Print a row for each language: three tempos on long sentences, then short ones."""
    for code in languages:
        told = sentences((TEXTS / f"{code}.txt").read_text("utf-8"))[:MOST]
        long = [await pace(told, language=code, tempo=tempo) for tempo in Tempo]
        short = await pace(scripts(code), language=code, tempo=Tempo.NORMAL)
        print(code, *(f"{one:.2f}" for one in long), f"short {short:.2f}", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append")
    asyncio.run(run(parser.parse_args().language or ["en", "es", "fr", "de", "pt"]))


if __name__ == "__main__":
    main()
