"""When models end, what is said about it, and how a video moves on to another maker. Pure."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from studio.domain import edit
from studio.domain.changes import StyleChange
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.domain.value import Value

NEAR = timedelta(days=60)
"""So long before its end a model is warned of."""


class Retirement(Value):
    """The announced end of a model.

    Attributes:
        provider: As charges name it.
        model: Its name.
        ends: From this day on it does not answer.
        successor: The model that answers the same requests in its place; empty where none does.
        instead: What its provider, or we, name in its place, for people.
        source: Who says so.
        read_on: When it was read there.
    """

    provider: str
    model: str
    ends: date
    successor: str = ""
    instead: str
    source: str
    read_on: date

    def is_over(self, today: date) -> bool:
        """Tell whether it has ended."""
        return today >= self.ends

    def is_near(self, today: date) -> bool:
        """Tell whether it has ended, or ends within 60 days."""
        return today >= self.ends - NEAR

    def told(self, today: date) -> str:
        """Say it in a sentence."""
        left = (self.ends - today).days
        when = f"ended on {self.ends}"
        if left > 0:
            when = f"ends on {self.ends}, in {left} day{'s' if left > 1 else ''}"
        return f"{self.model} of {self.provider} {when}; in its place: {self.instead}."


def pictures_moved(
    storyboard: Storyboard,
    *,
    old: str,
    to: str,
    named: Callable[[str], str],
    anew: Collection[SceneId],
) -> Storyboard:
    """Have somebody else make all pictures that one who ended would make.

    Args:
        storyboard: Of the video.
        old: Who ended.
        to: Who makes them from now on.
        named: Gives who serves where a name is asked for, or none is.
        anew: Scenes whose pictures are to be made. What is made already keeps its maker, so that it
            is not made and paid for again.
    """
    usual = storyboard.style.picture_maker
    moves = named(usual) == old
    follows = moves or named(usual) == to

    def moved(scene: Scene) -> Scene:
        if named(scene.picture_maker or usual) != old:
            return scene
        is_kept = scene.media is None and scene.id not in anew
        by = old if is_kept else "" if follows else to
        return scene.model_copy(update={"picture_maker": by})

    scenes = tuple(moved(scene) for scene in storyboard.scenes)
    if moves:
        storyboard = edit.set_style(storyboard, StyleChange(picture_maker=to))
    return storyboard.model_copy(update={"scenes": scenes})
