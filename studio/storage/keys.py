"""The shape of storage keys, checked before one becomes a path or an address."""

import re

from studio.domain.errors import NotFound
from studio.domain.units import StorageKey

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*/[A-Za-z0-9_-]+\.[a-z0-9]+")


def checked(key: StorageKey) -> str:
    """Give a key that names a place inside the store, and nothing else.

    Raises:
        NotFound: It could lead elsewhere.
    """
    if not _KEY.fullmatch(key):
        raise NotFound(f"There can be no file {key!r}.")
    return key
