"""Credits over HTTP."""

from pathlib import Path
from uuid import uuid4

import httpx

from studio.domain.asset import AssetKind
from studio.domain.credit import Credit
from studio.domain.render import RenderProfile
from studio.domain.timeline import compile_timeline
from studio.services import accounts, conversations, renders, storyboards
from studio.wiring import open_studio
from tests.support.api import PASSWORD, app_for, make_user, served, settings_for, sign_in
from tests.support.storyboards import assets_for, storyboard

BOARD = storyboard("One tide.", "Two tides.")
CREDIT = {
    "library": "Unsplash",
    "id": "abc",
    "title": "Tide",
    "page_url": "https://unsplash.com/photos/abc",
    "author": "Ada L.",
    "author_url": "https://unsplash.com/@ada",
    "licence": "Unsplash License",
    "licence_url": "https://unsplash.com/license",
    "attribution": "Photo by Ada L. on Unsplash",
    "query": "tide",
    "taken_at": "2026-11-28T05:00:00Z",
}
LINE = "Photo by Ada L. on Unsplash (Unsplash License) https://unsplash.com/photos/abc"


async def test_the_owner_and_nobody_else_sees_whom_a_video_thanks(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url, redis_url, tmp_path)
    await make_user(settings, "b@example.com")
    timeline = compile_timeline(BOARD, assets_for(BOARD))
    async with open_studio(settings) as studio, studio.work() as work:
        user = await accounts.register(work, email="a@example.com", password=PASSWORD)
        thread = await conversations.create_thread(work, owner_id=user.id)
        await storyboards.save(
            work, owner_id=user.id, thread_id=thread.id, storyboard=BOARD, expected_version=0,
            author="agent", message="draft",
        )  # fmt: skip
        await work.assets.save(
            owner_id=user.id, kind=AssetKind.STOCK.value, recipe="r", key=timeline.clips[1].picture,
            maker="unsplash", facts={"credit": CREDIT},
        )  # fmt: skip
        asked = await renders.request(
            work, owner_id=user.id, thread_id=thread.id, turn_id=None, version=1,
            timeline=timeline, profile=RenderProfile.STANDARD, queue=studio.queue,
        )  # fmt: skip
    assert Credit.model_validate(CREDIT).line == LINE

    with served(app_for(settings, runs=False)) as url:
        owner, stranger = (
            {"Authorization": f"Bearer {sign_in(url, f'{who}@example.com')}"} for who in "ab"
        )
        async with httpx.AsyncClient(base_url=url) as http:
            path = f"/v1/renders/{asked.render.id}/credits"
            shown = (await http.get(path, headers=owner)).json()
            hidden = [
                (await http.get(path, headers=stranger)).status_code,
                (await http.get(f"/v1/renders/{uuid4()}/credits", headers=owner)).status_code,
                (await http.get(path)).status_code,
            ]

    assert shown == {"items": [CREDIT], "text": f"{LINE}\n"}
    assert hidden == [404, 404, 401]
