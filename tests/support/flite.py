"""Flite, a second synthesiser: it says itself when each word begins and ends.

Debian's ffmpeg brings its libraries along.
"""

import ctypes
from ctypes import POINTER, c_char_p, c_float, c_int, c_short, c_void_p
from typing import Any

import numpy as np

from studio.providers.speech.timing import Recital, Span

VOICES = ("slt", "rms", "awb", "kal16")
_BEGINS = b"daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
_ENDS = b"daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", c_char_p),
        ("rate_hz", c_int),
        ("count", c_int),
        ("channels", c_int),
        ("samples", POINTER(c_short)),
    ]


def is_there() -> bool:
    """Tell whether it is installed."""
    try:
        _library()
        _voice(VOICES[0])
    except OSError:
        return False
    return True


def recite(text: str, voice: str) -> Recital:
    """Say an English text; its words are those that whitespace separates."""
    flite = _library()
    utterance = flite.flite_synth_text(text.encode(), _voice(voice))
    try:
        wave = flite.utt_wave(utterance).contents
        samples = np.ctypeslib.as_array(wave.samples, (wave.count,)).astype(np.float64) / 32_768
        times: list[tuple[float, float]] = []
        token = flite.relation_head(flite.utt_relation(utterance, b"Token"))
        while token:
            begins, ends = (flite.ffeature_float(token, path) for path in (_BEGINS, _ENDS))
            times.append((begins * 1000, ends * 1000))
            token = flite.item_next(token)
        spans = tuple(Span(w, *t) for w, t in zip(text.split(), times, strict=True))
        return Recital(samples, wave.rate_hz, spans)
    finally:
        flite.delete_utterance(utterance)


def _library() -> Any:
    flite = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
    for part in ("cmulex", "usenglish"):
        ctypes.CDLL(f"libflite_{part}.so.1", mode=ctypes.RTLD_GLOBAL)
    flite.flite_init()
    _declare(flite.flite_synth_text, c_void_p, c_char_p, c_void_p)
    _declare(flite.utt_wave, POINTER(_Wave), c_void_p)
    _declare(flite.utt_relation, c_void_p, c_void_p, c_char_p)
    _declare(flite.relation_head, c_void_p, c_void_p)
    _declare(flite.item_next, c_void_p, c_void_p)
    _declare(flite.ffeature_float, c_float, c_void_p, c_char_p)
    _declare(flite.delete_utterance, None, c_void_p)
    return flite


def _voice(name: str) -> int:
    register = ctypes.CDLL(f"libflite_cmu_us_{name}.so.1")[f"register_cmu_us_{name}"]
    _declare(register, c_void_p, c_char_p)
    return register(None)


def _declare(function: Any, gives: Any, *takes: Any) -> None:
    function.restype, function.argtypes = gives, takes
