"""Makers for tests: flat colours and a hum."""

from typing import TypeVar

from studio.makers import Makers
from studio.providers.images.fake import FlatPictures
from studio.providers.speech.fake import HummedSpeech

M = TypeVar("M")

FLAT = Makers({"flat": FlatPictures()})
HUMMED = Makers({"hummed": HummedSpeech()})


def only(maker: M) -> Makers[M]:
    """Give an installation with one maker."""
    return Makers({"only": maker})
