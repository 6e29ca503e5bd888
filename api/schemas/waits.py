"""What a user is shown before it is made."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from studio.domain.waits import MOST_S, MOST_SCENES, WaitRule


class WaitRuleShown(BaseModel):
    """What waits for a yes, whatever it costs."""

    model_config = ConfigDict(extra="forbid")

    script: bool = Field(False, description="The script, before anything is made of it.")
    above_s: float | None = Field(
        None, ge=0, le=MOST_S, description="A change that takes longer than this, in seconds."
    )
    above_scenes: int | None = Field(
        None, ge=0, le=MOST_SCENES, description="A change that touches more scenes than this."
    )

    @classmethod
    def of(cls, rule: WaitRule) -> Self:
        """Show a rule."""
        return cls(**rule.model_dump())
