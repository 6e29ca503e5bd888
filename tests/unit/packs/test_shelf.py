"""Packs and templates that come along, and an operator's own."""

from pathlib import Path

import pytest

from studio.domain.errors import InvalidFormat, Misconfigured
from studio.domain.pacing import spoken_seconds
from studio.domain.pack import COMPLETE, FormatKind, Pack
from studio.domain.storyboard import Tempo
from studio.domain.timeline import BREATH_MS, LEAD_IN_MS
from studio.packs import shelf
from studio.packs.reading import read, written
from studio.packs.shelf import built_in, open_shelf

PACKS = (
    "facts", "finance", "gaming", "health_myths", "history", "horror", "motivation", "mystery",
    "product", "science", "story", "top5",
)  # fmt: skip
TEMPLATES = (
    "before_after", "listicle", "myth_vs_fact", "q_and_a", "quote", "storytime", "tutorial",
)  # fmt: skip
LENGTHS_S = (15, 30, 60, 90, 180)
LETTERS_PER_WORD = 5.7
"""Of English prose, the space included."""


def test_twelve_packs_and_seven_templates_come_along() -> None:
    assert tuple(built_in().packs) == PACKS
    assert tuple(built_in().templates) == TEMPLATES


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("language", COMPLETE)
def test_a_pack_is_complete_in_five_languages(name: str, language: str) -> None:
    words = built_in().packs[name].words[language]

    assert all(getattr(words, field) for field in type(words).model_fields if field != "banned")
    assert len(set(words.hooks)) >= 5
    assert all("{topic}" in hook for hook in words.hooks)
    assert len(words.hook_rules) >= 3
    assert len(set(words.topics)) >= 6


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_complete_in_five_languages(name: str) -> None:
    template = built_in().templates[name]

    assert set(COMPLETE) <= set(template.words)
    for words in template.words.values():
        assert any("{topic}" in beat.line for beat in words.beats)


def test_no_two_packs_look_or_sound_alike() -> None:
    packs = built_in().packs.values()
    looks = [(p.palette, p.words["en"].look, p.words["en"].negative) for p in packs]
    sounds = [(p.voice, p.music, p.pacing[30], p.motions, p.transitions) for p in packs]

    assert len({str(look) for look in looks}) == len(PACKS)
    assert len({str(sound) for sound in sounds}) == len(PACKS)


def test_translations_are_no_copies_of_the_english() -> None:
    for pack in built_in().packs.values():
        for language in COMPLETE[1:]:
            words, english = pack.words[language], pack.words["en"]
            assert not set(words.hooks) & set(english.hooks)
            assert words.look != english.look


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("seconds", LENGTHS_S)
def test_the_words_of_a_length_fill_it(name: str, seconds: int) -> None:
    pack = built_in().packs[name]
    pace = pack.pacing[seconds]
    text = "x" * round(pace.words * LETTERS_PER_WORD)
    said = spoken_seconds(text, language="en", tempo=pack.voice.tempo)
    whole = said + pace.scenes * (LEAD_IN_MS + BREATH_MS) / 1000

    assert seconds * 0.8 <= whole <= seconds * 1.1
    assert 1.5 <= seconds / pace.scenes <= 7


def test_between_two_lengths_the_pacing_is_reckoned() -> None:
    pack = built_in().packs["horror"]

    assert pack.pace(45).scenes == round((6 + 11) / 2)
    assert pack.pace(45).words == (58 + 118) / 2
    assert pack.pace(7.5).words == 14
    assert pack.pace(60).words_in("de-AT") == round(118 * 0.785)


def test_a_broken_file_is_named_with_line_and_field_and_the_others_are_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    good = built_in().packs["horror"].model_copy(update={"name": "attic"})
    (folder / "attic.yaml").write_text(written(good))
    broken = written(good).replace("captions: typewriter", "captions: blinking")
    line = broken.splitlines().index("captions: blinking") + 1
    (folder / "broken.yaml").write_text(broken)
    (folder / "torn.yaml").write_text("name: torn\nmood: [tense\n")
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")

    there = open_shelf(tmp_path)

    assert "attic" in there.packs
    assert len(there.packs) == len(PACKS) + 1
    assert [fault for fault in there.faults if fault.startswith("broken.yaml")] == [
        next(f for f in there.faults if f.startswith(f"broken.yaml, line {line}, captions: "))
    ]
    assert any(fault.startswith("torn.yaml, line 3: ") for fault in there.faults)
    assert any(fault.startswith("bytes.yaml: ") for fault in there.faults)


def test_a_file_that_comes_along_and_is_broken_fails_the_start(tmp_path: Path) -> None:
    for name in ("packs", "templates"):
        (tmp_path / name).mkdir()
    (tmp_path / "packs" / "horror.yaml").write_text("name: horror\n")

    with pytest.raises(Misconfigured, match=r"horror.yaml, line 1, mood: field required"):
        shelf.along(tmp_path)


def test_references_that_multiply_are_refused() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

    with pytest.raises(InvalidFormat, match="line 2: write the value out"):
        read(bomb, Pack, name="bomb.yaml")


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 100_000, "{a: " * 60_000])
def test_what_goes_too_deep_is_refused_before_it_costs_time(text: str) -> None:
    """The whole of any of these would take the parser minutes, at the least."""
    with pytest.raises(InvalidFormat, match="line 1: lists and maps lie more than 20 deep"):
        read(text, Pack, name="deep.yaml")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "!!python/object/apply:os.system [ls]\n"])
def test_what_is_no_pack_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidFormat, match=r"mine\.yaml"):
        read(text, Pack, name="mine.yaml")


@pytest.mark.parametrize("name", PACKS)
def test_what_is_written_is_read_again(name: str) -> None:
    pack = built_in().packs[name]

    assert read(written(pack), Pack, name="again.yaml") == pack


def test_a_tempo_is_part_of_a_pack() -> None:
    assert built_in().packs["horror"].voice.tempo is Tempo.SLOW
    assert shelf.schema(FormatKind.PACK)["$schema"]
