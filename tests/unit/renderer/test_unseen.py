"""What a segment's digest leaves out really changes no pixel."""

from collections.abc import Mapping

import numpy as np
import pytest

from studio.domain.overlays import OverlayStyle, Progress, ProgressBar
from studio.domain.scene import Motion
from studio.domain.segments import Segment, without_unseen
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Frames
from tests.support.segments import cue, layer, painted, segment, shown_headline, textured

FRAMES = 3
OTHERWISE = {
    "caption_style": CaptionStyle.TYPEWRITER,
    "overlay_style": OverlayStyle.BLOCK,
    "language": "ja",
    "palette_seed": 6,
}
LATE: dict[str, object] = {"first": 18, "move_frames": 90}
BAR = Progress(bar=ProgressBar.TOP, first=Frames(9), total=Frames(30))
WORDS = (cue(("alpha", 0, 90), until_ms=200),)

BARE = segment(layer(frames=FRAMES), frames=FRAMES)
STILL = segment(layer(frames=FRAMES, motion=Motion.STILL), frames=FRAMES)
TITLED = segment(layer(frames=FRAMES, motion=Motion.STILL, headline="Seven"), frames=FRAMES)
SPOKEN = segment(layer(frames=FRAMES, cues=WORDS), frames=FRAMES)
PAIR = segment(layer(frames=FRAMES), layer(frames=FRAMES, cues=WORDS), frames=FRAMES)


def changed(made: Segment, *, of_layer: Mapping[str, object], **values: object) -> Segment:
    layers = (made.layers[0].model_copy(update=of_layer), *made.layers[1:])
    return made.model_copy(update={"layers": layers, **values})


def is_seen(one: Segment, two: Segment) -> bool:
    picture = textured()
    frames = zip(painted(one, picture), painted(two, picture), strict=True)
    return not all(np.array_equal(a, b) for a, b in frames)


@pytest.mark.parametrize(
    "other",
    [
        changed(BARE, of_layer={}, **OTHERWISE),
        changed(STILL, of_layer=LATE, **OTHERWISE),
        changed(TITLED, of_layer={"first": 18, "move_frames": 90}, caption_style=CaptionStyle.POP),
        changed(SPOKEN, of_layer={}, overlay_style=OverlayStyle.PAPER),
        changed(PAIR, of_layer={}, **OTHERWISE),
    ],
    ids=["without text", "still without text", "still with a headline", "captions", "transition"],
)
def test_what_the_digest_leaves_out_changes_no_pixel(other: Segment) -> None:
    assert without_unseen(other) != other
    assert not is_seen(other, without_unseen(other))


@pytest.mark.parametrize(
    ("base", "of_layer", "values"),
    [
        (SPOKEN, {}, {"caption_style": CaptionStyle.CLASSIC}),
        (SPOKEN, {}, {"palette_seed": 2}),
        (TITLED, {}, {"palette_seed": 2}),
        (TITLED, {"overlays": (shown_headline("Seven", first=-40, end=FRAMES),)}, {}),
        (TITLED, {}, {"overlay_style": OverlayStyle.PLATE}),
        (BARE, {}, {"progress": BAR}),
        (BARE, {}, {"progress": BAR, "palette_seed": 2}),
        (BARE, {"first": 18, "move_frames": 90}, {}),
    ],
    ids=[
        "style",
        "colour of words",
        "colour of a headline",
        "age of a headline",
        "look of a headline",
        "bar",
        "colour of a bar",
        "move",
    ],
)
def test_what_the_digest_keeps_changes_pixels(
    base: Segment, of_layer: Mapping[str, object], values: dict[str, object]
) -> None:
    other = changed(base, of_layer=of_layer, **values)

    assert without_unseen(other) != without_unseen(base)
    assert is_seen(other, base)
