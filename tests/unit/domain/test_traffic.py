"""Turns at a provider: slots, rates, and nobody overtakes."""

from studio.domain.breaker import Breaker
from studio.domain.traffic import (
    LEASE_S,
    MINUTE_S,
    Entry,
    Limits,
    Place,
    Road,
    enter,
    leave,
    renew,
    slow,
)
from studio.domain.trouble import Trouble

NOW = 1_000_000.0


def place(name: str, tokens: int = 0) -> Place:
    return Place(id=name, until=0, tokens=tokens)


def asked(
    road: Road, *names: str, limits: Limits, now: float = NOW, tokens: int = 0
) -> tuple[Road, list[Entry]]:
    entries: list[Entry] = []
    for name in names:
        road, entry = enter(road, place(name, tokens), limits=limits, now=now)
        entries.append(entry)
    return road, entries


def let_in(entries: list[Entry]) -> list[bool]:
    return [entry.is_in for entry in entries]


def test_so_many_are_inside_and_the_first_who_waits_is_next() -> None:
    two = Limits(concurrency=2)
    road, entries = asked(Road(), "a", "b", "c", "d", limits=two)
    assert let_in(entries) == [True, True, False, False]

    road = leave(road, place("a"))
    road, entries = asked(road, "d", "c", "d", limits=two)

    assert let_in(entries) == [False, True, False]


def test_whoever_is_silent_frees_the_place_and_the_turn() -> None:
    one = Limits(concurrency=1)
    road, _ = asked(Road(), "dies inside", "dies waiting", limits=one)

    road, [entry] = asked(road, "lives", limits=one, now=NOW + LEASE_S / 2)
    assert not entry.is_in
    road, [entry] = asked(road, "lives", limits=one, now=NOW + LEASE_S + 1)

    assert entry.is_in


def test_whoever_renews_keeps_the_place() -> None:
    one = Limits(concurrency=1)
    road, _ = asked(Road(), "works", limits=one)
    road = renew(road, place("works"), now=NOW + LEASE_S - 1)

    road, [entry] = asked(road, "waits", limits=one, now=NOW + LEASE_S + 1)

    assert not entry.is_in


def test_a_place_that_was_forgotten_is_there_again_once_it_is_renewed() -> None:
    one = Limits(concurrency=1)
    road = renew(Road(), place("works"), now=NOW)

    assert let_in(asked(road, "waits", limits=one)[1]) == [False]


def test_requests_of_any_minute_are_counted() -> None:
    two = Limits(requests_per_minute=2)
    road, entries = asked(Road(), "a", "b", "c", limits=two)
    assert let_in(entries) == [True, True, False]
    assert MINUTE_S <= entries[-1].wait_s <= MINUTE_S + 1

    road, [early] = asked(road, "c", limits=two, now=NOW + MINUTE_S - 1)
    road, [late] = asked(road, "c", limits=two, now=NOW + MINUTE_S + 1)

    assert (early.is_in, late.is_in) == (False, True)


def test_a_small_call_does_not_overtake_a_large_one() -> None:
    few = Limits(tokens_per_minute=100)
    road, _ = asked(Road(), "first", limits=few, tokens=60)
    road, [large] = asked(road, "large", limits=few, tokens=80)
    road, [small] = asked(road, "small", limits=few, tokens=10)

    assert let_in([large, small]) == [False, False]


def test_what_was_not_used_is_free_again() -> None:
    few = Limits(tokens_per_minute=100)
    road, _ = asked(Road(), "first", limits=few, tokens=90)

    road = leave(road, place("first"), tokens=20)

    assert let_in(asked(road, "second", limits=few, tokens=80)[1]) == [True]


def test_a_call_larger_than_a_minute_takes_a_whole_one() -> None:
    few = Limits(tokens_per_minute=100)

    assert let_in(asked(Road(), "huge", limits=few, tokens=5_000)[1]) == [True]


def test_nobody_enters_before_the_provider_wants_it() -> None:
    road = slow(Road(), until=NOW + 30)

    road, [entry] = asked(road, "a", limits=Limits(concurrency=9))
    assert (entry.is_in, round(entry.wait_s)) == (False, 30)
    assert let_in(asked(road, "a", limits=Limits(concurrency=9), now=NOW + 31)[1]) == [True]


def test_an_open_breaker_turns_away_at_once_and_lets_one_try_afterwards() -> None:
    opened = Breaker(until=NOW + 10, trouble=Trouble.UNAVAILABLE, message="It is down.")
    road, [early] = asked(Road(breaker=opened), "a", limits=Limits(concurrency=9))
    assert early.down == opened
    assert road.waiting == ()

    road, entries = asked(road, "b", "c", limits=Limits(concurrency=9), now=NOW + 11)

    assert let_in(entries) == [True, False]
    assert entries[1].down is not None
    assert road.breaker.probe == "b"


def test_a_try_that_ends_without_an_answer_lets_another_try() -> None:
    opened = Breaker(until=NOW, trouble=Trouble.UNAVAILABLE)
    road, _ = asked(Road(breaker=opened), "a", limits=Limits(concurrency=9), now=NOW + 1)

    road = leave(road, place("a"))

    assert let_in(asked(road, "b", limits=Limits(concurrency=9), now=NOW + 1)[1]) == [True]
