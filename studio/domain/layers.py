"""Layered pictures: a JPEG that shows the whole, followed by its background and its foreground. Pure.

Every viewer shows the JPEG and passes over what follows it; the renderer moves the layers apart.
"""

import struct
from typing import NamedTuple

MAGIC = b"RWLAYERS"
_FOOT = struct.Struct(">II8s")


class Layers(NamedTuple):
    """The two layers of a picture, encoded, both of the whole picture's size.

    Attributes:
        far: The background, also where the foreground hides it.
        near: The foreground, with alpha.
    """

    far: bytes
    near: bytes


def layered(flat: bytes, layers: Layers) -> bytes:
    """Append layers to a JPEG."""
    foot = _FOOT.pack(len(layers.far), len(layers.near), MAGIC)
    return flat + layers.far + layers.near + foot


def layers_of(data: bytes) -> Layers | None:
    """Find the layers in a picture; ``None`` where it has none."""
    if not data.endswith(MAGIC) or len(data) < _FOOT.size:
        return None
    far, near, _ = _FOOT.unpack(data[-_FOOT.size :])
    end = len(data) - _FOOT.size
    if not (far and near and far + near < end):
        return None
    return Layers(data[end - near - far : end - near], data[end - near : end])
