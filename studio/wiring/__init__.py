"""The composition root: settings in, a working studio out."""

from studio.wiring.assembly import (
    Studio,
    SystemClock,
    open_from_environment,
    open_signing,
    open_studio,
    read_environment,
)
from studio.wiring.makers import announced_ends, open_makers

__all__ = [
    "Studio",
    "SystemClock",
    "announced_ends",
    "open_from_environment",
    "open_makers",
    "open_signing",
    "open_studio",
    "read_environment",
]
