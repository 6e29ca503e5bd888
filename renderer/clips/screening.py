"""A clip as its scene shows it: a frame of the scene in, planes of the frame's size out."""

from pathlib import Path

import av

from renderer.clips.framing import MIDDLE, Focus, Framer, upright_rgb
from renderer.clips.reel import Reel
from renderer.pictures.interest import focus
from renderer.pixels.frames import Planes
from studio.domain.footage import Footage, moment_s
from studio.domain.scene import Fit

_FOCUS_PX = 320


class Screening:
    """One clip in one layer; any frame may be asked for, and going forwards is fast."""

    def __init__(
        self, path: Path, footage: Footage, fit: Fit, *, width_px: int, height_px: int, fps: int
    ) -> None:
        """Open the clip.

        Raises:
            RenderFailed: It cannot be read.
        """
        self._reel = Reel(path)
        self._footage, self._fps = footage, fps
        size = {"width_px": width_px, "height_px": height_px}
        self._framer = Framer(fit, self._focus(fit, width_px / height_px), **size)
        self._shown: tuple[av.VideoFrame, Planes] | None = None

    def at(self, frame: int) -> Planes:
        """Give what a frame of the scene shows; the planes hold until the next frame is asked for.

        Args:
            frame: Counted from the scene's first; negative in a transition into it.

        Raises:
            RenderFailed: The clip has no frame that can be decoded.
        """
        seen = self._reel.at(moment_s(self._footage, frame, fps=self._fps))
        if self._shown is None or self._shown[0] is not seen:
            self._shown = seen, self._framer.planes(seen, self._reel.aspect)
        return self._shown[1]

    def _focus(self, fit: Fit, aspect: float) -> Focus:
        """Look at the scene's first frame alone: a cut that wandered would look like a camera."""
        if fit is not Fit.INTEREST:
            return MIDDLE
        first = self._reel.at(moment_s(self._footage, 0, fps=self._fps))
        return focus(upright_rgb(first, self._reel.aspect, longest_px=_FOCUS_PX), aspect)
