"""The offline voice: espeak-ng, one process for each utterance, cleaned up until it is pleasant."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Sequence
from importlib.metadata import version
from pathlib import Path

import espeakng_loader
import numpy as np

from studio.domain.asset import SpeechRequest
from studio.domain.errors import Invalid, ProviderFailed, TooLarge, UnsupportedLanguage
from studio.domain.money import Usage, free
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.child import run
from studio.providers.speech.catalog import (
    Language,
    Timbre,
    choose_language,
    choose_timbre,
    pitch,
    rate_wpm,
    read_languages,
    voices_of,
)
from studio.providers.speech.polish import Samples, polish, to_wav
from studio.providers.speech.timing import (
    Recital,
    has_ideographs,
    has_words,
    spans,
    speakable,
    to_words,
)
from studio.providers.vendor import NoOptions, Vendor

RECIPE = 2
"""Counts up whenever the same request would sound different, or its words come at other times."""
LONGEST_TEXT = 10_000
"""Characters; about eleven minutes."""
_PROGRAM = Path(__file__).with_name("espeak_process.py")
_LONGEST_PATH_BYTES = 150
"""espeak cannot open its data behind a path of about 160 bytes."""
_INTONATION = 58
"""espeak's pitch range; 50 is its own, a little more is livelier."""
_TIMEOUT_S = 20.0


class EspeakSpeech:
    """A ``SpeechMaker`` that needs no network and no model."""

    replays = True

    def __init__(
        self,
        *,
        timeout_s: float = _TIMEOUT_S,
        concurrency: int | None = None,
        program: Path = _PROGRAM,
        data: Path | None = None,
    ) -> None:
        """Take the engine that is installed with the package.

        Args:
            timeout_s: Longest wait for one utterance.
            concurrency: Utterances at a time; ``None`` for one per core.
            program: What says an utterance.
            data: espeak's data folder; ``None`` for the package's.
        """
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(concurrency or os.cpu_count() or 1)
        self._program = program
        self._library = espeakng_loader.get_library_path()
        self._data = data or Path(espeakng_loader.get_data_path())
        self._languages = read_languages(self._data)
        self._name = f"espeak-{version('espeakng-loader')}-{RECIPE}"

    @property
    def name(self) -> str:
        """Give the engine's version and the recipe's."""
        return self._name

    async def aclose(self) -> None:
        """Nothing is held."""

    async def voices(self) -> Sequence[Voice]:
        """List every timbre of every language, the default of each language first."""
        return voices_of(self._languages)

    def quote(self, request: SpeechRequest) -> Usage:
        """It runs here."""
        return free(self.name, "characters", len(request.text))

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text; equal requests give equal bytes.

        Raises:
            Invalid: There is nothing to say, or no such voice.
            TooLarge: The text is longer than ``LONGEST_TEXT``.
            UnsupportedLanguage: espeak does not speak the language.
            ProviderFailed: The engine crashed or hung.
        """
        timbre = choose_timbre(request.voice)
        async with self._slots:
            recital = await self._recite(request, timbre)
            return await asyncio.to_thread(_finish, recital, timbre)

    async def recite(self, request: SpeechRequest) -> Recital:
        """Say a text plainly, for its word times; like ``speak``."""
        async with self._slots:
            return await self._recite(request, choose_timbre(request.voice))

    async def _recite(self, request: SpeechRequest, timbre: Timbre) -> Recital:
        language = choose_language(self._languages, request.language)
        _check(request.text, language)
        return _read(request.text, await self._run(_order(request, language, timbre)))

    async def _run(self, order: dict[str, object]) -> bytes:
        with _reachable(self._data) as data:
            order |= {"library": self._library, "data": str(data)}
            argv = (sys.executable, "-I", "-S", str(self._program))
            try:
                ended = await run(argv, given=json.dumps(order).encode(), timeout_s=self._timeout_s)
            except TimeoutError as error:
                raise ProviderFailed(
                    f"The voice did not answer within {self._timeout_s:g} s; try again."
                ) from error
        if ended.code != 0:
            raise ProviderFailed(f"The voice failed with exit code {ended.code}: {ended.tail}")
        return ended.out


VENDOR = Vendor(
    name="espeak",
    title="the built-in voice",
    options=NoOptions,
    open=lambda options, house: EspeakSpeech(),
)


def _check(text: str, language: Language) -> None:
    if len(text) > LONGEST_TEXT:
        raise TooLarge(
            f"The text has {len(text)} characters; one voice-over may have {LONGEST_TEXT}."
        )
    if not has_words(text):
        raise Invalid("There is nothing to say: the text has no letters or numbers.")
    if language.tag == "ja" and has_ideographs(text):
        raise UnsupportedLanguage(
            "The offline voice reads Japanese in kana only; write the narration in kana."
        )


def _order(request: SpeechRequest, language: Language, timbre: Timbre) -> dict[str, object]:
    return {
        "text": speakable(request.text),
        "voice": f"{language.file}+{timbre.variant}",
        "rate": rate_wpm(language, request.tempo, by=request.rate),
        "pitch": pitch(request.pitch_semitones),
        "range": _INTONATION,
    }


def _read(text: str, answer: bytes) -> Recital:
    head, _, sound = answer.partition(b"\n")
    facts = json.loads(head)
    raw: Samples = np.frombuffer(sound, dtype="<i2").astype(np.float64) / 32_768
    if not raw.any():
        raise ProviderFailed("The voice stayed silent; rewrite the text in the video's language.")
    rate_hz = facts["rate_hz"]
    placed = spans(text, facts["words"], facts["pauses"], duration_ms=len(raw) * 1000 / rate_hz)
    return Recital(raw, rate_hz, placed)


def _finish(recital: Recital, timbre: Timbre) -> Speech:
    polished = polish(recital.samples, rate_hz=recital.rate_hz, bands=timbre.bands)
    duration_ms = len(polished.samples) // 48
    words = to_words(recital.spans, offset_ms=polished.cut_ms, duration_ms=duration_ms)
    return Speech(
        wav=to_wav(polished.samples[: duration_ms * 48]), duration_ms=duration_ms, words=words
    )


@contextlib.contextmanager
def _reachable(data: Path) -> Generator[Path, None, None]:
    if len(os.fsencode(data)) <= _LONGEST_PATH_BYTES:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="rw-") as short:
        link = Path(short) / "d"
        try:
            link.symlink_to(data, target_is_directory=True)
        except OSError:
            shutil.copytree(data, link)
        yield link
