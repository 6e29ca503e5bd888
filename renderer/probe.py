"""Measure a finished video, and hold its formats against what was promised."""

from pathlib import Path

import av

from renderer.sound.loudness import measure
from studio.domain.errors import RenderFailed
from studio.domain.output import Codec
from studio.domain.render import MediaFacts

PROFILES = {Codec.H264: "High", Codec.HEVC: "Main", Codec.AV1: "Main"}


def probe(path: Path) -> MediaFacts:
    """Measure a video.

    Raises:
        RenderFailed: It lacks picture or sound.
    """
    with av.open(str(path)) as container:
        if not container.streams.video or not container.streams.audio:
            raise RenderFailed("The file lacks picture or sound.", stage="probe")
        video, audio = container.streams.video[0], container.streams.audio[0]
        frames = sum(1 for packet in container.demux(video) if packet.size)
        rate = video.average_rate
        facts = MediaFacts(
            width_px=video.width,
            height_px=video.height,
            frames=frames,
            fps=float(rate) if rate else 0.0,
            duration_s=frames / float(rate) if rate else 0.0,
            video_codec=video.codec_context.codec.canonical_name,
            video_profile=str(video.codec_context.profile),
            pixel_format=str(video.codec_context.pix_fmt),
            audio_codec=audio.codec_context.name,
            sample_rate_hz=audio.rate or 0,
            loudness_lufs=0.0,
            true_peak_dbtp=0.0,
            size_bytes=path.stat().st_size,
        )
    heard = measure(path)
    return facts.model_copy(
        update={
            "loudness_lufs": round(heard.lufs, 2),
            "true_peak_dbtp": round(heard.true_peak_dbtp, 2),
        }
    )


def check(facts: MediaFacts, codec: Codec) -> None:
    """Compare a finished video's formats with those that are promised.

    Raises:
        RenderFailed: They differ, so that not every player shows it; the message says in what.
    """
    wanted = {
        "video_codec": codec.value,
        "video_profile": PROFILES[codec],
        "pixel_format": "yuv420p",
        "audio_codec": "aac",
        "sample_rate_hz": 48_000,
    }
    wrong = [
        f"{name} is {getattr(facts, name)!r} instead of {value!r}"
        for name, value in wanted.items()
        if getattr(facts, name) != value
    ]
    if wrong:
        raise RenderFailed(f"The video is not as it should be: {'; '.join(wrong)}.", stage="probe")
