"""What a good render would be measured as."""

from studio.domain.render import MediaFacts

FACTS = MediaFacts(
    width_px=1080,
    height_px=1920,
    frames=300,
    fps=30.0,
    duration_s=10.0,
    video_codec="h264",
    video_profile="High",
    pixel_format="yuv420p",
    audio_codec="aac",
    sample_rate_hz=48_000,
    loudness_lufs=-14.0,
    true_peak_dbtp=-1.5,
    size_bytes=1000,
)
