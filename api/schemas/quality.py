"""What the checks of a finished video found."""

from typing import Self

from pydantic import BaseModel, Field

from studio.domain.quality import QualityReport, Rule, Severity, Verdict


class FindingShown(BaseModel):
    """A rule that is not kept."""

    rule: Rule
    severity: Severity
    measured: str
    wanted: str
    scene: int | None = Field(description="Place of the scene, from 1; null for the whole video.")
    at_s: float | None = Field(description="Where in the video; null for the whole.")


class QualityShown(BaseModel):
    """The checks of one finished video."""

    verdict: Verdict
    findings: list[FindingShown]
    repairs: list[str] = Field(description="What was made again before these checks, in words.")
    frames_sampled: int = Field(description="Frames that a second decoder showed.")
    contrast: float | None = Field(description="Least contrast of a sampled caption, 1 to 21.")
    av_offset_ms: float | None = Field(description="Largest distance of a voice from its place.")
    cpu_s: float = Field(description="What the checks took, in seconds of one core.")

    @classmethod
    def of(cls, report: QualityReport) -> Self:
        """Show a report."""
        return cls(verdict=report.verdict, **report.model_dump())
