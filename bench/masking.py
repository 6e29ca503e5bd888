"""What the AAC encoder's settings cost, and how far their noise lies under what masks it.

.venv/bin/python bench/masking.py

After the noise-to-mask ratio of ITU-R BS.1387 (basic version): energies in quarters of a Bark, spread
over their neighbours, lowered by an offset. A frame is disturbed where some band is 1.5 dB above.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from renderer.sound.coding import BITRATE  # noqa: E402
from renderer.sound.music import bed  # noqa: E402
from studio.domain.storyboard import Mood  # noqa: E402
from tests.support import flite  # noqa: E402

RATE_HZ, SIZE, HOP = 48_000, 2_048, 1_024
SECONDS = 8
LOUD_DB = 92.0
"""Sound pressure of a full sine."""
DISTURBED_DB = 1.5
TEXT = (
    "The octopus has three hearts and nine brains. Seven sisters sold shiny shells, "
    "and six thick thistle sticks crackled by the fire."
)
PLAIN: dict[str, object] = {"aac_coder": "fast", "aac_pns": "0", "aac_is": "0", "aac_tns": "0"}
SETTINGS: dict[str, dict[str, object]] = {
    "twoloop, as ffmpeg has it": {},
    "fast": {"aac_coder": "fast"},
    "fast and plain": PLAIN,
}

Stereo = NDArray[np.float32]
Reals = NDArray[np.float64]


class Ear:
    """Bands a quarter of a Bark wide, and what they hide."""

    def __init__(self) -> None:
        """Lay out the bands from 80 Hz to 18 kHz."""
        hertz = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
        hertz[0] = hertz[1]
        low, high = (7 * np.arcsinh(f / 650) for f in (80, 18_000))
        edges = np.arange(low, high, 0.25)
        self.bark = edges[:-1] + 0.125
        self.hertz = 650 * np.sinh(self.bark / 7)
        places = np.digitize(7 * np.arcsinh(hertz / 650), edges) - 1
        self._bins = (places[:, None] == np.arange(len(self.bark))).astype(float)
        for band in np.flatnonzero(self._bins.sum(axis=0) == 0):
            self._bins[np.abs(hertz - self.hertz[band]).argmin(), band] = 0.5
        khz = hertz / 1000
        weight_db = -2.184 * khz**-0.8 + 6.5 * np.exp(-0.6 * (khz - 3.3) ** 2) - 1e-3 * khz**3.6
        self._weight = 10 ** (weight_db / 10) * 10 ** (LOUD_DB / 10) / (SIZE / 8) ** 2
        self._own_noise = 10 ** (0.1456 * (self.hertz / 1000) ** -0.8)

    def ratios(self, sound: Reals, noise: Reals) -> Reals:
        """Give noise by mask, for each loud frame and band."""
        heard, disturbing = self._energies(sound) + self._own_noise, self._energies(noise)
        is_loud = heard.sum(axis=1) > 1e-5 * heard.sum(axis=1).max()
        offset_db = np.where(self.bark <= 12, 3.0, 0.25 * self.bark)
        mask = self._spread(heard) / 10 ** (offset_db / 10)
        return (disturbing / mask)[is_loud]

    def _energies(self, line: Reals) -> Reals:
        starts = np.arange(0, len(line) - SIZE, HOP)
        spectra = np.fft.rfft(line[starts[:, None] + np.arange(SIZE)] * np.hanning(SIZE), axis=1)
        return (np.abs(spectra) ** 2 * self._weight) @ self._bins

    def _spread(self, heard: Reals) -> Reals:
        total = np.zeros_like(heard)
        for band, hertz in enumerate(self.hertz):
            away = self.bark - self.bark[band]
            rising = np.minimum(-24 - 230 / hertz + 2 * np.log10(heard[:, band]), -5)
            slopes_db = np.where(away >= 0, rising[:, None] * away, 27 * away)
            share = 10 ** (slopes_db / 10)
            total += (heard[:, [band]] * share / share.sum(axis=1, keepdims=True)) ** 0.4
        return total**2.5


def main() -> int:
    """Print a row for each sound and setting."""
    ear = Ear()
    print("| sound | settings | CPU of 30 s | noise to mask, mean | disturbed frames |")
    print("|---|---|---|---|---|")
    for name, sound in sounds().items():
        for setting, options in SETTINGS.items():
            began = time.process_time()
            coded = encoded(sound, options)
            cpu_s = (time.process_time() - began) * 30 * RATE_HZ / sound.shape[1]
            length = min(sound.shape[1], coded.shape[1])
            pairs = zip(sound[:, :length], coded[:, :length], strict=True)
            found = [ear.ratios(a.astype(float), (b - a).astype(float)) for a, b in pairs]
            ratio = np.concatenate(found)
            mean_db = 10 * np.log10(ratio.mean())
            disturbed = np.mean(10 * np.log10(ratio.max(axis=1)) > DISTURBED_DB)
            print(f"| {name} | {setting} | {cpu_s:.2f} s | {mean_db:.1f} dB | {disturbed:.1%} |")
    return 0


def sounds() -> dict[str, Stereo]:
    """Give voices, music of every mood alone and under a voice, and claps."""
    said = {voice: spoken(voice) for voice in ("slt", "rms")}
    made = {f"voice {voice}": line for voice, line in said.items()}
    for mood in Mood:
        music = np.concatenate(list(bed(mood, seed=3, sizes=[RATE_HZ] * SECONDS))).T
        made[mood.value] = (music * 0.15).astype(np.float32)
        voice = said["slt"][:, : music.shape[1]]
        under = voice + music[:, : voice.shape[1]] * 0.03
        made[f"{mood.value} under a voice"] = under.astype(np.float32)
    at = np.arange(SECONDS * RATE_HZ) % 12_000
    claps = np.random.default_rng(1).standard_normal((2, len(at))) * 0.2 * np.exp(-at / 400)
    return made | {"claps": claps.astype(np.float32)}


def spoken(voice: str) -> Stereo:
    """Say a text with Flite, at 48 kHz on both sides."""
    recital = flite.recite(TEXT, voice)
    at = np.arange(0, len(recital.samples), recital.rate_hz / RATE_HZ)
    line = np.interp(at, np.arange(len(recital.samples)), recital.samples)
    return np.stack([line * 0.12 / line.std()] * 2).astype(np.float32)


def encoded(sound: Stereo, options: dict[str, object]) -> Stereo:
    """Encode and decode a sound."""
    with TemporaryDirectory() as folder:
        path = f"{folder}/coded.m4a"
        with av.open(path, "w") as target:
            stream = target.add_stream("aac", rate=RATE_HZ, layout="stereo")
            stream.bit_rate, stream.options = BITRATE, options
            block = np.ascontiguousarray(sound)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate = RATE_HZ
            target.mux(stream.encode(frame))
            target.mux(stream.encode(None))
        with av.open(path) as source:
            frames = [np.asarray(f.to_ndarray(), np.float32) for f in source.decode(audio=0)]
    # The first frame is the encoder's run-up.
    return np.concatenate(frames[1:], axis=1)


if __name__ == "__main__":
    sys.exit(main())
