"""Niche packs and script templates: found by name or title, saved, renamed, deleted."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from studio.db.work import Work
from studio.domain.errors import Conflict, InvalidFormat, NotFound
from studio.domain.pack import FormatKind, Pack
from studio.domain.storyboard import Storyboard
from studio.domain.template import Template
from studio.domain.units import UserId
from studio.domain.value import Value
from studio.packs.shelf import KINDS, Shelf

MOST = 200
"""Packs and templates of one user."""
_LONGEST = 40

F = TypeVar("F", bound=Pack | Template)


class Listed(Value):
    """A pack or a template that can be chosen.

    Attributes:
        kind: Which of both.
        name: For programs.
        title: For people, in the language asked for.
        summary: What it is for.
        languages: That it is written in.
        is_own: Whether the user saved it.
    """

    kind: FormatKind
    name: str
    title: str
    summary: str
    languages: tuple[str, ...]
    is_own: bool


async def list_all(
    work: Work, shelf: Shelf, *, owner_id: UserId, kind: FormatKind, language: str = "en"
) -> tuple[Listed, ...]:
    """List the user's own, then everybody's."""
    own = await _own(work, owner_id, KINDS[kind])
    others = [one for name, one in _shelved(shelf, kind).items() if name not in own]
    return tuple(listed(one, kind, language, is_own=True) for one in own.values()) + tuple(
        listed(one, kind, language, is_own=False) for one in others
    )


async def find_pack(work: Work, shelf: Shelf, *, owner_id: UserId, called: str) -> Pack:
    """Give a pack by its name or by its title in any language; the user's own first.

    Raises:
        NotFound: There is none.
    """
    return _first(called, await _own(work, owner_id, Pack), shelf.packs)


async def find_template(work: Work, shelf: Shelf, *, owner_id: UserId, called: str) -> Template:
    """Give a template by its name or by its title in any language; the user's own first.

    Raises:
        NotFound: There is none.
    """
    return _first(called, await _own(work, owner_id, Template), shelf.templates)


async def followed(
    work: Work, shelf: Shelf, *, owner_id: UserId, board: Storyboard
) -> tuple[Pack | None, Template | None]:
    """Give the pack and the template that a storyboard follows; one that is gone is not followed."""
    pack = template = None
    try:
        if board.pack:
            pack = await find_pack(work, shelf, owner_id=owner_id, called=board.pack)
    except NotFound:
        pass
    try:
        if board.template:
            template = await find_template(work, shelf, owner_id=owner_id, called=board.template)
    except NotFound:
        pass
    return pack, template


async def topics(
    work: Work, shelf: Shelf, *, owner_id: UserId, called: str = "", language: str = "en"
) -> dict[str, tuple[str, ...]]:
    """Suggest what a video could be about, by pack; without a name, one topic of each.

    Raises:
        NotFound: There is no such pack.
    """
    if called:
        pack = await find_pack(work, shelf, owner_id=owner_id, called=called)
        return {pack.name: pack.in_language(language).topics}
    each = [*(await _own(work, owner_id, Pack)).values(), *shelf.packs.values()]
    found = {pack.name: pack.in_language(language).topics[:1] for pack in each}
    return {name: some for name, some in found.items() if some}


async def save(work: Work, shelf: Shelf, *, owner_id: UserId, value: Pack | Template) -> None:
    """Keep a pack or a template of the user's own, in the place of an older one of its name.

    Raises:
        Conflict: Everybody has one of this name, or the user has too many.
    """
    kind = _kind(value)
    if value.name in _shelved(shelf, kind):
        raise Conflict(f"Everybody has a {kind.value} {value.name!r}; choose another name.")
    is_new = await work.packs.get(owner_id=owner_id, kind=kind.value, name=value.name) is None
    if is_new and await work.packs.count(owner_id=owner_id) >= MOST:
        raise Conflict(f"You have {MOST} packs and templates; delete one first.")
    content = value.model_dump(mode="json", exclude_defaults=True)
    await work.packs.put(owner_id=owner_id, kind=kind.value, name=value.name, content=content)


async def rename(
    work: Work, shelf: Shelf, *, owner_id: UserId, kind: FormatKind, called: str, title: str
) -> Listed:
    """Give a pack or a template of the user's own another name and title.

    Raises:
        NotFound: The user has no such one.
        Conflict: The name is taken.
    """
    before = await _mine(work, owner_id, kind, called)
    to = name_of(title)
    is_taken = to in _shelved(shelf, kind) or to in await _own(work, owner_id, KINDS[kind])
    if to != before.name and is_taken:
        raise Conflict(f"There is a {kind.value} {to!r} already; choose another name.")
    words = {code: one.model_copy(update={"title": title}) for code, one in before.words.items()}
    after = before.model_copy(update={"name": to, "words": words})
    content = after.model_dump(mode="json", exclude_defaults=True)
    await work.packs.rename(
        owner_id=owner_id, kind=kind.value, name=before.name, to=to, content=content
    )
    return listed(after, kind, "en", is_own=True)


async def delete(work: Work, *, owner_id: UserId, kind: FormatKind, called: str) -> str:
    """Delete one of the user's own and give its name; storyboards that follow it keep their look.

    Raises:
        NotFound: The user has no such one.
    """
    name = (await _mine(work, owner_id, kind, called)).name
    await work.packs.remove(owner_id=owner_id, kind=kind.value, name=name)
    return name


def name_of(title: str) -> str:
    """Make a name for programs of a title.

    Raises:
        InvalidFormat: The title is empty.
    """
    if not title.strip():
        raise InvalidFormat("A format needs a name.")
    plain = unicodedata.normalize("NFKD", title.casefold())
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST].strip("-")
    if name[:1].isalpha():
        return name
    return f"format-{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def loose(title: str) -> str:
    """Give a title as it is compared: without case, spaces and marks."""
    return re.sub(r"[\W_]+", "", title.casefold().replace("&", "and"))


def _first(called: str, own: Mapping[str, F], shelved: Mapping[str, F]) -> F:
    for among in (own, shelved):
        if found := _called(among, called):
            return found
    raise NotFound(f"There is no {called!r}. There are: {', '.join([*own, *shelved])}.")


def listed(
    one: Pack | Template, kind: FormatKind, language: str = "en", *, is_own: bool = True
) -> Listed:
    """Describe one in a language."""
    words = one.in_language(language)
    return Listed(
        kind=kind,
        name=one.name,
        title=words.title,
        summary=words.summary,
        languages=tuple(one.words),
        is_own=is_own,
    )


async def _mine(work: Work, owner_id: UserId, kind: FormatKind, called: str) -> Pack | Template:
    own = await _own(work, owner_id, KINDS[kind])
    if found := _called(own, called):
        return found
    yours = f"Yours are: {', '.join(own)}." if own else "You have none."
    raise NotFound(f"You have no {kind.value} {called!r}. {yours}")


def _called(among: Mapping[str, F], called: str) -> F | None:
    if found := among.get(called.strip()):
        return found
    wanted = loose(called)
    for one in among.values():
        titles = [one.name, *(words.title for words in one.words.values())]
        # "Listicle / top 5" is called either.
        parts = [part for title in titles for part in (title, *title.split("/"))]
        if wanted in map(loose, parts):
            return one
    return None


async def _own(work: Work, owner_id: UserId, type_: type[F]) -> dict[str, F]:
    kind = next(kind for kind, one in KINDS.items() if one is type_)
    rows = await work.packs.list_all(owner_id=owner_id, kind=kind.value)
    return {row.name: type_.model_validate(row.content) for row in rows}


def _shelved(shelf: Shelf, kind: FormatKind) -> Mapping[str, Pack | Template]:
    return shelf.packs if kind is FormatKind.PACK else shelf.templates


def _kind(value: Pack | Template) -> FormatKind:
    return FormatKind.PACK if isinstance(value, Pack) else FormatKind.TEMPLATE
