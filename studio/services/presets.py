"""Presets: kept from a video, listed, found, changed, deleted; one of them is the usual."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from studio.db.preset_rows import PresetRow
from studio.db.work import Work
from studio.domain import packing
from studio.domain.channel import Brand
from studio.domain.errors import Conflict, Invalid, NotFound, VersionConflict
from studio.domain.pack import FormatKind
from studio.domain.preset import MOST, Preset, PresetChange, changed, preset_of
from studio.domain.storyboard import Storyboard
from studio.domain.units import UserId
from studio.domain.value import Value
from studio.makers import Makers, SpeechMaker
from studio.packs.shelf import Shelf
from studio.services import packs, voices


class SavedPreset(Value):
    """A preset as it was saved.

    Attributes:
        name: For programs.
        version: Rises with every change.
        is_default: Whether it is the user's usual.
        preset: What it says.
        created_at: When it was first saved.
        changed_at: When it was changed last.
    """

    name: str
    version: int
    is_default: bool
    preset: Preset
    created_at: datetime
    changed_at: datetime


async def list_all(work: Work, *, owner_id: UserId) -> tuple[SavedPreset, ...]:
    """List a user's, the usual one first."""
    return tuple(map(_saved, await work.presets.list_all(owner_id=owner_id)))


async def find(work: Work, *, owner_id: UserId, called: str) -> SavedPreset:
    """Give a preset by its name or title.

    Raises:
        NotFound: The user has none that is called so.
    """
    there = await list_all(work, owner_id=owner_id)
    return _called(there, called)


async def usual(work: Work, *, owner_id: UserId) -> SavedPreset | None:
    """Give the one that is the user's usual, if there is one."""
    there = await list_all(work, owner_id=owner_id)
    return next((one for one in there if one.is_default), None)


async def meant(work: Work, *, owner_id: UserId, board: Storyboard | None) -> SavedPreset:
    """Give the preset that is meant without a name: the video's, else the usual, else the only one.

    Raises:
        Invalid: It could be any of several, or there is none.
    """
    there = await list_all(work, owner_id=owner_id)
    of_video = [one for one in there if board and board.pack and one.preset.pack == board.pack]
    for among in (of_video, [one for one in there if one.is_default], there):
        if len(among) == 1:
            return among[0]
    if not there:
        raise Invalid('There is no preset yet; "save this as my preset" and a name makes one.')
    raise Invalid(f"Which preset? There are: {_titles(there)}.")


async def keep(
    work: Work, shelf: Shelf, *, owner_id: UserId, board: Storyboard, title: str, brand: Brand
) -> SavedPreset:
    """Keep how a video looks, sounds and is told, in the place of an older preset of this name.

    How it is told becomes a pack of the user's own, which the preset follows.

    Raises:
        Conflict: Everybody has a pack of this name, or the user has too many.
        InvalidFormat: The title is empty.
    """
    title = title.strip()
    base, _ = await packs.followed(work, shelf, owner_id=owner_id, board=board)
    pack = packing.as_pack(board, name=packs.name_of(title), title=title, base=base)
    await packs.save(work, shelf, owner_id=owner_id, value=pack)
    preset = preset_of(board, title=title, pack=pack, brand=brand)
    return await save(work, owner_id=owner_id, preset=preset)


async def save(work: Work, *, owner_id: UserId, preset: Preset) -> SavedPreset:
    """Keep a preset, in the place of an older one of its name.

    Raises:
        Conflict: The user has too many.
        InvalidFormat: The title is empty.
    """
    name = packs.name_of(preset.title)
    there = await work.presets.list_all(owner_id=owner_id)
    if len(there) >= MOST and name not in {row.name for row in there}:
        raise Conflict(f"You have {MOST} presets; delete one first.")
    return _saved(await work.presets.put(owner_id=owner_id, name=name, content=_plain(preset)))


async def change(
    work: Work,
    shelf: Shelf,
    speech: Makers[SpeechMaker],
    *,
    owner_id: UserId,
    saved: SavedPreset,
    wanted: PresetChange,
) -> SavedPreset:
    """Change a preset; another title is another name, and its own pack goes along.

    Raises:
        NotFound: There is no such pack or template.
        InvalidEdit: There is no such voice or maker.
        Conflict: The new name is taken.
        VersionConflict: Somebody changed it meanwhile.
    """
    wanted = await _known(work, shelf, speech, owner_id=owner_id, saved=saved, wanted=wanted)
    preset, to = changed(saved.preset, wanted), saved.name
    if wanted.title is not None:
        to = packs.name_of(wanted.title)
        await _check_free(work, owner_id, to, saved)
        if await _has_own_pack(work, owner_id, saved):
            renamed = await packs.rename(
                work,
                shelf,
                owner_id=owner_id,
                kind=FormatKind.PACK,
                called=saved.name,
                title=wanted.title,
            )
            preset = preset.model_copy(update={"pack": renamed.name})
    row = await work.presets.change(
        owner_id=owner_id,
        name=saved.name,
        version=saved.version,
        to=to,
        content=_plain(preset),
    )
    if row is None:
        raise _stale(saved)
    return _saved(row)


async def make_usual(work: Work, *, owner_id: UserId, name: str | None) -> None:
    """Begin the user's videos with a preset from now on; ``None`` for none."""
    await work.presets.choose(owner_id=owner_id, name=name)


async def delete(work: Work, *, owner_id: UserId, saved: SavedPreset) -> None:
    """Delete a preset, with the pack that was made for it; videos keep their look.

    Raises:
        VersionConflict: Somebody changed or deleted it meanwhile.
    """
    has_pack = await _has_own_pack(work, owner_id, saved)
    if not await work.presets.remove(owner_id=owner_id, name=saved.name, version=saved.version):
        raise _stale(saved)
    if has_pack:
        await packs.delete(work, owner_id=owner_id, kind=FormatKind.PACK, called=saved.name)


async def _known(
    work: Work,
    shelf: Shelf,
    speech: Makers[SpeechMaker],
    *,
    owner_id: UserId,
    saved: SavedPreset,
    wanted: PresetChange,
) -> PresetChange:
    """Give a change in which packs, templates and voices are named as programs name them."""
    named: dict[str, str] = {}
    if wanted.pack:
        found = await packs.find_pack(work, shelf, owner_id=owner_id, called=wanted.pack)
        named["pack"] = found.name
    if wanted.template:
        form = await packs.find_template(work, shelf, owner_id=owner_id, called=wanted.template)
        named["template"] = form.name
    if wanted.voice or wanted.voice_maker:
        offer = await voices.choose(
            speech,
            wanted.voice or "",
            maker=wanted.voice_maker or "",
            language=wanted.language or saved.preset.telling.language,
            usual=saved.preset.style.voice.maker,
        )
        named |= {"voice_maker": offer.maker, "voice": offer.voice.id}
    return wanted.model_copy(update=named)


async def _check_free(work: Work, owner_id: UserId, name: str, saved: SavedPreset) -> None:
    if name == saved.name:
        return
    if await work.presets.get(owner_id=owner_id, name=name):
        raise Conflict(f"There is a preset {name!r} already; choose another name.")


async def _has_own_pack(work: Work, owner_id: UserId, saved: SavedPreset) -> bool:
    if saved.preset.pack != saved.name:
        return False
    kind = FormatKind.PACK.value
    return await work.packs.get(owner_id=owner_id, kind=kind, name=saved.name) is not None


def _called(there: Sequence[SavedPreset], called: str) -> SavedPreset:
    wanted = packs.loose(called)
    for one in there:
        if called.strip() == one.name or wanted in map(packs.loose, (one.name, one.preset.title)):
            return one
    yours = f"Yours are: {_titles(there)}." if there else "You have none."
    raise NotFound(f"You have no preset {called!r}. {yours}")


def _titles(there: Sequence[SavedPreset]) -> str:
    return ", ".join(one.preset.title for one in there)


def _stale(saved: SavedPreset) -> VersionConflict:
    return VersionConflict(
        f"The preset {saved.preset.title!r} was changed or deleted meanwhile; look at it again."
    )


def _plain(preset: Preset) -> dict[str, object]:
    return preset.model_dump(mode="json", exclude_defaults=True)


def _saved(row: PresetRow) -> SavedPreset:
    try:
        preset = Preset.model_validate(row.content)
    except ValidationError as error:
        raise Invalid(f"The preset {row.name!r} cannot be read any more; save it again.") from error
    return SavedPreset(
        name=row.name,
        version=row.version,
        is_default=row.is_default,
        preset=preset,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
