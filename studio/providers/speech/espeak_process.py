"""Say one utterance with espeak-ng and leave: a program, started by path for each utterance.

espeak keeps global state, is not thread-safe, and only its first utterance in a process is
reproducible. The program therefore imports nothing but the standard library.

Standard input is one JSON object: ``library data voice text rate pitch range``. Standard output is
a line of JSON, ``{"rate_hz", "words", "pauses"}``, then the sound as 16 bit little-endian mono.
``words`` are ``[position, start_ms]`` with ``position`` a character's index in the text;
``pauses`` are ``[start_ms, end_ms]`` of silence; the last one ends where the sound does. Exit code 3: the voice cannot be loaded.
"""

import ctypes
import json
import os
import signal
import sys
from typing import Any

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 0x0001
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_EVENT_WORD, _EVENT_PHONEME = 1, 7
_PR_SET_PDEATHSIG = 1
_NO_VOICE = 3
_NO_ENGINE = 4


class _EventId(ctypes.Union):
    _fields_ = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def main() -> int:
    """Read the request, write the answer."""
    _die_with_parent()
    request = json.load(sys.stdin.buffer)
    engine = ctypes.CDLL(request["library"])
    flags = _DO_NOT_EXIT | _PHONEME_EVENTS
    rate_hz = engine.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(request["data"]), flags)
    if rate_hz <= 0:
        sys.stderr.write(f"espeak cannot read its data in {request['data']!r}\n")
        return _NO_ENGINE
    if engine.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        sys.stderr.write(f"espeak has no voice {request['voice']!r}\n")
        return _NO_VOICE
    engine.espeak_SetParameter(_RATE, request["rate"], 0)
    engine.espeak_SetParameter(_PITCH, request["pitch"], 0)
    engine.espeak_SetParameter(_RANGE, request["range"], 0)
    sound, words, pauses = _say(engine, request["text"], rate_hz)
    answer = {"rate_hz": rate_hz, "words": words, "pauses": pauses}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(sound)
    sys.stdout.buffer.flush()
    return 0


def _die_with_parent() -> None:
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _say(engine: Any, text: str, rate_hz: int) -> tuple[bytes, list[list[int]], list[list[int]]]:
    sound = bytearray()
    words: list[list[int]] = []
    phonemes: list[tuple[bytes, int]] = []

    def collect(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == _EVENT_WORD:
                words.append([event.text_position - 1, event.audio_position])
            elif event.type == _EVENT_PHONEME and not event.id.string.startswith(b"("):
                phonemes.append((event.id.string, event.audio_position))
            index += 1
        return 0

    callback = _Callback(collect)
    engine.espeak_SetSynthCallback(callback)
    raw = text.encode()
    engine.espeak_Synth(raw, ctypes.c_size_t(len(raw) + 1), 0, 1, 0, _UTF8, None, None)
    engine.espeak_Synchronize()
    duration_ms = len(sound) * 1000 // (2 * rate_hz)
    return bytes(sound), words, _pauses(phonemes, duration_ms)


def _pauses(phonemes: list[tuple[bytes, int]], duration_ms: int) -> list[list[int]]:
    """Give the stretches of silence: marks without length part syllables, and are none."""
    found: list[list[int]] = []
    start: int | None = None
    for name, at in [*phonemes, (b"", duration_ms)]:
        if name.startswith(b"_"):
            start = at if start is None else start
        elif start is not None:
            if at > start:
                found.append([start, at])
            start = None
    return found


if __name__ == "__main__":
    sys.exit(main())
