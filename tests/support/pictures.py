"""Illustrated scenes for tests, and how alike they look."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.domain.asset import PictureRequest, digest
from studio.domain.storyboard import Mood
from studio.providers.images.illustration.compose import illustrate

WIDTH, HEIGHT = 540, 960


def request(
    prompt: str, scene: int = 0, *, palette: int = 3, mood: Mood = Mood.BRIGHT
) -> PictureRequest:
    """Ask for a scene of a video, at a quarter of its size."""
    return PictureRequest(
        prompt=prompt,
        seed=int(digest(f"scene {scene}", palette)[:7], 16),
        palette_seed=palette,
        mood=mood,
        width_px=WIDTH,
        height_px=HEIGHT,
    )


def scenes(prompt: str, count: int, *, palette: int = 3) -> list[Image.Image]:
    """Draw a video whose scenes all say the same."""
    return [illustrate(request(prompt, n, palette=palette)) for n in range(count)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the mean difference of two pictures seen from afar, in CIELAB units."""
    small = [
        cv2.resize(
            cv2.cvtColor(np.asarray(image, np.float32) / 255, cv2.COLOR_RGB2LAB),
            (18, 32),
            interpolation=cv2.INTER_AREA,
        )
        for image in (one, other)
    ]
    return float(np.abs(small[0] - small[1]).mean())


def edges(grey: NDArray[np.float32]) -> float:
    """Give the mean steepness of a part of a picture without its grain, in 8-bit steps a pixel."""
    soft = cv2.GaussianBlur(grey, (0, 0), 1.5)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    return float(np.hypot(across, down).mean() / 8)
