"""A render that is asked for, and what a good one would be measured as."""

from studio.db.engine import Database
from studio.domain.render import MediaFacts, RenderProfile
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import Timeline
from studio.domain.units import ThreadId, UserId
from studio.ports import ArtifactStore, RenderQueue
from studio.services import renders, storyboards
from studio.services.renders import Requested

FACTS = MediaFacts(
    width_px=1080,
    height_px=1920,
    frames=300,
    fps=30.0,
    duration_s=10.0,
    video_codec="h264",
    video_profile="High",
    pixel_format="yuv420p",
    audio_codec="aac",
    sample_rate_hz=48_000,
    loudness_lufs=-14.0,
    true_peak_dbtp=-1.5,
    size_bytes=1000,
)


async def ask_for(
    works: Database,
    thread: tuple[UserId, ThreadId],
    timeline: Timeline,
    *,
    board: Storyboard,
    queue: RenderQueue,
    profile: RenderProfile = RenderProfile.DRAFT,
    store: ArtifactStore | None = None,
) -> Requested:
    """Save a storyboard where the thread has none yet, and ask for its video."""
    owner_id, thread_id = thread
    async with works.work() as work:
        if await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id) is None:
            await storyboards.save(
                work,
                owner_id=owner_id,
                thread_id=thread_id,
                storyboard=board,
                expected_version=0,
                author="agent",
                message="draft",
            )
        return await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=1,
            timeline=timeline,
            profile=profile,
            queue=queue,
            store=store,
        )
