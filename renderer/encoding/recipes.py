"""Encoder settings for every quality, codec and rate, as ffmpeg spells them. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from renderer.painting.content import Content
from studio.domain.output import Codec
from studio.domain.render import RenderProfile

GOP_S = 2
"""The longest that the platforms advise, and how far a player must seek back."""
_X264_COLOURS = "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv"
_X265_COLOURS = "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=limited"
_B_PYRAMID = 2
"""The delay of three B-frames of which the middle one is referred to."""
_FIXED = "bframes=3:b-adapt=0"
_CHEAP_TOOLS = f"{_FIXED}:weightb=0:cabac=1:8x8dct=1:no-deblock=0"
_CHEAPEST_TOOLS = f"{_FIXED}:weightb=0:cabac=0:8x8dct=1:no-deblock=0:partitions=none"
_INTRA = "partitions=i8x8,i4x4"
_ROUNDED = "deadzone-inter=0:deadzone-intra=0"
"""Small coefficients are rounded, not dropped: grain, letters and dither live on at coarser steps."""

_QUANTISERS = {Content.TEXTURED: 22, Content.PASSING: 24}
"""Of the standard profile in H.264."""
_PARTITIONS = {Content.TEXTURED: _INTRA, Content.PASSING: "partitions=none"}
"""In a transition looking for the best way takes longest; a finer quantiser costs less than it gives."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Encoder settings; segments joined by stream copy must share them to the letter.

    Attributes:
        encoder: As ffmpeg names it.
        options: As ffmpeg names them.
        tag: Of the stream in its file, four characters; empty for the usual one.
        pixel_format: What the encoder is given.
        delay: By how many frames decoding runs ahead of showing. libx265 says nonsense for a file
            of one frame, and others say less for very short ones; ``None`` believes the encoder.
        is_piped: Whether the ffmpeg program encodes, as PyAV's library has not got the encoder.
        device: Of a graphics processor that frames are uploaded to, such as ``/dev/dri/renderD128``.
    """

    encoder: str
    options: Mapping[str, str]
    tag: str = ""
    pixel_format: str = "yuv420p"
    delay: int | None = None
    is_piped: bool = False
    device: str = ""

    @property
    def title(self) -> str:
        """The encoder, and where there may be several, which one."""
        return f"{self.encoder} on {self.device}" if self.device else self.encoder

    def at(self, rate: int) -> "Recipe":
        """Give the same settings at another constant rate factor, or at another quantiser."""
        name = "qp" if "qp" in self.options else "crf"
        return replace(self, options={**self.options, name: str(rate)})


def recipe_for(
    profile: RenderProfile, codec: Codec, *, fps: int, content: Content = Content.SMOOTH
) -> Recipe:
    """Give the settings of a profile in a codec.

    Drafts are H.264 in every codec: they are watched at once, wherever they are asked for. A closed
    GOP is two seconds long at every rate, and every segment is encoded on one thread. Segments of
    any content join.
    """
    if profile is RenderProfile.DRAFT:
        return x264_fixed("ultrafast", 25, f"{_CHEAPEST_TOOLS}:{_ROUNDED}", fps=fps)
    if (codec, profile) == (Codec.H264, RenderProfile.STANDARD) and content in _QUANTISERS:
        tools = f"{_CHEAP_TOOLS}:{_PARTITIONS[content]}:deblock=-2,-2:{_ROUNDED}"
        return x264_fixed("ultrafast", _QUANTISERS[content], tools, fps=fps)
    return _SOFTWARE[codec, profile](fps)


def x264(preset: str, crf: int, params: str, *, fps: int) -> Recipe:
    """Give settings of libx264; ``params`` are its own, beside those that joining needs."""
    return _x264(preset, {"crf": str(crf)}, params, fps=fps)


def x264_fixed(preset: str, qp: int, params: str, *, fps: int) -> Recipe:
    """Give settings with one quantiser for all frames of a kind: nothing is looked at twice."""
    return _x264(preset, {"qp": str(qp)}, params, fps=fps)


def _x264(preset: str, rate: Mapping[str, str], params: str, *, fps: int) -> Recipe:
    gop = f"open-gop=0:keyint={GOP_S * fps}:min-keyint={fps}:scenecut=0"
    options = {
        "preset": preset,
        **rate,
        "profile": "high",
        # Stitchable: the header would else name the first quantiser, which differs by content.
        "x264-params": f"{gop}:{_X264_COLOURS}:threads=1:stitchable=1:{params}",
    }
    return Recipe("libx264", options, delay=_B_PYRAMID)


def x265(preset: str, crf: int, params: str, *, fps: int) -> Recipe:
    """Give settings of libx265; tagged ``hvc1``, without which Apple's players refuse it."""
    gop = f"open-gop=0:keyint={GOP_S * fps}:min-keyint={fps}:scenecut=0"
    threads = "pools=none:frame-threads=1:wpp=0:log-level=error"
    options = {
        "preset": preset,
        "crf": str(crf),
        "profile": "main",
        "x265-params": f"{gop}:{_X265_COLOURS}:{threads}:{params}",
    }
    return Recipe("libx265", options, tag="hvc1", delay=_B_PYRAMID)


def svt_av1(preset: int, crf: int, *, fps: int) -> Recipe:
    """Give settings of SVT-AV1; its key frames begin closed GOPs."""
    options = {
        "preset": str(preset),
        "crf": str(crf),
        "g": str(GOP_S * fps),
        "svtav1-params": "lp=1:scd=0",
    }
    return Recipe("libsvtav1", options, delay=0)


_SOFTWARE: dict[tuple[Codec, RenderProfile], Callable[[int], Recipe]] = {
    (Codec.H264, RenderProfile.STANDARD): lambda fps: x264(
        "ultrafast", 26, f"{_CHEAP_TOOLS}:{_INTRA}:deblock=0,0:aq-mode=1:{_ROUNDED}", fps=fps
    ),
    (Codec.H264, RenderProfile.ARCHIVE): lambda fps: x264("medium", 16, _FIXED, fps=fps),
    (Codec.HEVC, RenderProfile.STANDARD): lambda fps: x265("superfast", 20, _FIXED, fps=fps),
    (Codec.HEVC, RenderProfile.ARCHIVE): lambda fps: x265("medium", 18, _FIXED, fps=fps),
    (Codec.AV1, RenderProfile.STANDARD): lambda fps: svt_av1(9, 26, fps=fps),
    (Codec.AV1, RenderProfile.ARCHIVE): lambda fps: svt_av1(6, 22, fps=fps),
}
