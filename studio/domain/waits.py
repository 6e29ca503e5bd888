"""When work waits for the user's yes, whatever it costs: before the script is made, above a size. Pure."""

from pydantic import Field

from studio.domain.value import Value

MOST_S, MOST_SCENES = 86_400, 60


class WaitRule(Value):
    """What is shown to one user before it is made. By default nothing is: it happens, and is said.

    Attributes:
        script: Every line of the script, before anything is made of it.
        above_s: A change that takes longer than this to make, in seconds; ``None`` for no such rule.
        above_scenes: A change that touches more scenes than this; likewise.
    """

    script: bool = False
    above_s: float | None = Field(default=None, ge=0, le=MOST_S)
    above_scenes: int | None = Field(default=None, ge=0, le=MOST_SCENES)

    def applies(self, *, takes_s: float, scenes: int) -> bool:
        """Tell whether a change waits."""
        is_long = self.above_s is not None and takes_s > self.above_s
        return is_long or (self.above_scenes is not None and scenes > self.above_scenes)

    def asks_less_than(self, other: "WaitRule") -> bool:
        """Tell whether there is anything that the other waits for and this one does not."""
        return (
            (other.script and not self.script)
            or _is_looser(self.above_s, other.above_s)
            or _is_looser(self.above_scenes, other.above_scenes)
        )

    @property
    def in_words(self) -> str:
        """Say the rule, after "I"."""
        parts = ["show the script before anything is made of it"] if self.script else []
        if self.above_s is not None:
            parts.append(f"wait for a yes before a change that takes more than {self.above_s:g} s")
        if self.above_scenes is not None:
            many = "scene" if self.above_scenes == 1 else "scenes"
            parts.append(f"wait before a change that touches more than {self.above_scenes} {many}")
        return ", and ".join(parts) or "make what you ask for without showing it first"


def _is_looser(limit: float | None, than: float | None) -> bool:
    return than is not None and (limit is None or limit > than)
