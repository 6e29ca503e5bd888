"""How much noise AAC has where its parts begin, against one encoder for the whole sound.

.venv/bin/python bench/seams.py

Decibels above the noise that one encoder leaves in the same frames; means over all places at which a part
could begin, a frame each 0.8 s, and beside them the worst of these.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.masking import RATE_HZ, SECONDS, Stereo, sounds  # noqa: E402
from renderer.sound.coding import BITRATE, FRAME, OPTIONS, RUN_UP  # noqa: E402

EVERY, LOOKED_AT = 37, 36
PLACES = ((0, 1), (1, 2), (2, 4), (4, 8), (8, 16), (16, 36))
"""Frames after a part's beginning."""
WAYS = {
    "no run-up": (dict(OPTIONS), 2),
    "the search from 120": ({**OPTIONS, "global_quality": "0"}, RUN_UP),
    "as it is": (dict(OPTIONS), RUN_UP),
}
"""An encoder's very first packets lead up to its sound: with less than two all of them are noise."""

Levels = NDArray[np.float64]


def main() -> int:
    """Print a row for each sound and way."""
    print("| sound | way | " + " | ".join(f"frames {a} to {b - 1}" for a, b in PLACES) + " |")
    print("|---|---|" + "---|" * len(PLACES))
    for name, sound in (sounds() | plain_sounds()).items():
        whole, header = packets_of(sound, dict(OPTIONS))
        usual = noise_db(sound, whole, header)
        for way, (options, run_up) in WAYS.items():
            starts = range(EVERY, sound.shape[1] // FRAME - LOOKED_AT - 4, EVERY)
            more = np.array(
                [_more(sound, at, whole, header, usual, options, run_up) for at in starts]
            )
            cells = [f"{more[:, a:b].mean():.1f}, {more[:, a:b].max():.1f}" for a, b in PLACES]
            print(f"| {name} | {way} | " + " | ".join(cells) + " |", flush=True)
    return 0


def plain_sounds() -> dict[str, Stereo]:
    """Give tones, noise and silence."""
    at = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    tones = 0.3 * np.sin(2 * np.pi * 440 * at) + 0.2 * np.sin(2 * np.pi * 3_000.5 * at)
    noise = 0.1 * np.random.default_rng(0).standard_normal((2, len(at)))
    both = {"tones": np.stack([tones] * 2), "noise": noise, "silence": np.zeros_like(noise)}
    return {name: line.astype(np.float32) for name, line in both.items()}


def packets_of(sound: Stereo, options: dict[str, str]) -> tuple[list[bytes], bytes]:
    """Encode a sound with one encoder; gives its packets and its header."""
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = RATE_HZ, "stereo", "fltp"
    context.bit_rate, context.options = BITRATE, options
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = RATE_HZ, 0
    packets = [bytes(packet) for given in (frame, None) for packet in context.encode(given)]
    return packets, bytes(context.extradata or b"")


def noise_db(sound: Stereo, packets: Sequence[bytes], header: bytes) -> Levels:
    """Give the power of what was added to each frame of a sound, in decibels of full scale."""
    context = av.CodecContext.create("aac", "r")
    context.extradata = header
    frames = [f.to_ndarray() for packet in packets for f in context.decode(av.Packet(packet))]
    heard = np.concatenate(frames[1:], axis=1)
    count = min(heard.shape[1], sound.shape[1]) // FRAME * FRAME
    added = (heard[:, :count] - sound[:, :count]).astype(np.float64)
    return 10 * np.log10((added**2).mean(axis=0).reshape(-1, FRAME).mean(axis=1) + 1e-12)


def _more(
    sound: Stereo,
    at: int,
    whole: Sequence[bytes],
    header: bytes,
    usual: Levels,
    options: dict[str, str],
    run_up: int,
) -> Levels:
    """Tell how much more noise there is where another part begins."""
    given = sound[:, (at - run_up) * FRAME : (at + LOOKED_AT + 3) * FRAME]
    part = packets_of(given, options)[0][run_up : run_up + LOOKED_AT + 1]
    got = noise_db(sound, [*whole[:at], *part], header)
    # A frame is heard once the packet after it is there.
    return (got[at - 1 :] - usual[at - 1 : len(got)])[:LOOKED_AT]


if __name__ == "__main__":
    sys.exit(main())
