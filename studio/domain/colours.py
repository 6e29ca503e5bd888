"""The colours that a look is held to. Pure."""

from typing import Annotated

from pydantic import Field

from studio.domain.value import Value

Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
"""A colour as ``#rrggbb``, sRGB."""


class Colours(Value):
    """Colours that all pictures of a video share.

    Attributes:
        zenith: Of the sky above, or of what is far.
        horizon: Of the light low in the picture.
        land: Of the ground and of shadows.
        accent: Of what the eye is led to.
        second: Of what stands beside it.
        light: How light it is, 0 the dead of night to 1 noon.
        strength: How strong the colours are: 0 grey, 1 natural, 1.6 neon.
    """

    zenith: Hex
    horizon: Hex
    land: Hex
    accent: Hex
    second: Hex
    light: Annotated[float, Field(ge=0, le=1)] = 0.5
    strength: Annotated[float, Field(ge=0, le=1.6)] = 1.0

    @property
    def in_words(self) -> str:
        """Give the colours for a maker that is asked in words."""
        return f"{self.zenith}, {self.horizon}, {self.land}, {self.accent}, {self.second}"
