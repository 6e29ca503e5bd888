"""What the code says in English is said in the other languages: every sentence that people read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.domain import edit
from studio.domain.changes import OutputChange, SceneDraft, StyleChange
from studio.domain.comparison import ENGLISH, compare, told
from studio.domain.output import Format
from studio.domain.quality import (
    OF_SOUND,
    Fault,
    Finding,
    Rule,
    Severity,
    piece_mended,
    sound_mended,
)
from studio.domain.storyboard import CaptionStyle
from studio.wording import wording
from tests.support.storyboards import storyboard
from tools.render import HEADS, MENDED, MORE

ROOT = Path(__file__).parents[3]
CODES = ("de", "es", "fr", "pt")
READ = (
    "studio/domain/batch.py",
    "studio/domain/edit.py",
    "studio/domain/lineage.py",
    "studio/domain/restore.py",
    "studio/domain/channel.py",
    "studio/services/preset_use.py",
    "studio/services/presets.py",
    "studio/services/versions.py",
    "tools/batch_scripts.py",
    "tools/batches.py",
    "tools/channel.py",
    "tools/claims.py",
    "tools/deleting.py",
    "tools/exports.py",
    "tools/music.py",
    "tools/pictures.py",
    "tools/presets.py",
    "tools/rehearsing.py",
    "tools/render.py",
    "tools/scenes.py",
    "tools/sources.py",
    "tools/stock.py",
    "tools/storyboards.py",
    "tools/versions.py",
    "tools/waiting.py",
)
"""Where refusals are thrown that the offline director tells a user."""
DOORS_ONLY = {
    "There is no such thread.",
    "The agent is at work on this; wait for it or stop it first.",
}


def thrown(path: str) -> Iterator[str]:
    """Every sentence that a file throws, with a number in the place of each value."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            said = written(node.exc.args[0])
            if said and said not in DOORS_ONLY:
                yield said


def written(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(written(p) if isinstance(p, ast.Constant) else value(p) for p in parts)
        case ast.BinOp(left=left, right=right):
            return written(left) + written(right)
        case _:
            return ""


def value(node: ast.expr) -> str:
    match node:
        case ast.FormattedValue(value=ast.Call(func=ast.Name(id="named"))):
            return "scene 7"
        case _:
            return "7"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", READ)
def test_what_a_user_is_refused_is_said_in_their_language(code: str, path: str) -> None:
    internal = ("has no picture yet; make", "not built", "was opened")
    sentences = {s for s in thrown(path) if re.search("[a-z] ", s)}
    sentences = {s for s in sentences if not any(i in s for i in internal)}
    assert sentences or path == "studio/domain/channel.py"
    assert [s for s in sorted(sentences) if wording(code).said(s) == s] == []


@pytest.mark.parametrize("code", CODES)
def test_every_field_has_a_name_in_every_language(code: str) -> None:
    assert set(wording(code).vocabulary.labels) == set(ENGLISH.labels)


def test_values_stay_and_sentences_within_are_said_too() -> None:
    said = wording("de").said
    assert said("There is no scene 9; the video has 4 scenes.") == (
        "Szene 9 gibt es nicht; das Video hat 4 Szenen."
    )
    assert said("Make 4 pictures and 1 voice with openai gpt for up to $2.00?") == (
        "4 Bilder und 1 Stimmaufnahme mit openai gpt für höchstens $2.00 machen?"
    )
    assert said("Undo: Set the style; Choose hook 2") == "Rückgängig: Stil gesetzt; Hook 2 gewählt"
    assert said("Rewrite scene 3, move scene 2") == "Szene 3 umgeschrieben, Szene 2 verschoben"


def test_what_nobody_has_words_for_stays_in_english() -> None:
    unknown = "A cat, and a dog or a mouse; all of them unknown."
    assert wording("de").said(unknown) == unknown
    assert wording("it").said("There is no script yet; draft one first.") == (
        "There is no script yet; draft one first."
    )


def test_a_change_is_told_in_the_conversations_language() -> None:
    before = storyboard("Eins.", "Zwei.", "Drei.")
    after = edit.set_style(before, StyleChange(captions=CaptionStyle.KARAOKE, music_enabled=False))
    after = edit.set_output(after, OutputChange(format=Format.SQUARE))
    after = edit.move_scene(after, after.scenes[2].id, to=0)
    after = edit.add_scene(after, SceneDraft(narration="Vier."), at=3)
    assert told(compare(before, after), wording("de").vocabulary) == (
        "Untertitel „fett“ → „Karaoke“",
        "Musik aus",
        "Format „9:16“ → „1:1“",
        "Szene 1: war Szene 3",
        "Szene 4 ist neu: „Vier.“",
    )


@pytest.mark.parametrize("code", CODES)
def test_every_rule_of_the_checks_is_named_in_every_language(code: str) -> None:
    said = wording(code).said
    for rule in Rule:
        error = Finding(rule=rule, severity=Severity.ERROR, measured="1", wanted="2")
        placed = error.model_copy(update={"scene": 2, "at_s": 3.5})
        assert said(error.place) != error.place or (code, rule) == ("fr", Rule.SILENCE)
        assert said(placed.place).startswith(said(error.place))
        assert " in scene " not in said(placed.place)
    assert all(said(head) != head for head in HEADS.values())


@pytest.mark.parametrize("code", CODES)
def test_every_repair_is_told_in_every_language(code: str) -> None:
    said = wording(code).said
    repairs = [piece_mended(3.0, fault) for fault in Fault]
    repairs += [sound_mended(), sound_mended(OF_SOUND), MORE.format(count=2)]
    repairs.append(MENDED.format(repairs="; ".join(repairs)))
    for repair in repairs:
        assert said(repair) != repair
        assert not re.search(r"\b(?:made|again|the|and|not)\b|3\.0", said(repair))
