"""Pictures with a foreground: background and foreground apart, and one laid over the other."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from renderer.camera.motion import Window
from renderer.camera.warp import Sampler
from renderer.pictures.fitting import filled, fitted, fitted_cut_out
from renderer.pictures.stills import cut_out, still
from renderer.pixels import kernels
from renderer.pixels.frames import Plane, Planes, blank, halved, quantised, to_planes, whole_rows
from studio.domain.layers import layers_of
from studio.domain.scene import Fit
from studio.domain.units import StorageKey

_LEAST_CLEAR, _LEAST_SOLID = 0.02, 0.002
"""Shares of a picture: with less of either it has no foreground to tell from a background."""


@dataclass(frozen=True, slots=True)
class Depth:
    """A picture in two layers of one size.

    Attributes:
        far: The background.
        ink: The foreground, multiplied by its alpha.
        veil: What is kept of the background, 255 for all of it; in all three sizes.
    """

    far: Planes
    ink: Planes
    veil: Planes


def depth(data: bytes, key: StorageKey, fit: Fit, *, width_px: int, height_px: int) -> Depth | None:
    """Find the layers of a picture: those that it was drawn in, or what stands out by its alpha.

    Behind a picture with alpha lies a blurred and darker copy of it, as behind one that is contained.

    Returns:
        Nothing for a picture without a foreground.

    Raises:
        RenderFailed: It cannot be read.
    """
    size = {"width_px": width_px, "height_px": height_px}
    drawn = layers_of(data)
    near = cut_out(drawn.near if drawn else data, key, **size)
    if near is None or not _stands_out(near[..., 3]):
        return None
    whole = still(drawn.far if drawn else data, key, **size)
    far = fitted(whole, fit, **size) if drawn else filled(whole, **size)
    placed = fitted_cut_out(near, fit, **size)
    alpha = np.divide(placed[..., 3], 255, dtype=np.float32)
    kept = np.multiply(1 - alpha, 255, dtype=np.float32)
    chroma = quantised(halved(kept))
    return Depth(
        far=to_planes(far),
        ink=to_planes(placed[..., :3].astype(np.float32), alpha),
        veil=Planes(quantised(kept), chroma, chroma),
    )


class DepthSampler:
    """Samples both layers, each through its own window; it owns the memory between."""

    def __init__(self, *, width_px: int, height_px: int) -> None:
        """Prepare for frames of a size."""
        self._sampler = Sampler(width_px=width_px)
        self._ink, self._veil = (blank(width_px, height_px) for _ in range(2))

    def sample(self, layers: Depth, far: Window, near: Window, into: Planes) -> None:
        """Paint the background, and the foreground over it."""
        ink, veil = (_part(frame, into) for frame in (self._ink, self._veil))
        self._sampler.sample(layers.far, far, into)
        self._sampler.sample(layers.ink, near, ink)
        self._sampler.sample(layers.veil, near, veil)
        for plane, kept, added in zip(_each(into), _each(veil), _each(ink), strict=True):
            rows, width = whole_rows(plane), plane.shape[1]
            kernels.lay_ink(whole_rows(added), whole_rows(kept), rows, width, 0, 0)


def _stands_out(alpha: Plane) -> bool:
    clear, solid = (float(np.mean(part)) for part in (alpha < 8, alpha > 128))
    return clear >= _LEAST_CLEAR and solid >= _LEAST_SOLID


def _part(frame: Planes, like: Planes) -> Planes:
    height, width = like.height, like.width
    half = cast("tuple[slice, slice]", np.s_[: height // 2, : width // 2])
    return Planes(frame.y[:height, :width], frame.u[half], frame.v[half])


def _each(planes: Planes) -> tuple[Plane, Plane, Plane]:
    return planes.y, planes.u, planes.v
