"""A model's broken answers over the wire: asked for once more, then in less, then an error; never half kept."""

import json
from collections.abc import AsyncGenerator, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from evals.mock import Mock
from studio.domain.conversation import Role, TurnStatus
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.llm.whole import WholeChat
from studio.services import storyboards
from studio.wiring import Studio
from tests.support.aimock import serving
from tests.support.studio import open_test_studio
from tests.support.turns import ended, messages_of, open_thread, running, say

SCRIPT = {
    "title": "Tides",
    "scenes": [
        {"narration": "Why does the sea leave?", "visual_prompt": "an empty beach"},
        {"narration": "The moon pulls it away.", "visual_prompt": "the moon"},
        {"narration": "It comes back.", "visual_prompt": "a wave"},
    ],
}
GOOD = json.dumps(SCRIPT)
LINES = [scene["narration"] for scene in SCRIPT["scenes"]]
HALF = GOOD[: GOOD.index("It comes")]
NUMBERED = json.dumps(
    {"title": "Tides", "scenes": [{"number": 1, **scene} for scene in SCRIPT["scenes"]]}
)
BUDGET = '{"name": "set_budget", "arguments": {"usd": null}}'
DONE = {"content": "Here it is."}

Response = dict[str, Any]


def draft(arguments: str, **more: Any) -> Response:
    return {"toolCalls": [{"name": "draft_script", "arguments": arguments}], **more}


KEPT: dict[str, tuple[list[Response], int, str]] = {
    # Answers, refusals, and what the model was told.
    "fenced": ([draft(f"```json\n{GOOD}\n```"), DONE], 0, ""),
    "in prose": ([draft(f"Here you are: {GOOD} Enjoy!"), DONE], 0, ""),
    "list as text": (
        [draft(json.dumps({**SCRIPT, "scenes": json.dumps(SCRIPT["scenes"])})), DONE],
        0,
        "",
    ),
    "broken once": ([draft('{"title": Tides, scenes}'), draft(GOOD), DONE], 1, "no JSON"),
    "broken off": ([draft(HALF), draft(GOOD), DONE], 1, "broke off"),
    "truncated": ([draft(HALF, finishReason="length"), draft(GOOD), DONE], 1, "cut off"),
    "wrong types": ([draft('{"title": 3, "scenes": 5}'), draft(GOOD), DONE], 1, "title: Input"),
    "no scenes": ([draft('{"title": "Tides"}'), draft(GOOD), DONE], 1, "scenes: Field required"),
    "numbered twice": ([draft(NUMBERED), draft(GOOD), DONE], 1, "scenes.0.number: Extra"),
    "broken twice": ([draft(HALF), draft("[]"), draft(GOOD), DONE], 2, "at most four `scenes`"),
}
LOST = {"lost": [draft(HALF), draft("{]"), draft('{"title": "Tides"}'), draft(GOOD), DONE]}
WRITTEN = {"written": [{"content": f"```json\n{BUDGET}\n```"}, {"content": "As you wish."}]}


def fixtures() -> list[dict[str, Any]]:
    told = {name: answers for name, (answers, _, _) in KEPT.items()} | LOST | WRITTEN
    return [
        {"match": {"model": name.replace(" ", "-"), "turnIndex": index}, "response": response}
        for name, answers in told.items()
        for index, response in enumerate(answers)
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Mock]:
    with serving(tmp_path_factory.mktemp("answers"), fixtures()) as mock:
        yield mock


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue())


async def talk(
    studio: Studio, url: str, server: Mock, name: str
) -> tuple[TurnStatus, list[str], list[str]]:
    """Say one thing to a model; give how the turn ended, what the script says and what was refused."""
    owner, thread = await open_thread(studio)
    async with httpx.AsyncClient() as client:
        model = WholeChat(
            model=name.replace(" ", "-"),
            base_url=f"{server.url}/v1",
            api_key=SecretStr("k"),
            http_async_client=client,
            max_retries=0,
            stream_usage=True,
            streaming=True,
        )
        async with running(studio, url, model):
            turn = await say(studio, owner, thread, "Tides.")
            status = await ended(studio, owner, thread, turn)
    async with studio.work() as work:
        steps = await storyboards.history(work, owner_id=owner, thread_id=thread)
        saved = await storyboards.latest(work, owner_id=owner, thread_id=thread)
    assert len(steps) <= 1
    lines = [scene.narration for scene in saved.storyboard.scenes] if saved else []
    said = await messages_of(studio, owner, thread)
    results = [m.content for m in said if m.role is Role.TOOL]
    return status, lines, [text for text in results if text.startswith("unreadable: ")]


@pytest.mark.parametrize("name", KEPT)
async def test_a_script_is_kept_whole_after_as_few_questions_as_it_takes(
    studio: Studio, database_url: str, server: Mock, name: str
) -> None:
    _, refusals, why = KEPT[name]

    status, lines, refused = await talk(studio, database_url, server, name)

    assert (status, lines) == (TurnStatus.DONE, LINES)
    assert len(refused) == refusals
    assert why in " ".join(refused)


async def test_after_a_smaller_question_there_is_an_error_and_nothing_of_it_is_kept(
    studio: Studio, database_url: str, server: Mock
) -> None:
    status, lines, refused = await talk(studio, database_url, server, "lost")

    assert (status, lines, len(refused)) == (TurnStatus.FAILED, [], 3)


async def test_a_call_that_is_written_as_text_is_never_made(
    studio: Studio, database_url: str, server: Mock
) -> None:
    status, _, refused = await talk(studio, database_url, server, "written")

    assert status is TurnStatus.DONE
    assert "call the tool itself" in refused[0]
