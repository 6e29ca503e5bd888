"""Checkpoints in few bytes: what LangGraph serialises, packed. Every step writes the history again."""

import zlib
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

SMALLEST = 256
"""Less is left as it is."""
MOST_BYTES = 64 * 1024 * 1024
"""Of one value when it is unpacked; a checkpoint's are thousands of times smaller."""
_PACKED = "+zlib"


class PackedSerializer(JsonPlusSerializer):
    """LangGraph's own, packed with zlib; what was written without it is read, too."""

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Serialise a value."""
        kind, plain = super().dumps_typed(obj)
        if len(plain) < SMALLEST:
            return kind, plain
        return f"{kind}{_PACKED}", zlib.compress(plain)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Read a value back.

        Raises:
            ValueError: It is larger than anything that was ever written.
        """
        kind, stored = data
        if not kind.endswith(_PACKED):
            return super().loads_typed(data)
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(stored, MOST_BYTES)
        if unpacking.unconsumed_tail:
            raise ValueError(f"a checkpoint's value has more than {MOST_BYTES} bytes")
        return super().loads_typed((kind.removesuffix(_PACKED), plain))
