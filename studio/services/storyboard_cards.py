"""Storyboard cards: how a version looks in the chat, whoever made it."""

import json
from collections.abc import Mapping
from functools import partial

from uuid_utils.compat import uuid7

from studio.db.work import Work
from studio.domain.asset import SceneAssets
from studio.domain.cards import SceneCard, StoryboardCard
from studio.domain.claims import lines_of_scenes
from studio.domain.conversation import Role
from studio.domain.events import CardKind, CardShown, Event, StoryboardSaved
from studio.domain.pacing import lengths
from studio.domain.units import SceneId, ThreadId, TurnId, UserId
from studio.domain.value import Value
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.ports import Clock, EventBus
from studio.services import assets
from studio.services.storyboards import SavedStoryboard
from studio.wording import Wording


def card_of(
    saved: SavedStoryboard, made: Mapping[SceneId, SceneAssets], *, words: Wording
) -> StoryboardCard:
    """Build the card of a version; lengths are measured where voices exist, else estimated."""
    board = saved.storyboard
    seconds = lengths(board, made)
    scenes: list[SceneCard] = []
    claims = lines_of_scenes(board, words.said)
    for number, (scene, length) in enumerate(zip(board.scenes, seconds, strict=True), start=1):
        assets_of = made.get(scene.id, SceneAssets())
        scenes.append(
            SceneCard(
                id=scene.id,
                number=number,
                narration=scene.narration,
                on_screen_text=scene.on_screen_text,
                locked=scene.locked,
                duration_ms=round(length * 1000),
                picture=assets_of.seen.id if assets_of.seen else None,
                claims=claims.get(scene.id, ()),
            )
        )
    return StoryboardCard(
        version=saved.version,
        title=board.title,
        language=board.brief.language,
        target_s=board.brief.target_s,
        estimated_s=round(sum(seconds), 1),
        is_outline_only=board.is_outline_only,
        hooks=tuple(hook.text for hook in board.hooks),
        chosen_hook=board.chosen_hook,
        scenes=tuple(scenes),
    )


async def card(
    work: Work,
    *,
    owner_id: UserId,
    saved: SavedStoryboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
    words: Wording,
) -> StoryboardCard:
    """Give the card of a version with what is made for it."""
    made = await assets.find_for(
        work,
        owner_id=owner_id,
        storyboard=saved.storyboard,
        pictures=pictures,
        speech=speech,
    )
    return card_of(saved, made, words=words)


class Board:
    """Where a thread's cards are put by doors, without any turn at work."""

    def __init__(
        self,
        work: Work,
        *,
        owner_id: UserId,
        thread_id: ThreadId,
        turn_id: TurnId,
        events: EventBus,
        clock: Clock,
    ) -> None:
        """Take the transaction, and the turn among whose messages the cards stand."""
        self._work = work
        self._owner_id = owner_id
        self._thread_id = thread_id
        self._events = events
        self._clock = clock
        self.turn_id = turn_id

    async def show(self, kind: CardKind, content: Value, *, card_id: str) -> None:
        """Keep a card with the transaction, and tell it to whoever follows after the commit."""
        fields = content.model_dump(mode="json")
        await self._work.messages.save(
            owner_id=self._owner_id,
            thread_id=self._thread_id,
            turn_id=self.turn_id,
            message_id=card_id,
            role=Role.ACTIVITY.value,
            content=json.dumps(fields, ensure_ascii=False),
            tool_calls=[],
            tool_call_id=None,
            card_kind=kind,
            created_at=self._clock.now(),
        )
        self._tell(CardShown(turn_id=self.turn_id, card_id=card_id, kind=kind, content=fields))

    async def show_storyboard(self, content: StoryboardCard) -> None:
        """Renew the thread's storyboard card."""
        await self.show("storyboard", content, card_id=f"storyboard-{self.turn_id}")
        self._tell(StoryboardSaved(turn_id=self.turn_id, version=content.version))

    def _tell(self, event: Event) -> None:
        self._work.after_commit(partial(_publish, self._events, self._thread_id, event))


async def board_of(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, events: EventBus, clock: Clock
) -> Board:
    """Give the place of a thread's cards: its newest turn, or one made for them."""
    row = await work.turns.newest(owner_id=owner_id, thread_id=thread_id)
    if row is None:
        row = await work.turns.note(owner_id=owner_id, thread_id=thread_id, turn_id=uuid7())
    return Board(
        work,
        owner_id=owner_id,
        thread_id=thread_id,
        turn_id=TurnId(row.id),
        events=events,
        clock=clock,
    )


async def _publish(events: EventBus, thread_id: ThreadId, event: Event) -> None:
    await events.publish(thread_id, event)
