"""Measure a finished video, and hold it against what was promised."""

from pathlib import Path

import av

from renderer.loudness import Loudness, measure
from studio.domain.errors import RenderFailed
from studio.domain.render import MediaFacts
from studio.domain.segments import Segment
from studio.domain.timeline import Timeline

LOUDNESS_LUFS = -14.0
LOUDNESS_TOLERANCE_LU = 0.5
CEILING_DBTP = -1.0
SOUND_TOLERANCE_S = 0.06


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
            video_codec=video.codec_context.name,
            video_profile=str(video.codec_context.profile),
            pixel_format=str(video.codec_context.pix_fmt),
            audio_codec=audio.codec_context.name,
            sample_rate_hz=audio.rate or 0,
            loudness_lufs=0.0,
            true_peak_dbtp=0.0,
            size_bytes=path.stat().st_size,
        )
        sound_s = float((audio.duration or 0) * audio.time_base) if audio.time_base else 0.0
    if abs(sound_s - facts.duration_s) > SOUND_TOLERANCE_S:
        raise RenderFailed(
            f"The sound lasts {sound_s:.2f} s and the picture {facts.duration_s:.2f} s.",
            stage="probe",
        )
    heard = measure(path)
    return facts.model_copy(
        update={
            "loudness_lufs": round(heard.lufs, 2),
            "true_peak_dbtp": round(heard.true_peak_dbtp, 2),
        }
    )


def check(facts: MediaFacts, timeline: Timeline, first: Segment) -> None:
    """Compare a finished video with its timeline.

    Raises:
        RenderFailed: They differ; the message says in what.
    """
    wanted = {
        "width_px": first.width_px,
        "height_px": first.height_px,
        "frames": timeline.frames,
        "fps": float(timeline.fps),
        "video_codec": "h264",
        "video_profile": "High",
        "pixel_format": "yuv420p",
        "audio_codec": "aac",
        "sample_rate_hz": 48_000,
    }
    wrong = [
        f"{name} is {getattr(facts, name)!r} instead of {value!r}"
        for name, value in wanted.items()
        if getattr(facts, name) != value
    ]
    heard = Loudness(lufs=facts.loudness_lufs, true_peak_dbtp=facts.true_peak_dbtp)
    if not heard.is_silent:
        if abs(heard.lufs - LOUDNESS_LUFS) > LOUDNESS_TOLERANCE_LU:
            wrong.append(f"loudness is {heard.lufs} LUFS instead of {LOUDNESS_LUFS}")
        if heard.true_peak_dbtp > CEILING_DBTP:
            wrong.append(f"true peak is {heard.true_peak_dbtp} dBTP, above {CEILING_DBTP}")
    if wrong:
        raise RenderFailed(f"The video is not as it should be: {'; '.join(wrong)}.", stage="probe")
