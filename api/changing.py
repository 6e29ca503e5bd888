"""What routes that change a storyboard share: entity tags, and the card that shows the outcome."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastapi import Response

from api.agui import signed
from api.schemas.versions import VersionMade
from api.spoken import words_of
from api.state import Parts
from studio.db.work import Work
from studio.domain.errors import InvalidEdit, InvalidScript, Misconfigured
from studio.domain.units import ThreadId, UserId
from studio.domain.version_cards import ChangeCard
from studio.services import patches, scopes, storyboards
from studio.services.charges import Payer
from studio.services.storyboard_cards import board_of, card
from studio.services.storyboards import SavedStoryboard
from studio.services.versions import Hand, Moved

_LONGEST = 10


class Door:
    """One request that changes a storyboard."""

    def __init__(
        self,
        parts: Parts,
        work: Work,
        response: Response,
        *,
        owner_id: UserId,
        thread_id: ThreadId,
    ) -> None:
        """Take the request's parts, its transaction and its answer."""
        self._parts = parts
        self._response = response
        self._owner_id = owner_id
        self._thread_id = thread_id
        self.work = work

    def hand(self, expected_version: int | None) -> Hand:
        """Give the user's hand."""
        return Hand(
            owner_id=self._owner_id,
            thread_id=self._thread_id,
            author="user",
            expected_version=expected_version,
        )

    async def show(self, moved: Moved) -> VersionMade:
        """Renew the thread's card with the transaction, and answer with it and its tag."""
        studio = self._parts.studio
        shown = await card(
            self.work,
            owner_id=self._owner_id,
            saved=moved.saved,
            pictures=studio.pictures,
            speech=studio.speech,
            words=await words_of(self.work, owner_id=self._owner_id, thread_id=self._thread_id),
        )
        place = await board_of(
            self.work,
            owner_id=self._owner_id,
            thread_id=self._thread_id,
            events=studio.events,
            clock=studio.clock,
        )
        await place.show_storyboard(shown)
        self._response.headers["ETag"] = tag_of(moved.saved.version)
        fields = signed(shown.model_dump(mode="json"), self._parts.signer(self._owner_id))
        change = await self._change(moved)
        return VersionMade.of(moved, card=cast("dict[str, Any]", fields), change=change)

    async def try_patch(self, operations: Sequence[Mapping[str, Any]]) -> ChangeCard:
        """Tell what a patch of the newest version would take, and change nothing.

        Raises:
            InvalidEdit: There are no scenes yet, or it changes nothing that is made.
        """
        studio = self._parts.studio
        hand = self.hand(None)
        _, _, board = await patches.tried(
            self.work, hand, operations, pictures=studio.pictures, speech=studio.speech
        )
        old = await storyboards.latest(self.work, **hand.whose)
        if old is None or not scopes.is_shown(old.storyboard, board):
            raise InvalidEdit("That would change nothing that is made.")
        card = await self._card(old, old.model_copy(update={"storyboard": board}))
        if card is None:
            raise InvalidEdit("What that takes cannot be told: a maker that it names is not here.")
        return card.model_copy(update={"is_dry": True})

    async def _change(self, moved: Moved) -> ChangeCard | None:
        """Tell what an edit by hand is about; it happened, and nothing of it is made yet."""
        version = moved.saved.version
        if version == 1:
            return None
        old = await storyboards.get(
            self.work, owner_id=self._owner_id, thread_id=self._thread_id, version=version - 1
        )
        if not scopes.is_shown(old.storyboard, moved.saved.storyboard):
            return None
        return await self._card(old, moved.saved)

    async def _card(self, old: SavedStoryboard, new: SavedStoryboard) -> ChangeCard | None:
        studio = self._parts.studio
        payer = Payer(
            owner_id=self._owner_id,
            thread_id=self._thread_id,
            turn_id=None,
            caps=studio.caps,
            asks=studio.asks,
        )
        try:
            return await scopes.of_change(
                self.work,
                payer=payer,
                old=old,
                new=new,
                pictures=studio.pictures,
                speech=studio.speech,
                hardware=studio.hardware,
            )
        except (Misconfigured, InvalidScript):
            return None


def tag_of(version: int) -> str:
    """Give a version's entity tag."""
    return f'"{version}"'


def tagged_version(if_match: str | None) -> int | None:
    """Read the version from ``If-Match``; ``None`` where it is left out or ``*``.

    Raises:
        InvalidEdit: It is no version.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST):
        raise InvalidEdit('`If-Match` takes a version as its tag, e.g. "3".')
    return int(text)
