"""What a worker tells of a render."""

from uuid import uuid4

from renderer.desk import patch_of
from studio.domain.units import RenderId
from studio.services.renders import Progress

RENDER = RenderId(uuid4())


def told(progress: Progress, left: float | None) -> dict[str, object]:
    return {p["path"]: p["value"] for p in patch_of(progress, render_id=RENDER, seconds_left=left)}


def test_progress_tells_share_stage_seconds_left_and_where_to_watch() -> None:
    early = told(Progress(fraction=0.25, stage="segments", is_playable=False), 12.5)
    later = told(Progress(fraction=0.5, stage="join", is_playable=True), 4.0)

    assert early == {
        "/done": 25,
        "/fraction": 0.25,
        "/label": "Rendering the scenes",
        "/seconds_left": 12.5,
    }
    assert later["/stream"] == str(RENDER)


def test_a_task_that_has_just_begun_does_not_take_back_what_was_said() -> None:
    assert "/seconds_left" not in told(Progress(0.5, "segments", is_playable=True), None)
