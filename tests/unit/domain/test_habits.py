"""Habits: what is kept or taken back in two videos becomes a rule, with its evidence."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from studio.domain.habits import Deed, learn
from studio.domain.units import ThreadId

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def deed(
    video: int, value: Any, *, day: int, path: str = "style.captions", kept: bool = True
) -> Deed:
    return Deed(
        thread_id=ThreadId(UUID(int=video)),
        title=f"Video {video}",
        version=day + 2,
        path=path,
        value=value,
        words=f"captions “bold” → “{value}”",
        verdict="accepted" if kept else "rejected",
        at=BEGAN + timedelta(days=day),
    )


def test_once_is_a_whim_and_twice_in_one_video_as_well() -> None:
    assert learn([deed(1, "karaoke", day=1)]) == ()
    assert learn([deed(1, "karaoke", day=1), deed(1, "karaoke", day=2)]) == ()


def test_the_same_wish_in_two_videos_is_a_rule_with_its_evidence() -> None:
    (rule,) = learn([deed(2, "karaoke", day=5), deed(1, "karaoke", day=1)])
    assert rule.says == "Captions: karaoke"
    assert (rule.path, rule.value, rule.verdict) == ("style.captions", "karaoke", "accepted")
    assert [(e.title, e.version) for e in rule.because] == [("Video 1", 3), ("Video 2", 7)]
    assert rule.is_learnt


def test_a_newer_wish_ends_a_habit() -> None:
    deeds = [deed(1, "karaoke", day=1), deed(2, "karaoke", day=2), deed(3, "box", day=3)]
    assert learn(deeds) == ()
    again = learn([*deeds, deed(4, "box", day=4)])
    assert [rule.value for rule in again] == ["box"]


def test_only_the_last_wish_of_a_video_counts() -> None:
    deeds = [deed(1, "karaoke", day=1), deed(1, "pop", day=2), deed(2, "karaoke", day=3)]
    assert learn(deeds) == ()


def test_what_is_taken_back_twice_is_avoided_until_it_is_wanted() -> None:
    refused = [
        deed(1, False, day=1, path="music.enabled", kept=False),
        deed(2, False, day=2, path="music.enabled", kept=False),
    ]
    (rule,) = learn(refused)
    assert (rule.says, rule.verdict) == ("Not: music: off", "rejected")
    assert learn([*refused, deed(3, False, day=3, path="music.enabled")]) == ()


def test_what_is_forgotten_is_not_learnt_again_and_other_fields_are_not_watched() -> None:
    deeds = [deed(1, "karaoke", day=1), deed(2, "karaoke", day=2)]
    (rule,) = learn(deeds)
    assert learn(deeds, forgotten=frozenset({rule.id})) == ()
    assert learn([deed(n, "x", day=n, path="title") for n in (1, 2)]) == ()
