"""Rules of a good script: each is broken once, alone, and named with its scene."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from studio.domain import edit
from studio.domain.asset import SceneAssets
from studio.domain.changes import SceneChange
from studio.domain.footage import SceneMedia
from studio.domain.source import Quoted
from studio.domain.storyboard import Brief, Storyboard, Tempo
from studio.domain.units import AssetId, SceneId
from studio.domain.validation import Check, Level, review
from studio.packs.shelf import built_in
from tests.support.storyboards import assets_for, storyboard

LINES = (
    "Tides are slow, and they never stop for anybody at all.",
    "The moon pulls at the sea twice a day, a little later each time.",
    "In a narrow bay the water rises as high as a house of four floors.",
    "Then it leaves, and the boats lie on the sand until the evening.",
)
GOOD_S = 19


@pytest.fixture
def good() -> Storyboard:
    return storyboard(*LINES).model_copy(
        update={"brief": Brief(topic="tides", target_s=GOOD_S), "title": "Tides"}
    )


def found(
    board: Storyboard, made: dict[SceneId, SceneAssets] | None = None, **more: object
) -> list[tuple[Check, Level, int | None]]:
    issues = review(board, made or {}, **more).issues  # pyright: ignore[reportArgumentType]
    return [(issue.rule, issue.level, issue.scene) for issue in issues]


def rewritten(board: Storyboard, number: int, **fields: object) -> Storyboard:
    change = SceneChange.model_validate(fields)
    return edit.rewrite_scene(board, board.scenes[number - 1].id, change)


def test_a_good_script_breaks_no_rule(good: Storyboard) -> None:
    assert found(good) == []


def test_nothing_at_all_is_an_error() -> None:
    assert found(Storyboard(title="x")) == [(Check.EMPTY, Level.ERROR, None)]


@pytest.mark.parametrize(
    ("opening", "rules"),
    [
        ("Tides are slow, and they never stop for anybody at all.", []),
        ("Tides never stop for anybody in any of the harbours that I know about, ever.", [Check.HOOK_LANDS]),
        ("Hello, tides are slow and they never stop for anybody.", [Check.HOOK_LANDS, Check.HOOK_IDLES]),
        ("Did you know tides? They never stop for anybody at all.", [Check.HOOK_IDLES]),
        ("4.17: tides stop, and nobody in the harbour knows why yet.", []),
    ],
)  # fmt: skip
def test_a_hook_lands_within_three_seconds_and_says_something(
    good: Storyboard, opening: str, rules: list[Check]
) -> None:
    hooks = {Check.HOOK_LANDS, Check.HOOK_IDLES}

    assert [r for r, _, _ in found(rewritten(good, 1, narration=opening)) if r in hooks] == rules


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("es", "Hola a todos, las mareas no paran."),
        ("fr", "Bonjour, la marée ne s'arrête pas."),
        ("de-AT", "Hallo zusammen, die Flut hört nie auf."),
        ("pt-BR", "Olá pessoal, a maré nunca para."),
        ("es", "¿Sabías que la marea no para?"),
    ],
)
def test_idle_openings_are_known_in_five_languages(
    good: Storyboard, language: str, opening: str
) -> None:
    board = rewritten(good, 1, narration=opening)
    board = board.model_copy(update={"brief": Brief(language=language, target_s=GOOD_S)})

    assert (Check.HOOK_IDLES, Level.SUGGESTION, 1) in found(board)


def test_a_measured_voice_tells_when_the_hook_has_landed(good: Storyboard) -> None:
    # Each word lasts 340 ms: eleven words without a pause are over after 3.7 s.
    slow = rewritten(good, 1, narration="One two three four five six seven eight nine ten eleven.")

    assert (Check.HOOK_LANDS, Level.WARNING, 1) in found(slow, assets_for(slow))


def test_a_silent_opening_needs_a_text(good: Storyboard) -> None:
    silent = rewritten(good, 1, narration="")

    assert (Check.HOOK_LANDS, Level.ERROR, 1) in found(silent)
    shown = rewritten(silent, 1, on_screen_text="Tides")
    assert Check.HOOK_LANDS not in [rule for rule, _, _ in found(shown)]


def test_empty_fields_are_named(good: Storyboard) -> None:
    empty = rewritten(good, 2, narration="", visual_prompt=" ")

    assert [f for f in found(empty) if f[0] is Check.EMPTY] == [(Check.EMPTY, Level.WARNING, 2)] * 2
    assert (Check.EMPTY, Level.SUGGESTION, None) in found(good.model_copy(update={"title": ""}))


@pytest.mark.parametrize(
    ("target_s", "level"),
    [(19, None), (22, Level.WARNING), (17, Level.WARNING), (40, Level.ERROR)],
)
def test_the_length_is_that_asked_for(good: Storyboard, target_s: int, level: Level | None) -> None:
    board = good.model_copy(update={"brief": Brief(topic="tides", target_s=target_s)})
    levels = [issue.level for issue in review(board, {}).issues if issue.rule is Check.LENGTH]

    assert levels == ([level] if level else [])


def test_a_scene_is_neither_endless_nor_over_at_once(good: Storyboard) -> None:
    long, short = good.scenes[1].id, good.scenes[2].id
    board = edit.retime_scene(good, long, seconds=9)
    assert (Check.PACING, Level.SUGGESTION, 2) in found(board)
    board = edit.retime_scene(board, long, seconds=13)
    board = edit.retime_scene(rewritten(board, 3, narration=""), short, seconds=1)

    assert (Check.PACING, Level.WARNING, 2) in found(board)
    assert (Check.PACING, Level.SUGGESTION, 3) in found(board)


def test_a_text_is_seen_as_long_as_it_takes_to_read(good: Storyboard) -> None:
    text = "A very long headline that nobody can read while it is up, " * 2

    assert (Check.READING, Level.WARNING, 3) in found(rewritten(good, 3, on_screen_text=text[:118]))


def test_a_voice_that_captions_cannot_follow_is_named(good: Storyboard) -> None:
    fast = rewritten(good, 2, narration="Unbelievably extraordinarily incomprehensible.")

    assert (Check.READING, Level.WARNING, 2) in found(fast, assets_for(fast))


def test_two_scenes_do_not_show_the_same(good: Storyboard) -> None:
    twice = rewritten(rewritten(good, 2, visual_prompt="The  Sea"), 4, visual_prompt="the sea")
    assert (Check.PICTURES, Level.WARNING, 4) in found(twice)

    media = SceneMedia(id=AssetId(UUID(int=5)))
    for scene in (good.scenes[1].id, good.scenes[2].id):
        good = edit.use_media(good, scene, media)
    assert (Check.PICTURES, Level.SUGGESTION, 3) in found(good)


def test_banned_words_are_found_as_words_in_any_case(good: Storyboard) -> None:
    banned = ("SAND", "oat", "four floors")

    assert [f for f in found(good, banned=banned) if f[0] is Check.BANNED] == [
        (Check.BANNED, Level.ERROR, 3), (Check.BANNED, Level.ERROR, 4),
    ]  # fmt: skip


def test_a_pack_brings_its_pacing_and_its_banned_words(good: Storyboard) -> None:
    gaming = built_in().packs["gaming"]
    words = gaming.words["en"].model_copy(update={"banned": ("moon",)})
    strict = gaming.model_copy(update={"words": {"en": words}})

    assert (Check.SCENE_COUNT, Level.SUGGESTION, None) in found(good, pack=gaming)
    assert (Check.BANNED, Level.ERROR, 2) in found(good, pack=strict)


@pytest.mark.parametrize(
    ("pack", "narration", "is_missed"),
    [
        ("finance", "A coffee a day makes 900 a year, for anybody who drinks it.", True),
        ("finance", "A coffee a day adds up, for anybody who drinks it every day.", False),
        ("horror", "At 3 a.m. the water stood still, and nobody in the bay knew it.", False),
    ],
)
def test_figures_about_money_and_health_have_a_source(
    good: Storyboard, pack: str, narration: str, is_missed: bool
) -> None:
    board = rewritten(good, 2, narration=narration)
    one = built_in().packs[pack]
    told = (Check.SOURCES, Level.WARNING, 2)

    assert (told in found(board, pack=one)) is is_missed
    quoted = Quoted(
        title="The Bay Post", url="https://bay.example", read_at=datetime(2026, 11, 28, tzinfo=UTC)
    )
    read = board.brief.model_copy(update={"source_text": f"They found: {narration}"})
    told_from = board.model_copy(update={"sources": (quoted,), "brief": read})
    assert told not in found(told_from, pack=one)


def test_an_outline_is_called_one(good: Storyboard) -> None:
    outline = good.model_copy(update={"is_outline_only": True})

    assert found(outline) == [(Check.OUTLINE, Level.WARNING, None)]


def test_the_gravest_comes_first(good: Storyboard) -> None:
    board = rewritten(good, 1, narration="Hello, " + "and " * 20)
    board = board.model_copy(
        update={"brief": Brief(target_s=90, tempo=Tempo.FAST), "is_outline_only": True}
    )
    levels = [level for _, level, _ in found(board)]

    assert levels == sorted(levels, key=list(Level).index)
    assert levels[0] is Level.ERROR
    assert all(issue.message and issue.fix for issue in review(board, {}).issues)
