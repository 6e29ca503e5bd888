"""The same scenes by MoviePy 2, as most tools of this field render them, for comparison."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moviepy import CompositeVideoClip, ImageClip, TextClip, concatenate_videoclips

from studio.domain.timeline import Clip, Timeline
from studio.domain.units import frames_to_ms

ZOOM = 0.12
CAPTION_Y = 0.6
FONT_PX = 84


def render(timeline: Timeline, pictures: Sequence[Path], font: Path, out: Path) -> int:
    """Render a timeline's clips with a zoom and word captions, without sound.

    Args:
        timeline: What to show.
        pictures: One a clip.
        font: TrueType or OpenType file for the captions.
        out: MP4 to write.

    Returns:
        The number of frames.
    """
    scenes = [
        _scene(clip, picture, font, timeline)
        for clip, picture in zip(timeline.clips, pictures, strict=True)
    ]
    video: Any = concatenate_videoclips(scenes)
    video.write_videofile(
        str(out),
        fps=timeline.fps,
        codec="libx264",
        audio=False,
        preset="veryfast",
        threads=2,
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p"],
        logger=None,
    )
    return round(video.duration * timeline.fps)


def _scene(clip: Clip, picture: Path, font: Path, timeline: Timeline) -> Any:
    seconds = frames_to_ms(clip.frames, fps=timeline.fps) / 1000
    still: Any = ImageClip(str(picture)).with_duration(seconds)
    cover = max(timeline.width_px / still.w, timeline.height_px / still.h)
    moving = still.resized(lambda t: cover * (1 + ZOOM * t / seconds)).with_position("center")
    words = [
        TextClip(
            font=str(font),
            text=word.text,
            font_size=FONT_PX,
            color="white",
            stroke_color="black",
            stroke_width=6,
            margin=(20, 20),
        )
        .with_start(word.start_ms / 1000)
        .with_end(max(word.end_ms, word.start_ms + 40) / 1000)
        .with_position(("center", int(timeline.height_px * CAPTION_Y)))
        for cue in clip.cues
        for word in cue.words
        if word.start_ms / 1000 < seconds
    ]
    size = (timeline.width_px, timeline.height_px)
    return CompositeVideoClip([moving, *words], size=size).with_duration(seconds)
