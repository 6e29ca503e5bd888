"""The few named types that every layer shares."""

from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)
ThreadId = NewType("ThreadId", UUID)
TurnId = NewType("TurnId", UUID)
StoryboardId = NewType("StoryboardId", UUID)
AssetId = NewType("AssetId", UUID)
RenderId = NewType("RenderId", UUID)
ArtifactId = NewType("ArtifactId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
ExportId = NewType("ExportId", UUID)
ChargeId = NewType("ChargeId", UUID)
GateId = NewType("GateId", UUID)
BatchId = NewType("BatchId", UUID)
ShareId = NewType("ShareId", UUID)

SceneId = NewType("SceneId", str)
"""Stable within a thread: ``s`` and eight lower-case base-32 characters."""

Digest = NewType("Digest", str)
"""Lower-case hexadecimal SHA-256 of everything that determines a result."""

StorageKey = NewType("StorageKey", str)
"""Where bytes live in the artifact store: ``<kind>/<first two>/<sha256>.<extension>``."""

Frames = NewType("Frames", int)
Milliseconds = NewType("Milliseconds", int)

FPS = 30
SAMPLE_RATE_HZ = 48_000


def ms_to_frames(duration_ms: float, *, fps: int = FPS) -> Frames:
    """Round a duration to whole frames, half up."""
    return Frames(int(duration_ms * fps / 1000 + 0.5))


def frames_to_ms(frames: int, *, fps: int = FPS) -> float:
    """Give the exact start of a frame, in milliseconds."""
    return frames * 1000 / fps
