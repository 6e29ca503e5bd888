"""Datasets are read strictly, and recordings are told in the server's words."""

import json
from pathlib import Path

import pytest

from evals import cases, recording, report
from studio.domain.errors import Misconfigured
from studio.domain.gate import Action, Answer, SceneAnswer

TURNS = "[{say: hello, model: [hello]}]"
SCRIPTED = """
language: de
scripts: {short: {title: Ebbe, scenes: [{narration: Das Meer geht.}]}}
cases:
  - name: de-one
    about: two tools in one reply
    plain: true
    turns:
      - say: Mach ein Video
        model:
          - {set_brief: {topic: Ebbe}, draft: short}
          - "Die Nummer des Nachbarn: {{neighbour.thread}}"
    by_director: [{count: 4}]
  - {name: fr-two, about: another language, language: fr, turns: [{say: bonjour, model: [bonjour]}]}
"""


def read(folder: Path, text: str) -> tuple[cases.Case, ...]:
    (folder / "one.yaml").write_text(text)
    return cases.load(folder)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("language: en\ncases: [", "not a dataset"),
        ("", "the file: Input should be"),
        ("- a list", "the file: Input should be"),
        ("language: en\ncases: {name: a}", "cases: Input should be"),
        ("language: en\ncases: [a, b, c, d]", r"cases\.1: .*; cases\.2: .* \(and 1 more\)"),
        ("language: en\ncases: [{name: a, about: b, turns: [{say: x, model: [One, two.]}]}]", r"cases\.1\.turns\.1: .*a text ends a turn"),
        (f"language: english\ncases: [{{name: a, about: b, turns: {TURNS}}}]", "language"),
        (f"language: en\ncases: [{{name: A b, about: b, turns: {TURNS}}}]", "name"),
        (f"language: en\ncases: [{{name: a, about: b, trun: {TURNS}}}]", "trun"),
        ("language: en\ncases: [{name: a, about: b, turns: []}]", "turns"),
        ("language: en\ncases: [{name: a, about: b, turns: [{say: x, model: [{draft: long}]}]}]", "no script 'long'"),
        (f"language: en\ncases: [{{name: a, about: b, turns: {TURNS}, by_director: [{{}}, {{}}]}}]", "by_director"),
        (f"language: en\ncases: [{{name: a, about: b, turns: {TURNS}}}, {{name: a, about: b, turns: {TURNS}}}]", "'a'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_dataset_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(Misconfigured, match=wrong):
        read(tmp_path, text)


def test_answers_are_words_in_full_or_scene_by_scene(tmp_path: Path) -> None:
    told = "[approve, {action: edit, scenes: [1]}, [{scene: 1, action: reject, note: shorter}]]"
    turns = f"[{{say: x, answers: {told}}}]"

    (case,) = read(tmp_path, f"language: en\ncases: [{{name: a, about: b, turns: {turns}}}]")

    assert case.turns[0].answers == (
        "approve",
        Answer(action=Action.EDIT, scenes=(1,)),
        (SceneAnswer(scene=1, action=Action.REJECT, note="shorter"),),
    )


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(b"\xff\xfe\x00language")
    with pytest.raises(Misconfigured, match=r"one\.yaml is not a dataset"):
        cases.load(tmp_path)


def test_a_folder_without_datasets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no datasets"):
        cases.load(tmp_path)


def test_cases_are_chosen_by_name_language_and_plainness(tmp_path: Path) -> None:
    there = read(tmp_path, SCRIPTED)

    assert [case.name for case in cases.chosen(there, [])] == ["de-one", "fr-two"]
    assert [case.name for case in cases.chosen(there, ["fr-"])] == ["fr-two"]
    assert [case.name for case in cases.chosen(there, [], language="de")] == ["de-one"]
    (plain,) = cases.chosen(there, [], is_plain_only=True)
    assert plain.turns[0].expect.count == 4
    assert there[0].turns[0].expect.count is None
    with pytest.raises(Misconfigured, match="No case"):
        cases.chosen(there, ["pt-"])
    with pytest.raises(Misconfigured, match="None of these cases is plain"):
        cases.chosen(there, ["fr-"], is_plain_only=True)


def test_a_recording_names_its_case_and_the_replies_before(tmp_path: Path) -> None:
    there = read(tmp_path, SCRIPTED)

    first, second, third = recording.fixtures(there, {"neighbour.thread": "0815"})

    assert first["match"] == {"model": "recorded-de-one.", "turnIndex": 0}
    assert [call["name"] for call in first["response"]["toolCalls"]] == [
        "set_brief",
        "draft_script",
    ]
    assert json.loads(first["response"]["toolCalls"][1]["arguments"])["title"] == "Ebbe"
    assert second["response"] == {"content": "Die Nummer des Nachbarn: 0815"}
    assert third["match"] == {"model": "recorded-fr-two.", "turnIndex": 0}


def test_calls_of_one_recording_have_ids_of_their_own(tmp_path: Path) -> None:
    told = json.dumps(recording.fixtures(read(tmp_path, SCRIPTED), {"neighbour.thread": "1"}))

    assert told.count('"id": ') == len(set(told.split('"id": ')[1:])) == 2


def test_a_word_that_stands_for_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"neighbour\.thread"):
        recording.fixtures(read(tmp_path, SCRIPTED), {"prompt": "You are"})


def test_the_shipped_datasets_are_read() -> None:
    assert cases.load()


def test_the_shipped_cases_are_many_in_each_language_and_stand_in_a_baseline() -> None:
    there = cases.load()
    injected = [case for case in there if case.name.startswith("inj-")]
    talked = [case for case in there if case not in injected]
    known = report.baseline(report.BASELINES / "recorded.json")

    assert len(injected) >= 110
    assert len(talked) >= 210
    for language in ("en", "es", "fr", "de", "pt"):
        assert len([case for case in talked if case.language == language]) >= 34
    assert set(known) <= {case.name for case in there}
    assert len(known) >= 320
