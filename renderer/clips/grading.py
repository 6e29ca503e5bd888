"""HDR and wide-gamut clips brought into BT.709: the curves, and the table that ffmpeg looks up. Pure.

Sources:
    ITU-R BT.2100-3, tables 4 and 5 (PQ and HLG), BT.2408-7 (203 cd/m2 is diffuse white), BT.2087-0
    (BT.2020 to BT.709), BT.1886-0 (a display's gamma of 2.4).
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Light = NDArray[np.float64]

WHITE_NITS = 203.0
"""Diffuse white: paper in the light of the scene."""
PEAK_NITS = 1_000.0
"""What is brighter is white."""
KNEE = 0.5
"""Of diffuse white: up to here light stays as it is."""
GAMMA = 2.4
_PQ, _HLG, _BT2020 = 16, 18, 9
"""ITU-T H.273, tables 3 and 2."""
SIZE = 33
"""Entries of the table along each side."""
_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_HLG_GAMMA = 1.2
_LUMA = np.array([0.2627, 0.6780, 0.0593])
_TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


class Grade(StrEnum):
    """How the numbers of a clip stand for light."""

    STANDARD = "standard"
    WIDE = "wide"
    """BT.2020 colours, no brighter than usual."""
    PQ = "pq"
    HLG = "hlg"


def grade_of(transfer: int, primaries: int) -> Grade:
    """Tell a clip's grade by the codes of ITU-T H.273 for its transfer and its primaries."""
    if transfer == _PQ:
        return Grade.PQ
    if transfer == _HLG:
        return Grade.HLG
    return Grade.WIDE if primaries == _BT2020 else Grade.STANDARD


def light_of(signal: Light, grade: Grade) -> Light:
    """Give the light that a display of a grade shows, 1 for diffuse white.

    Args:
        signal: R'G'B', 0 to 1, the colours last.
        grade: How it was graded.
    """
    match grade:
        case Grade.PQ:
            root = signal ** (1 / _M2)
            nits = 10_000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)
            return nits / WHITE_NITS
        case Grade.HLG:
            dark, bright = signal**2 / 3, (np.exp((signal - _C) / _A) + _B) / 12
            scene = np.where(signal <= 0.5, dark, bright)
            system = (scene @ _LUMA)[..., None] ** (_HLG_GAMMA - 1)
            return PEAK_NITS * system * scene / WHITE_NITS
        case Grade.WIDE | Grade.STANDARD:
            return signal**GAMMA


def toned(light: Light) -> Light:
    """Bring highlights down to 1: as it is up to the knee, then bent, each colour keeping its hue."""
    brightest = light.max(axis=-1, keepdims=True)
    over = np.maximum(brightest - KNEE, 0) / (1 - KNEE)
    most = (PEAK_NITS / WHITE_NITS - KNEE) / (1 - KNEE)
    bent = KNEE + (1 - KNEE) * np.minimum(1, over * (1 + over / most**2) / (1 + over))
    return light * np.where(brightest > KNEE, bent / np.maximum(brightest, KNEE), 1)


def standard(signal: Light, grade: Grade) -> Light:
    """Convert R'G'B' of a grade to that of BT.709, 0 to 1."""
    light = light_of(signal, grade)
    shown = light if grade is Grade.WIDE else toned(light)
    return np.clip(shown @ _TO_709.T, 0, 1) ** (1 / GAMMA)


def table(grade: Grade) -> str:
    """Write the conversion as a table in the Cube format, red running fastest."""
    steps = np.linspace(0, 1, SIZE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    values = standard(np.stack([red, green, blue], axis=-1), grade).reshape(-1, 3)
    rows = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in values)
    return f"LUT_3D_SIZE {SIZE}\n{rows}\n"
