"""How calls of one provider take turns over all processes: slots, rates and order. Pure."""

from studio.domain.breaker import Breaker
from studio.domain.value import Value

LEASE_S = 15.0
"""Who waits or calls renews its place; silent for so long it is taken for dead."""
MINUTE_S = 60.0
LOOK_S = 1.0
"""Nobody knows when a slot becomes free: look again after so long, at the latest."""


class Limits(Value):
    """What a provider lets us do at a time; ``None`` is no limit.

    Attributes:
        concurrency: Calls at a time.
        requests_per_minute: In any 60 seconds.
        tokens_per_minute: In any 60 seconds, read and written together.
    """

    concurrency: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None

    @property
    def is_none(self) -> bool:
        """Tell whether nothing is limited."""
        return self == Limits()


class Place(Value):
    """A call that waits or is made.

    Attributes:
        id: Unique to the call.
        until: It is taken for dead then, in seconds since 1970.
        tokens: What it is counted with.
        second: In which second it entered; 0 while it waits.
    """

    id: str
    until: float
    tokens: int = 0
    second: int = 0


class Spent(Value):
    """What entered in one second."""

    second: int
    requests: int
    tokens: int


class Road(Value):
    """All that processes must agree upon about one provider.

    Attributes:
        inside: The calls that are made.
        waiting: The calls that wait, the first one first.
        spent: What entered in the last minute.
        not_before: The provider asked us to stay away until then.
        breaker: Its outages.
    """

    inside: tuple[Place, ...] = ()
    waiting: tuple[Place, ...] = ()
    spent: tuple[Spent, ...] = ()
    not_before: float = 0.0
    breaker: Breaker = Breaker()


class Entry(Value):
    """What somebody who wants to enter is told.

    Attributes:
        is_in: Whether the call may be made.
        wait_s: When to ask again, at the latest.
        down: The breaker that turns it away; ``None`` where waiting helps.
    """

    is_in: bool = False
    wait_s: float = 0.0
    down: Breaker | None = None


IN = Entry(is_in=True)


def enter(road: Road, place: Place, *, limits: Limits, now: float) -> tuple[Road, Entry]:
    """Let a call in, or give it a place in the queue; nobody overtakes."""
    road = alive(road, now)
    road = _queued(road, _clamped(place, limits), now)
    if road.breaker.is_open:
        wait_s = road.breaker.wait_s(now)
        if wait_s > 0:
            return _left(road, place.id), Entry(wait_s=wait_s, down=road.breaker)
        return _in(
            road.model_copy(update={"breaker": road.breaker.tried_by(place.id, now)}), place, now
        )
    wait_s = max(road.not_before - now, _wait_s(road, place.id, limits, now))
    if wait_s > 0:
        return road, Entry(wait_s=wait_s)
    return _in(road, place, now)


def renew(road: Road, place: Place, *, now: float) -> Road:
    """Stay alive in the eyes of others; a place that was forgotten is there again."""
    mine = next((each for each in road.inside if each.id == place.id), place)
    renewed = mine.model_copy(update={"until": now + LEASE_S})
    others = tuple(each for each in road.inside if each.id != place.id)
    breaker = road.breaker
    if breaker.probe == place.id:
        breaker = breaker.tried_by(place.id, now)
    return road.model_copy(update={"inside": (*others, renewed), "breaker": breaker})


def leave(road: Road, place: Place, *, tokens: int | None = None) -> Road:
    """Give a place back, whether it waited or was inside.

    Args:
        road: As it is.
        place: Whose.
        tokens: What was really used; ``None`` where nobody counted.
    """
    was = next((each for each in road.inside if each.id == place.id), None)
    road = _left(road, place.id)
    road = road.model_copy(update={"breaker": road.breaker.without(place.id)})
    if was is None or tokens is None:
        return road
    spent = tuple(
        each.model_copy(update={"tokens": max(0, each.tokens - was.tokens + tokens)})
        if each.second == was.second
        else each
        for each in road.spent
    )
    return road.model_copy(update={"spent": spent})


def slow(road: Road, *, until: float) -> Road:
    """Let nobody in before a moment."""
    return road.model_copy(update={"not_before": max(road.not_before, until)})


def alive(road: Road, now: float) -> Road:
    """Forget the dead, and what is older than a minute."""
    return road.model_copy(
        update={
            "inside": tuple(each for each in road.inside if each.until > now),
            "waiting": tuple(each for each in road.waiting if each.until > now),
            "spent": tuple(each for each in road.spent if each.second > now - MINUTE_S - 1),
        }
    )


def _clamped(place: Place, limits: Limits) -> Place:
    """Let what is larger than a minute's tokens take the whole minute, and not wait for ever."""
    most = limits.tokens_per_minute
    return place if most is None else place.model_copy(update={"tokens": min(place.tokens, most)})


def _queued(road: Road, place: Place, now: float) -> Road:
    alive = place.model_copy(update={"until": now + LEASE_S})
    there = [each.id for each in road.waiting]
    if place.id not in there:
        return road.model_copy(update={"waiting": (*road.waiting, alive)})
    mine = road.waiting[there.index(place.id)]
    if mine.until - now > LEASE_S * 2 / 3:
        return road
    renewed = tuple(alive if each.id == place.id else each for each in road.waiting)
    return road.model_copy(update={"waiting": renewed})


def _left(road: Road, place_id: str) -> Road:
    return road.model_copy(
        update={
            "inside": tuple(each for each in road.inside if each.id != place_id),
            "waiting": tuple(each for each in road.waiting if each.id != place_id),
        }
    )


def _in(road: Road, place: Place, now: float) -> tuple[Road, Entry]:
    mine = next(each for each in road.waiting if each.id == place.id)
    road = _left(road, place.id)
    second = int(now)
    inside = mine.model_copy(update={"until": now + LEASE_S, "second": second})
    before = next((each for each in road.spent if each.second == second), None)
    others = tuple(each for each in road.spent if each.second != second)
    spent = Spent(
        second=second,
        requests=1 + (before.requests if before else 0),
        tokens=mine.tokens + (before.tokens if before else 0),
    )
    return road.model_copy(update={"inside": (*road.inside, inside), "spent": (*others, spent)}), IN


def _wait_s(road: Road, place_id: str, limits: Limits, now: float) -> float:
    """Give how long to wait for a slot and for the rates, those before counted in."""
    position = [each.id for each in road.waiting].index(place_id)
    upto = road.waiting[: position + 1]
    free = limits.concurrency is None or len(road.inside) + len(upto) <= limits.concurrency
    return max(
        0.0 if free else LOOK_S,
        _rate_s(road, limits.requests_per_minute, len(upto), now, of="requests"),
        _rate_s(
            road, limits.tokens_per_minute, sum(each.tokens for each in upto), now, of="tokens"
        ),
    )


def _rate_s(road: Road, most: int | None, wanted: int, now: float, *, of: str) -> float:
    """Give how long it takes until enough of the last minute is over."""
    if most is None:
        return 0.0
    over = sum(getattr(each, of) for each in road.spent) + wanted - most
    for each in sorted(road.spent, key=lambda spent: spent.second):
        if over <= 0:
            break
        over -= getattr(each, of)
        if over <= 0:
            return max(0.001, each.second + 1 + MINUTE_S - now)
    return 0.0 if over <= 0 else MINUTE_S
