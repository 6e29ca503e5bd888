"""A channel's profile: how videos begin, words that are never used, lines for people."""

from datetime import UTC, datetime

import pytest

from studio.domain.channel import (
    Brand,
    House,
    Profile,
    Rule,
    banned_words,
    begin,
    in_words,
    refuse_banned,
    rule_id,
)
from studio.domain.errors import InvalidEdit
from studio.domain.scene import Scene
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard, VoiceStyle
from studio.domain.units import SceneId

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def learnt(path: str, value: object, verdict: str = "accepted") -> Rule:
    return Rule.model_validate(
        {"id": rule_id(f"{path}{value}"), "says": f"{path} {value}", "path": path}
        | {"value": value, "verdict": verdict, "created_at": NOW}
    )


def board(*narrations: str, title: str = "") -> Storyboard:
    scenes = [Scene(id=SceneId(f"s{n}"), narration=said) for n, said in enumerate(narrations)]
    return Storyboard(title=title, scenes=tuple(scenes))


def test_an_empty_profile_changes_nothing() -> None:
    assert Profile().is_empty
    assert begin(Profile()) == Storyboard()
    assert in_words(Profile()) == ()


def test_a_video_begins_as_the_channel_does() -> None:
    house = House(
        language="pt-BR",
        voice=VoiceStyle(voice="female"),
        mood=Mood.TENSE,
        look="film grain",
        captions=CaptionStyle.KARAOKE,
        music=False,
    )
    begun = begin(Profile(house=house))
    assert begun.brief.language == "pt-BR"
    assert begun.style.voice.voice == "female"
    assert (begun.style.mood, begun.style.look) == (Mood.TENSE, "film grain")
    assert begun.style.captions is CaptionStyle.KARAOKE
    assert not begun.music.enabled
    assert {"captions", "mood", "look"} <= set(begun.own), "a pack leaves what the channel says"


def test_brand_colours_are_in_every_picture() -> None:
    brand = Brand(colours=("#00AABB", "#111111"))
    assert begin(Profile(brand=brand)).style.look == "accents in #00aabb, #111111"
    both = begin(Profile(house=House(look="film grain"), brand=brand))
    assert both.style.look == "film grain, accents in #00aabb, #111111"


def test_what_was_said_goes_before_what_was_learnt_and_what_was_refused_sets_nothing() -> None:
    rules = (
        learnt("style.captions", "pop"),
        learnt("brief.tempo", "fast"),
        learnt("style.mood", "epic", "rejected"),
    )
    begun = begin(Profile(house=House(captions=CaptionStyle.BOX), rules=rules))
    assert begun.style.captions is CaptionStyle.BOX
    assert begun.brief.tempo == "fast"
    assert begun.style.mood is Storyboard().style.mood


@pytest.mark.parametrize(
    ("word", "text", "is_found"),
    [
        ("guru", "Ask the GURU, now.", True),
        ("guru", "Gurus abound.", False),
        ("easy money", "It is easy money!", True),
        ("café", "Un CAFE\u0301 noir.", True),
        ("straße", "DIE STRASSE.", True),
    ],
)
def test_a_banned_word_is_found_as_a_word_in_any_case(word: str, text: str, is_found: bool) -> None:
    found = list(banned_words(Profile(banned=(word,)), board("Hello.", text), before=Storyboard()))
    assert found == ([f"{word!r} in scene 2"] if is_found else [])


def test_only_what_a_change_brings_in_is_refused() -> None:
    profile = Profile(banned=("guru",))
    old = board("A guru said so.", "Fine.")
    refuse_banned(profile, board("A guru said so.", "Better."), before=old)
    refuse_banned(profile, board("Better.", "A guru said so."), before=old)
    with pytest.raises(InvalidEdit, match="'guru' in the title, 'guru' in scene 2"):
        refuse_banned(profile, board("A guru said so.", "Guru!", title="Guru"), before=old)


def test_a_profile_in_words() -> None:
    profile = Profile(
        house=House(voice=VoiceStyle(maker="kokoro", voice="af_sky"), music=False),
        brand=Brand(name="Tides", colours=("#00AABB",)),
        banned=("guru",),
        rules=(Rule(id="a" * 12, says="Numbers are written out", created_at=NOW),),
    )
    assert in_words(profile) == (
        "music: off",
        "voice: kokoro af_sky",
        "channel: Tides",
        "colours: #00aabb",
        "never says: guru",
        "Numbers are written out",
    )
