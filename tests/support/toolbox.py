"""A conversation in which a test calls tools as the agent does."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from studio.domain.events import CardPatched, CardShown, Event
from studio.domain.units import ThreadId, TurnId, UserId
from studio.ports import ProfileShelf
from studio.services import storyboards
from studio.services.storyboards import SavedStoryboard
from studio.wiring import Studio
from tests.support.profiles import Shelf
from tests.support.turns import open_thread, say
from tools.context import ToolContext
from tools.registry import TOOLS

_BY_NAME = {tool.name: tool for tool in TOOLS}


@dataclass
class Toolbox:
    """Calls tools on one thread and remembers what they told."""

    studio: Studio
    owner: UserId
    thread: ThreadId
    turn: TurnId
    told: list[Event] = field(default_factory=list[Event])
    shelf: ProfileShelf = field(default_factory=Shelf)
    language: str = "en"
    writes: bool = True
    forgets: set[str] = field(default_factory=set[str])

    async def call(self, name: str, /, *, call_id: str = "", **arguments: Any) -> dict[str, Any]:
        """Call a tool and give its answer."""
        tool = _BY_NAME[name]
        context = ToolContext(
            studio=self.studio,
            owner_id=self.owner,
            thread_id=self.thread,
            turn_id=self.turn,
            root_id=self.turn,
            emit=self._emit,
            profiles=self.shelf,
            writes=self.writes,
            forgets=self.forgets,
            language=self.language,
            call_id=call_id or f"call-{uuid4()}",
        )
        return json.loads(await tool.run(context, tool.arguments.model_validate(arguments)))

    async def draft(self, *narrations: str, **more: Any) -> dict[str, Any]:
        """Draft a script with these scenes."""
        scenes = [
            {"narration": text, "visual_prompt": f"picture {n}"}
            for n, text in enumerate(narrations)
        ]
        return await self.call("draft_script", title="Tides", scenes=scenes, **more)

    async def edit(self, *operations: dict[str, Any], call_id: str = "") -> dict[str, Any]:
        """Change scenes."""
        return await self.call("edit_scenes", call_id=call_id, operations=list(operations))

    async def newest(self) -> SavedStoryboard:
        """Give the newest version."""
        async with self.studio.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        assert saved is not None
        return saved

    async def narrations(self) -> list[str]:
        """Give what the scenes of the newest version say."""
        return [scene.narration for scene in (await self.newest()).storyboard.scenes]

    def cards(self, kind: str) -> list[dict[str, Any]]:
        """Give the cards of a kind, in order."""
        return [e.content for e in self.told if isinstance(e, CardShown) and e.kind == kind]

    def patches(self) -> list[CardPatched]:
        """Give the changes of cards, in order."""
        return [e for e in self.told if isinstance(e, CardPatched)]

    async def _emit(self, event: Event) -> None:
        self.told.append(event)


async def open_toolbox(studio: Studio, message: str = "Make a video.") -> Toolbox:
    """Open a thread with a turn."""
    owner, thread = await open_thread(studio)
    return Toolbox(studio, owner, thread, await say(studio, owner, thread, message))
