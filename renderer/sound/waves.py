"""Loops over samples that numpy cannot fuse, compiled by numba and kept as those over pixels are.

Sums keep their order: the same samples come out on every processor. Arrays are C-contiguous.
"""
# numba's decorators have no types of their own, and hide an argument that is theirs.
# pyright: reportUntypedFunctionDecorator=false, reportUnknownMemberType=false, reportCallIssue=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Numbers = NDArray[np.float64]
Turns = NDArray[np.uint64]

_GROUP = 64
_AT_REST = 1 - 1e-9
"""So near to one a gain changes no sample of 32 bits."""


@njit(cache=True, nogil=True)
def weigh(heard: Samples, shelf: Numbers, high_pass: Numbers, state: Numbers) -> float:
    """Filter one channel twice and give the sum of the squares.

    Args:
        heard: Shape (samples,).
        shelf: Coefficients b0, b1, b2, a1, a2 of the first filter.
        high_pass: Of the second.
        state: Four numbers of both filters, which go on in the next call.
    """
    b0, b1, b2, a1, a2 = shelf
    c0, c1, c2, d1, d2 = high_pass
    p, q, r, s = state
    total = 0.0
    for sample in heard:
        x = np.float64(sample)
        y = b0 * x + p
        p = b1 * x - a1 * y + q
        q = b2 * x - a2 * y
        z = c0 * y + r
        r = c1 * y - d1 * z + s
        s = c2 * y - d2 * z
        total += z * z
    state[0], state[1], state[2], state[3] = p, q, r, s
    return total


@njit(cache=True, nogil=True)
def highest(heard: Samples, taps: Samples, overshoot: float, above: float) -> float:
    """Give the highest peak of one channel, between the samples too, where it is above another.

    Args:
        heard: Shape (samples + taps - 1,): it begins with the end of what came before.
        taps: Shape (phases, taps): what interpolates, for each place between two samples.
        overshoot: How much higher than all samples around a peak can be at most.
        above: A peak that is known already.
    """
    phases, length = taps.shape
    best = above
    between = np.empty(_GROUP, np.float32)
    for start in range(0, heard.size - length + 1, _GROUP):
        count = min(_GROUP, heard.size - length + 1 - start)
        bound, is_loud = np.float32(best / overshoot), False
        for sample in heard[start : start + count + length - 1]:
            is_loud |= (sample > bound) | (sample < -bound)
        if not is_loud:
            continue
        for phase in range(phases):
            between[:] = 0
            for tap in range(length):
                share = taps[phase, tap]
                for place in range(count):
                    between[place] += share * heard[start + tap + place]
            for place in range(count):
                if abs(between[place]) > best:
                    best = np.float64(abs(between[place]))
    return best


@njit(cache=True, nogil=True)
def _is_louder(heard: Samples, ceiling: np.float32) -> bool:
    """Tell whether a sample of two channels is above a level."""
    found = False
    for side in range(2):
        for sample in heard[side]:
            found |= (sample > ceiling) | (sample < -ceiling)
    return found


@njit(cache=True, nogil=True)
def limit(
    heard: Samples, ceiling: np.float32, rise: float, past: Numbers, state: Numbers, into: Samples
) -> None:
    """Turn both channels down where one is too loud, in time before it is.

    The gain falls in a straight line as long as ``past``, and recovers by its nature.

    Args:
        heard: Shape (2, samples + ahead): what comes is needed, as far as ``past`` is long.
        ceiling: No sample of the result is louder.
        rise: Share of the missing gain that comes back with each sample.
        past: Takes the gains of the last samples; ones at first.
        state: The gain now, the sum of ``past``, and where in it the next one goes.
        into: Shape (2, samples).
    """
    ahead, samples = past.size, into.shape[1]
    held, total, place = state[0], state[1], int(state[2])
    if held > _AT_REST and past.min() > _AT_REST and not _is_louder(heard, ceiling):
        past[:] = 1
        state[0], state[1] = 1, ahead
        into[:] = heard[:, :samples]
        return
    needed = np.ones(samples + ahead, np.float64)
    for number in range(needed.size):
        loud = max(abs(heard[0, number]), abs(heard[1, number]))
        if loud > ceiling:
            needed[number] = ceiling / loud
    # The lowest of what is ahead, by two running minima that meet at the ends of stretches.
    size = ahead + 1
    forth, back = needed.copy(), needed.copy()
    for number in range(1, needed.size):
        if number % size:
            forth[number] = min(forth[number], forth[number - 1])
    for number in range(needed.size - 2, -1, -1):
        if (number + 1) % size:
            back[number] = min(back[number], back[number + 1])
    for number in range(samples):
        lowest = min(back[number], forth[number + ahead])
        held = min(lowest, held + (1 - held) * rise)
        total += held - past[place]
        past[place] = held
        place = (place + 1) % ahead
        gain = np.float32(min(total / ahead, needed[number]))
        into[0, number] = heard[0, number] * gain
        into[1, number] = heard[1, number] * gain
    state[0], state[1], state[2] = held, total, place


@njit(cache=True, nogil=True)
def sing(
    tables: Samples, starts: Turns, steps: Turns, shape: Samples, gains: Samples, into: Samples
) -> None:
    """Read tables at five pitches, and mix them into a swelling stereo tone.

    Args:
        tables: A dark, a bright and an airy wave, shape (3, a power of two).
        starts: Where to begin in them, in turns of 2^32: left, middle, right, middle, air.
        steps: How far to go with each sample, likewise.
        shape: Loudness, and how bright and airy it is, shape (2, samples).
        gains: Of the middle on the left and on the right, of the sides, of the air.
        into: Takes the tone, shape (2, samples).
    """
    dark, bright, airy = tables
    envelope, opening = shape
    bits = 32
    while 1 << (32 - bits) < dark.size:
        bits -= 1
    last = dark.size - 1
    a, b, c, d, e = starts
    for number in range(into.shape[1]):
        open_ = opening[number]
        middle = dark[(b >> bits) & last]
        middle += open_ * (bright[(d >> bits) & last] - middle)
        left, right = dark[(a >> bits) & last] * gains[2], dark[(c >> bits) & last] * gains[2]
        air = airy[(e >> bits) & last] * open_ * gains[3]
        into[0, number] = (middle * gains[0] + left + air) * envelope[number]
        into[1, number] = (middle * gains[1] + right - air) * envelope[number]
        a, b, c, d, e = a + steps[0], b + steps[1], c + steps[2], d + steps[3], e + steps[4]


@njit(cache=True, nogil=True)
def add(sound: Samples, gains: Samples, sent: np.float32, dry: Samples, hall: Samples) -> None:
    """Add a sound to two mixes, to the second one with a share of it.

    Args:
        sound: Shape (1 or 2, samples).
        gains: Of the left and of the right channel.
        sent: Share that goes into the hall.
        dry: Shape (2, samples); rows may lie apart.
        hall: Likewise.
    """
    for side in range(2):
        line, gain = sound[min(side, sound.shape[0] - 1)], gains[side]
        for number in range(line.size):
            sample = gain * line[number]
            dry[side, number] += sample
            hall[side, number] += sample * sent


def warm_up() -> None:
    """Compile now, or load what was compiled before, rather than in the middle of a mix."""
    line, stereo = np.zeros(8, np.float32), np.zeros((2, 8), np.float32)
    weigh(line, np.ones(5), np.ones(5), np.zeros(4))
    highest(line, np.ones((3, 4), np.float32), 2.0, 0.0)
    limit(stereo, np.float32(1), 0.5, np.ones(4), np.array([1.0, 4.0, 0.0]), stereo[:, :4].copy())
    turns, gains = np.zeros(5, np.uint64), np.ones(4, np.float32)
    sing(np.zeros((3, 8), np.float32), turns, turns, stereo, gains, stereo.copy())
    mixes = np.zeros((2, 2, 9), np.float32)
    add(stereo, gains, np.float32(1), mixes[0, :, :8], mixes[1, :, :8])
