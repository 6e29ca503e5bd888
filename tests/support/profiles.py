"""What is remembered of users, in memory."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.domain.units import UserId


@dataclass
class Shelf:
    """A `ProfileShelf` that ends with its test."""

    kept: defaultdict[UserId, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    async def read(self, owner_id: UserId) -> Mapping[str, dict[str, Any]]:
        return dict(self.kept[owner_id])

    async def write(self, owner_id: UserId, key: str, value: dict[str, Any]) -> None:
        self.kept[owner_id][key] = value

    async def delete(self, owner_id: UserId, *keys: str) -> None:
        for key in keys:
            self.kept[owner_id].pop(key, None)
