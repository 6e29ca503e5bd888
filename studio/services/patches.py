"""Edits by hand: a JSON Patch becomes a version of the user's, like any other edit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from studio.db.work import Work
from studio.domain.comparison import Comparison, compare
from studio.domain.errors import InvalidPatch, Misconfigured, NotFound, VersionConflict
from studio.domain.languages import check_spoken, primaries
from studio.domain.patch import patch
from studio.domain.storyboard import Storyboard
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import storyboards
from studio.services.versions import Hand, Moved

_SAID = 3
"""Lines of the difference that the version's message has."""


async def apply(
    work: Work,
    hand: Hand,
    operations: Sequence[Mapping[str, Any]],
    *,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Moved:
    """Apply a patch to the version that the hand expects.

    Raises:
        NotFound: The owner has no such thread or version.
        VersionConflict: There is a newer version; tells what is different in it.
        InvalidPatch: It does not fit, or names what the owner or the installation does not have.
        SceneLocked: It would change a scene that is locked.
        UnsupportedLanguage: No voice speaks the language.
    """
    version, before, board = await tried(work, hand, operations, pictures=pictures, speech=speech)
    found = compare(before, board)
    saved = await storyboards.save(
        work,
        **hand.whose,
        storyboard=board,
        expected_version=version,
        author=hand.author,
        message=_message(found),
        turn_id=hand.turn_id,
        call_id=hand.call_id,
    )
    return Moved(saved, found, saved.message)


async def tried(
    work: Work,
    hand: Hand,
    operations: Sequence[Mapping[str, Any]],
    *,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> tuple[int, Storyboard, Storyboard]:
    """Give the newest version, its storyboard, and what a patch would make of it; nothing is saved.

    Raises:
        NotFound: The owner has no such thread or version.
        VersionConflict: There is a newer version than the hand expects.
        InvalidPatch: It does not fit, or names what the owner or the installation does not have.
        SceneLocked: It would change a scene that is locked.
        UnsupportedLanguage: No voice speaks the language.
    """
    if await work.threads.lock(owner_id=hand.owner_id, thread_id=hand.thread_id) is None:
        raise NotFound("There is no such thread.")
    present = await storyboards.latest(work, **hand.whose)
    version = present.version if present else 0
    await _expect(work, hand, version)
    before = present.storyboard if present else Storyboard()
    board = patch(before, operations)
    await _own_all(work, hand, before, board)
    _known_makers(board, pictures, speech)
    if board.brief.language != before.brief.language:
        voices = await speech.default.voices()
        check_spoken(board.brief.language, primaries(voice.language for voice in voices))
    return version, before, board


async def _expect(work: Work, hand: Hand, version: int) -> None:
    if hand.expected_version in (None, version):
        return
    row = await work.storyboards.get(**hand.whose, version=hand.expected_version or 0)
    newest = await storyboards.get(work, **hand.whose, version=version) if version else None
    known = Storyboard.model_validate(row.content) if row else None
    changes = compare(known, newest.storyboard).words if known and newest else ()
    raise VersionConflict(
        f"The storyboard is at version {version}, not {hand.expected_version}; look at what "
        "changed and send the edit again.",
        present=version,
        changes=changes,
    )


async def _own_all(work: Work, hand: Hand, before: Storyboard, after: Storyboard) -> None:
    """Refuse uploads, music and references that are not the owner's."""
    known = dict(_media(before))
    new = {path: asset for path, asset in _media(after) if asset not in known.values()}
    rows = await work.assets.by_ids(owner_id=hand.owner_id, ids=new.values()) if new else ()
    mine = {row.id for row in rows}
    for path, asset in new.items():
        if asset not in mine:
            raise InvalidPatch("You have no such upload.", path=path)
    keys = {reference.key for reference in before.style.references}
    strange = [r.key for r in after.style.references if r.key not in keys]
    found = await work.assets.by_keys(owner_id=hand.owner_id, keys=strange) if strange else ()
    if {row.key for row in found} != set(strange):
        raise InvalidPatch("You have no such picture.", path="/style/references")


def _media(board: Storyboard) -> Iterator[tuple[str, UUID]]:
    if board.music.track:
        yield "/music/track", board.music.track
    for number, scene in enumerate(board.scenes):
        if scene.media:
            yield f"/scenes/{number}/media/id", scene.media.id


def _known_makers(
    board: Storyboard, pictures: Makers[PictureMaker], speech: Makers[SpeechMaker]
) -> None:
    named = {"/style/picture_maker": board.style.picture_maker}
    named |= {f"/scenes/{n}/picture_maker": s.picture_maker for n, s in enumerate(board.scenes)}
    for path, name in named.items():
        _known(pictures, name, path)
    _known(speech, board.style.voice.maker, "/style/voice/maker")


def _known(makers: Makers[Any], name: str, path: str) -> None:
    try:
        makers.get(name)
    except Misconfigured as error:
        raise InvalidPatch(error.message, path=path) from error


def _message(found: Comparison) -> str:
    said = found.words[:_SAID]
    more = len(found.words) - len(said)
    return "; ".join((*said, *([f"and {more} more"] if more else [])))
