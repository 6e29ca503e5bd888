"""Find the beat of a recording, and where it can be repeated without a stumble. Pure.

Source:
    D. P. W. Ellis, Beat Tracking by Dynamic Programming, Journal of New Music Research 36 (2007).
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE_HZ = 12_000
"""Of what is analysed: beats and harmony lie below 6 kHz."""
_HOP, _WINDOW = 128, 512
_FRAMES_A_S = RATE_HZ / _HOP
_SLOWEST, _FASTEST = 55.0, 210.0
_USUAL = 115.0
_TIGHTNESS = 100.0
_BANDS = 24
_BAR = 4
_CONTEXT = 4
"""Beats before and after a seam that must sound alike."""
_SHORTEST_LOOP_S = 12.0
_FLOOR = 1e-3
"""What lies 30 dB under the average of all bands is as good as silence."""
_FAINT_DB = 0.1
"""Onsets that differ less than this are the ripple of a standing tone."""
_CLEAR = 0.18
"""Share of the onsets' energy that must repeat for there to be a beat."""


@dataclass(frozen=True, slots=True)
class Loop:
    """How a recording is repeated.

    Attributes:
        bpm: Its tempo; 0 where it has no clear beat.
        start_s: Where a repetition begins.
        end_s: What has been played up to here goes on at ``start_s``.
    """

    bpm: float
    start_s: float
    end_s: float


def find_loop(mono: Floats) -> Loop:
    """Find where a recording goes on after its last beats.

    Args:
        mono: At 12 kHz, in [-1, 1].

    Returns:
        A loop over whole bars of four beats where there is a beat, and over all of it otherwise.
    """
    length_s = len(mono) / RATE_HZ
    whole = Loop(0.0, 0.0, length_s)
    if length_s < _SHORTEST_LOOP_S / 2:
        return whole
    bands = _spectrum(mono)
    onsets = _onsets(bands)
    bpm, clearness = tempo_of(onsets)
    if clearness < _CLEAR:
        return whole
    beats = _beats(onsets, bpm)
    seam = _seam(bands, beats)
    if seam is None:
        return Loop(bpm, 0.0, length_s)
    first, last = (beats[place] / _FRAMES_A_S for place in seam)
    return Loop(bpm, float(first), float(min(last, length_s)))


def tempo_of(onsets: Floats) -> tuple[float, float]:
    """Give beats a minute, and how clear they are, 0 to 1.

    Args:
        onsets: Strength of what begins, 93.75 a second.
    """
    size = 1 << (2 * len(onsets) - 1).bit_length()
    spectrum = np.fft.rfft(onsets - onsets.mean(), size)
    alike = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(onsets)]
    if alike[0] <= 0:
        return 0.0, 0.0
    alike = alike / alike[0]
    lags = np.arange(
        int(_FRAMES_A_S * 60 / _FASTEST), min(int(_FRAMES_A_S * 60 / _SLOWEST), len(alike) // 3)
    )
    if len(lags) < 3:
        return 0.0, 0.0
    # A beat repeats after two and four of itself, too, which a chance likeness does not.
    comb = alike[lags] + 0.5 * alike[2 * lags] + 0.25 * alike[np.minimum(4 * lags, len(alike) - 1)]
    usual = np.exp(-0.5 * (np.log2(60 * _FRAMES_A_S / lags / _USUAL) / 0.9) ** 2)
    best = int(np.argmax(comb * usual))
    lag = _peak(comb, best) + lags[0]
    return float(60 * _FRAMES_A_S / lag), float(np.clip(alike[lags[best]], 0, 1))


def _peak(values: NDArray[np.floating], at: int) -> float:
    """Give where a parabola through a highest value and its neighbours is highest."""
    if not 0 < at < len(values) - 1:
        return float(at)
    left, middle, right = values[at - 1 : at + 2]
    bend = left - 2 * middle + right
    return at + (0.0 if bend == 0 else float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)))


def _spectrum(mono: Floats) -> Floats:
    """Give the loudness of 24 bands, 93.75 times a second, in decibels above the quietest."""
    window = np.hanning(_WINDOW).astype(np.float32)
    frames = max(1, (len(mono) - _WINDOW) // _HOP + 1)
    edges = np.unique(np.geomspace(2, _WINDOW // 2, _BANDS + 1).astype(int))
    out = np.empty((frames, len(edges) - 1), np.float32)
    step = 4_096
    view = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP]
    for at in range(0, frames, step):
        power = np.abs(np.fft.rfft(view[at : at + step] * window, axis=1)) ** 2
        out[at : at + step] = np.add.reduceat(power, edges[:-1], axis=1)[: len(view) - at]
    return 10 * np.log10(out + _FLOOR * max(float(out.mean()), 1e-9))


def _onsets(bands: Floats) -> Floats:
    """Give how strongly something begins in each frame."""
    rise = np.maximum(np.diff(bands, axis=0, prepend=bands[:1]), 0).mean(axis=1)
    width = int(_FRAMES_A_S)
    around = np.convolve(rise, np.ones(width) / width, mode="same")
    strength = np.maximum(rise - around, 0)
    spread = float(strength.std())
    if spread < _FAINT_DB:
        return np.zeros(len(strength), np.float32)
    return (strength / spread).astype(np.float32)


def _beats(onsets: Floats, bpm: float) -> NDArray[np.int64]:
    """Give the frames of the beats: strong onsets at even distances."""
    period = 60 * _FRAMES_A_S / bpm
    back = np.arange(-round(2 * period), -max(1, round(period / 2)))
    cost = -_TIGHTNESS * np.log(-back / period) ** 2
    score = onsets.astype(np.float64).copy()
    before = np.full(len(onsets), -1, np.int64)
    for at in range(len(onsets)):
        from_ = at + back
        known = from_ >= 0
        if not known.any():
            continue
        reached = score[from_[known]] + cost[known]
        best = int(np.argmax(reached))
        if reached[best] > 0:
            score[at] += reached[best]
            before[at] = from_[known][best]
    at = max(0, len(onsets) - round(period * 1.5)) + int(np.argmax(score[-round(period * 1.5) :]))
    beats = [at]
    while before[beats[-1]] >= 0:
        beats.append(int(before[beats[-1]]))
    return np.array(beats[::-1], np.int64)


def _seam(bands: Floats, beats: NDArray[np.int64]) -> tuple[int, int] | None:
    """Give the two beats, whole bars apart, around which the music is most alike."""
    bars = (len(beats) - 2 * _CONTEXT) // _BAR
    at_least = int(np.ceil(_SHORTEST_LOOP_S * _FRAMES_A_S / max(1, np.median(np.diff(beats)))))
    if len(beats) < 2 * _CONTEXT + 2 or bars < 2:
        return None
    heard = np.array([bands[a:b].mean(axis=0) for a, b in itertools.pairwise(beats)])
    heard = (heard - heard.mean(axis=0)) / (heard.std(axis=0) + 1e-6)
    best: tuple[float, tuple[int, int]] | None = None
    starts = range(_CONTEXT, min(len(heard) - _CONTEXT, _CONTEXT + 16 * _BAR), 1)
    for start in starts:
        for end in range(start + _BAR, len(heard) - _CONTEXT + 1, _BAR):
            if end - start < at_least:
                continue
            one = heard[start - _CONTEXT : start + _CONTEXT]
            other = heard[end - _CONTEXT : end + _CONTEXT]
            unlike = float(np.abs(one - other).mean()) - 0.3 * (end - start) / len(heard)
            if best is None or unlike < best[0]:
                best = (unlike, (start, end))
    return best[1] if best else None
