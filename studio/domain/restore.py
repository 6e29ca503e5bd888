"""Bring back one scene as it was in an older storyboard. Pure."""

from studio.domain.errors import InvalidEdit, SceneLocked
from studio.domain.scene import Scene
from studio.domain.storyboard import MAX_SCENES, Storyboard


def restore_scene(now: Storyboard, older: Storyboard, number: int) -> Storyboard:
    """Give the present storyboard with one scene as it was.

    A scene is known by its id: one that was changed or moved is changed back where it stands, one
    that was taken out comes back to its place, and one that another took the place of takes it
    back.

    Args:
        now: The present storyboard.
        older: Where the scene comes from.
        number: The scene's, from 1: its present number, or its old one where it is gone.

    Raises:
        InvalidEdit: Neither storyboard has such a scene, or the present one is full.
        SceneLocked: What would be replaced is locked.
    """
    present, old = _at(now, number), _at(older, number)
    here = {scene.id for scene in now.scenes}
    there = {scene.id for scene in older.scenes}
    if old is not None and old.id not in here:
        if present is None or present.id in there:
            return _inserted(now, old, at=number - 1)
        return _replaced(now, present, old)
    if present is not None and present.id in there:
        return _replaced(now, present, older.scene(present.id))
    if old is not None:
        return _replaced(now, now.scene(old.id), old)
    raise InvalidEdit(f"There is no scene {number}, neither now nor then.")


def _at(board: Storyboard, number: int) -> Scene | None:
    return board.scenes[number - 1] if 1 <= number <= len(board.scenes) else None


def _inserted(board: Storyboard, scene: Scene, *, at: int) -> Storyboard:
    if len(board.scenes) >= MAX_SCENES:
        raise InvalidEdit(f"The storyboard is full: {MAX_SCENES} scenes.")
    scenes = list(board.scenes)
    scenes.insert(min(at, len(scenes)), scene)
    return board.model_copy(update={"scenes": tuple(scenes)})


def _replaced(board: Storyboard, present: Scene, wanted: Scene) -> Storyboard:
    if present.locked:
        number = board.position(present.id) + 1
        raise SceneLocked(f"Scene {number} is locked; unlock it before you change it.")
    again = wanted.model_copy(update={"locked": False})
    scenes = tuple(again if scene.id == present.id else scene for scene in board.scenes)
    return board.model_copy(update={"scenes": scenes})
