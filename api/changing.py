"""What routes that change a storyboard share: entity tags, and the card that shows the outcome."""

from typing import Any, cast

from fastapi import Response

from api.agui import signed
from api.schemas.versions import VersionMade
from api.state import Parts
from studio.db.work import Work
from studio.domain.errors import InvalidEdit, InvalidScript, Misconfigured
from studio.domain.units import ThreadId, UserId
from studio.domain.version_cards import ChangeCard
from studio.services import scopes, storyboards
from studio.services.charges import Payer
from studio.services.storyboard_cards import board_of, card
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

    async def _change(self, moved: Moved) -> ChangeCard | None:
        """Tell what an edit by hand is about; it happened, and nothing of it is made yet."""
        studio = self._parts.studio
        version = moved.saved.version
        if version == 1:
            return None
        old = await storyboards.get(
            self.work, owner_id=self._owner_id, thread_id=self._thread_id, version=version - 1
        )
        if not scopes.is_shown(old.storyboard, moved.saved.storyboard):
            return None
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
                new=moved.saved,
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
