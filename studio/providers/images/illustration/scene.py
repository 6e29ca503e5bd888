"""What a picture is drawn with: canvas, palette and a random stream."""

from dataclasses import dataclass

import numpy as np

from studio.providers.images.illustration.canvas import Canvas
from studio.providers.images.illustration.palette import Palette


@dataclass(frozen=True, slots=True)
class Easel:
    """Everything a drawing function needs.

    Attributes:
        canvas: What is drawn on.
        palette: The scene's colours.
        random: Seeded by the request; drawn from in a fixed order.
    """

    canvas: Canvas
    palette: Palette
    random: np.random.Generator

    def between(self, low: float, high: float) -> float:
        """Draw a number."""
        return float(self.random.uniform(low, high))

    def side(self) -> int:
        """Draw -1 or 1."""
        return 1 if self.random.random() < 0.5 else -1
