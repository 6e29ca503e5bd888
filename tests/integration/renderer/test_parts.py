"""A segment in parts: who makes them changes no byte, and nobody is left behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest

from renderer.encoding.parts import PATIENCE_S, edges_of, encode_in_parts
from renderer.encoding.recipes import GOP_S, Recipe, recipe_for
from renderer.painting.content import Content
from renderer.painting.painter import paints
from renderer.pixels.frames import Planes
from studio.domain.errors import Cancelled
from studio.domain.output import Codec
from studio.domain.render import RenderProfile
from studio.typefaces import font_path
from tests.support.segments import FPS, PICTURE, layer, segment, textured

FRAMES = GOP_S * FPS + 5
SEGMENT = segment(layer(frames=FRAMES), frames=FRAMES)
RECIPE = recipe_for(RenderProfile.STANDARD, Codec.H264, fps=FPS, content=Content.TEXTURED)
Paint = Callable[[Planes], None]


def painters() -> Iterator[Paint]:
    return paints(SEGMENT, {PICTURE: textured()}, font_path)


def made(
    path: Path,
    frames: Iterator[Paint],
    *,
    is_helped: bool,
    on_progress: Callable[[int], bool] = lambda _: True,
    patience_s: float = PATIENCE_S,
) -> bytes:
    encode_in_parts(
        frames,
        path,
        segment=SEGMENT,
        recipe=RECIPE,
        on_progress=on_progress,
        is_helped=is_helped,
        patience_s=patience_s,
    )
    return path.read_bytes()


def children() -> set[str]:
    """Whose parent this process is: the servers of other tests as well."""
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}


def test_a_helper_changes_no_byte_and_is_counted(tmp_path: Path) -> None:
    told: list[int] = []
    before = children()

    def on_progress(done: int) -> bool:
        told.append(done)
        return True

    alone = made(tmp_path / "alone.mp4", painters(), is_helped=False)
    helped = made(tmp_path / "helped.mp4", painters(), is_helped=True, on_progress=on_progress)

    assert helped == alone
    assert told == sorted(told)
    assert told[-1] == FRAMES
    assert children() <= before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["alone.mp4", "helped.mp4"]


def test_parts_follow_each_other_in_one_file_and_each_needs_no_other(tmp_path: Path) -> None:
    made(tmp_path / "made.mp4", painters(), is_helped=False)

    with av.open(str(tmp_path / "made.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [round(frame.time * FPS) for frame in frames if frame.time is not None] == list(
        range(FRAMES)
    )
    assert [n for n, frame in enumerate(frames) if frame.key_frame] == [0, FRAMES // 2]


@pytest.mark.parametrize("fate", [lambda: os._exit(9), signal.pause], ids=["dies", "stands still"])
def test_what_a_helper_did_not_do_is_done_without_it(
    tmp_path: Path, fate: Callable[[], None]
) -> None:
    here = os.getpid()

    def only_here(paint: Paint) -> Paint:
        def run(frame: Planes) -> None:
            if os.getpid() != here:
                fate()
            paint(frame)

        return run

    painted = map(only_here, painters())
    helped = made(tmp_path / "helped.mp4", painted, is_helped=True, patience_s=0.2)

    assert helped == made(tmp_path / "alone.mp4", painters(), is_helped=False)


def test_a_render_that_is_stopped_leaves_no_helper(tmp_path: Path) -> None:
    before = children()

    with pytest.raises(Cancelled):
        made(tmp_path / "stopped.mp4", painters(), is_helped=True, on_progress=lambda _: False)

    assert children() <= before


@pytest.mark.parametrize(
    ("changes", "recipe", "count"),
    [
        ({}, RECIPE, 2),
        ({"frames": GOP_S * FPS}, RECIPE, 1),
        ({"frames": 3 * GOP_S * FPS}, RECIPE, 3),
        ({"profile": RenderProfile.DRAFT}, RECIPE, 1),
        ({}, recipe_for(RenderProfile.STANDARD, Codec.AV1, fps=FPS), 1),
    ],
)
def test_there_are_as_many_parts_as_closed_groups_of_pictures(
    changes: dict[str, object], recipe: Recipe, count: int
) -> None:
    edges = edges_of(SEGMENT.model_copy(update=changes), recipe)

    assert len(edges) == count + 1
