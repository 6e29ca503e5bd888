"""Servers of vendors of pictures, and our clients opened on them."""

from tests.support.painters.benches import BENCHES, Bench
from tests.support.painters.fake import KEY, FakeVendor, Trouble, png

__all__ = ["BENCHES", "KEY", "Bench", "FakeVendor", "Trouble", "png"]
