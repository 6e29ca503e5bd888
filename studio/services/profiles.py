"""Profiles: what is remembered of a user's channel, learnt from their videos, shown, changed, forgotten."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypedDict

from studio.db.work import Work
from studio.domain.channel import MAX_RULES, Brand, House, Profile, Rule, rule_id
from studio.domain.comparison import compare
from studio.domain.conversation import Thread
from studio.domain.errors import Invalid, NotFound
from studio.domain.habits import AREAS, WATCHED, Deed, learn
from studio.domain.lineage import Change, changes
from studio.domain.storyboard import Storyboard
from studio.domain.units import UserId
from studio.ports import Clock, ProfileShelf
from studio.services import conversations, storyboards

HOUSE, BRAND, BANNED, FORGOTTEN = "house", "brand", "banned", "forgotten"
RULE = "rule-"
THREADS = 12
"""The newest conversations that habits are drawn from."""
CHANGES = 40
"""The newest changes of them that are looked at."""


class Changed(TypedDict, total=False):
    """What is to be different; ``None`` clears a field."""

    house: dict[str, Any]
    brand: dict[str, Any]
    ban: Sequence[str]
    allow: Sequence[str]


async def read(shelf: ProfileShelf, *, owner_id: UserId) -> Profile:
    """Give what is remembered.

    Raises:
        Unavailable: The store is away.
    """
    return _profile(await shelf.read(owner_id))


async def refresh(work: Work, shelf: ProfileShelf, *, owner_id: UserId) -> Profile:
    """Learn from the user's newest videos, and give what is remembered then.

    Raises:
        Unavailable: The store is away.
    """
    there = await shelf.read(owner_id)
    forgotten = frozenset(there.get(FORGOTTEN, {}).get("rules", ()))
    deeds = [deed async for deed in _deeds(work, owner_id)]
    learnt = {f"{RULE}{rule.id}": _plain(rule) for rule in learn(deeds, forgotten=forgotten)}
    known = {key: value for key, value in there.items() if key.startswith(RULE)}
    stale = [key for key, value in known.items() if value.get("path") and key not in learnt]
    room = MAX_RULES - len(known) + len(stale)
    fresh = {key: value for key, value in learnt.items() if known.get(key) != value}
    kept = dict(list(fresh.items())[: max(0, room)])
    for key, value in kept.items():
        await shelf.write(owner_id, key, value)
    if stale:
        await shelf.delete(owner_id, *stale)
    left = {key: value for key, value in there.items() if key not in stale}
    return _profile(left | kept)


async def change(shelf: ProfileShelf, *, owner_id: UserId, wanted: Changed) -> Profile:
    """Change what the user says of their channel.

    Raises:
        Invalid: A value does not fit.
        Unavailable: The store is away.
    """
    profile = await read(shelf, owner_id=owner_id)
    try:
        house = House.model_validate(profile.house.model_dump() | wanted.get("house", {}))
        brand = Brand.model_validate(profile.brand.model_dump() | wanted.get("brand", {}))
        allowed = {_word(each) for each in wanted.get("allow", ())}
        words = dict.fromkeys((*profile.banned, *map(_word, wanted.get("ban", ()))))
        banned = tuple(word for word in words if word not in allowed)
        changed = Profile(house=house, brand=brand, banned=banned, rules=profile.rules)
    except ValueError as error:
        raise Invalid(f"That does not fit a channel's profile: {_reason(error)}") from error
    if house != profile.house:
        await shelf.write(owner_id, HOUSE, _plain(house))
    if brand != profile.brand:
        await shelf.write(owner_id, BRAND, _plain(brand))
    if banned != profile.banned:
        await shelf.write(owner_id, BANNED, {"words": list(banned)})
    return changed


async def clear(shelf: ProfileShelf, *, owner_id: UserId, fields: Sequence[str]) -> Profile:
    """Empty fields of the brand and of how videos begin.

    Raises:
        Invalid: There is no such field.
        Unavailable: The store is away.
    """
    usual = {"house": House().model_dump(), "brand": Brand().model_dump()}
    wanted: Changed = {"house": {}, "brand": {}}
    for field in fields:
        whole = "house" if field in usual["house"] else "brand"
        if field not in usual[whole]:
            known = ", ".join((*usual["house"], *usual["brand"]))
            raise Invalid(f"There is no field {field!r}; there are {known}.")
        wanted[whole][field] = usual[whole][field]
    return await change(shelf, owner_id=owner_id, wanted=wanted)


async def say_rule(shelf: ProfileShelf, *, owner_id: UserId, says: str, clock: Clock) -> Rule:
    """Keep a rule that the user says; the same words are kept once.

    Raises:
        Invalid: It is empty or too long, or there are too many.
        Unavailable: The store is away.
    """
    said = " ".join(says.split())
    try:
        rule = Rule(id=rule_id(said), says=said, created_at=clock.now())
    except ValueError as error:
        raise Invalid(f"A rule has 2 to 300 characters: {_reason(error)}") from error
    known = (await read(shelf, owner_id=owner_id)).rules
    if len(known) >= MAX_RULES and rule.id not in {each.id for each in known}:
        raise Invalid(f"There are {MAX_RULES} rules already; forget one first.")
    await shelf.write(owner_id, f"{RULE}{rule.id}", _plain(rule))
    return rule


async def forget_rule(shelf: ProfileShelf, *, owner_id: UserId, id: str) -> Rule:
    """Forget a rule; one that was learnt is not learnt again.

    Raises:
        NotFound: There is no such rule.
        Unavailable: The store is away.
    """
    there = await shelf.read(owner_id)
    found = next((rule for rule in _profile(there).rules if rule.id == id), None)
    if found is None:
        raise NotFound("There is no such rule.")
    if found.is_learnt:
        forgotten = [*there.get(FORGOTTEN, {}).get("rules", ()), found.id]
        await shelf.write(owner_id, FORGOTTEN, {"rules": forgotten})
    await shelf.delete(owner_id, f"{RULE}{id}")
    return found


async def forget_all(shelf: ProfileShelf, *, owner_id: UserId) -> None:
    """Forget everything, and learn nothing of what was done so far again.

    Raises:
        Unavailable: The store is away.
    """
    there = await shelf.read(owner_id)
    learnt = [rule.id for rule in _profile(there).rules if rule.is_learnt]
    known = there.get(FORGOTTEN, {}).get("rules", ())
    await shelf.delete(owner_id, *(key for key in there if key != FORGOTTEN))
    if learnt:
        await shelf.write(owner_id, FORGOTTEN, {"rules": [*known, *learnt]})


async def _deeds(work: Work, owner_id: UserId) -> AsyncIterator[Deed]:
    left = CHANGES
    for thread in await conversations.list_threads(work, owner_id=owner_id, limit=THREADS):
        steps = await storyboards.history(work, owner_id=owner_id, thread_id=thread.id)
        # The first change is the draft: nothing of it was the user's correction.
        told = [c for c in changes(steps)[1:] if set(c.touches) & set(AREAS)]
        for each in reversed(told[-left:] if left else []):
            left -= 1
            for deed in await _of_change(work, owner_id, thread, each):
                yield deed


async def _of_change(work: Work, owner_id: UserId, thread: Thread, change: Change) -> list[Deed]:
    before = await _board(work, owner_id, thread, change.parent_version)
    after = await _board(work, owner_id, thread, change.version)
    return [
        Deed(
            thread_id=thread.id,
            title=thread.title,
            version=change.version,
            path=field.field,
            value=field.new,
            words=field.words,
            verdict="accepted" if change.stands else "rejected",
            at=change.created_at,
        )
        for field in compare(before, after).general
        if field.field in WATCHED
    ]


async def _board(work: Work, owner_id: UserId, thread: Thread, version: int | None) -> Storyboard:
    if version is None:
        return Storyboard()
    saved = await storyboards.get(work, owner_id=owner_id, thread_id=thread.id, version=version)
    return saved.storyboard


def _profile(there: Mapping[str, Mapping[str, Any]]) -> Profile:
    rules = [Rule.model_validate(value) for key, value in there.items() if key.startswith(RULE)]
    return Profile(
        house=House.model_validate(there.get(HOUSE, {})),
        brand=Brand.model_validate(there.get(BRAND, {})),
        banned=tuple(there.get(BANNED, {}).get("words", ())),
        rules=tuple(sorted(rules, key=lambda rule: (rule.created_at, rule.id))),
    )


def _plain(value: House | Brand | Rule) -> dict[str, Any]:
    return value.model_dump(mode="json")


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()


def _reason(error: ValueError) -> str:
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error)
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].lower()}" for e in errors())
