"""A script without a model, as its pack and its template have it."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.domain.pack import filled
from studio.packs.shelf import built_in
from studio.providers.llm.director.decide import Reply, decide
from studio.providers.llm.director.packing import packed
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.writing import outline, script

TEXT = (
    "The moon pulls at the sea, and the sea follows it around the earth, a little later every day. "
    "In a narrow bay the water has nowhere to go but up, so it rises as high as a house of four floors. "
    "Fishermen know the hour by heart, and they tie their boats with ropes that are long enough. "
    "Twice a day the bay is empty, and twice a day it is full again, whatever anybody plans."
)


def told(
    pack: str = "", template: str = "", *, code: str = "en", topic: str = "tides"
) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if pack:
        one = built_in().packs[pack]
        pace = one.pace(30)
        answer["pack"] = {
            "hooks": [filled(hook, topic) for hook in one.in_language(code).hooks],
            "pacing": {"target_s": 30, "scenes": pace.scenes, "words": pace.words_in(code)},
            "tempo": one.voice.tempo,
        }
    if template:
        words = built_in().templates[template].in_language(code)
        answer["template"] = {
            "beats": [
                {"purpose": b.purpose, "on_screen": b.on_screen, "line": filled(b.line, topic)}
                for b in words.beats
            ]
        }
    return answer


def lines(written: dict[str, Any]) -> list[str]:
    return [scene["narration"] for scene in written["scenes"]]


def test_without_a_pack_a_script_stays() -> None:
    written = script(TEXT, target_s=30, telling=Telling())

    assert packed(written, {}, telling=Telling()) == written


def test_scenes_are_as_many_as_the_pack_has_and_no_word_is_lost() -> None:
    written = script(TEXT, target_s=30, telling=Telling())
    counts = {
        name: len(packed(written, told(name), telling=Telling())["scenes"])
        for name in ("horror", "gaming")
    }

    assert counts["horror"] < counts["gaming"]
    for name in counts:
        made = packed(written, told(name), telling=Telling())
        assert " ".join(lines(made)).split() == " ".join(lines(written)).split()


def test_the_camera_is_left_to_the_pack() -> None:
    written = packed(
        script(TEXT, target_s=30, telling=Telling()), told("horror"), telling=Telling()
    )

    assert not {"motion", "transition"} & {name for s in written["scenes"] for name in s}


def test_a_text_keeps_hooks_of_its_own_before_the_packs() -> None:
    plain = script(TEXT, target_s=30, telling=Telling())
    written = packed(plain, told("horror"), telling=Telling())

    assert written["hooks"][:3] == plain["hooks"][:3]
    assert written["hooks"][3] == "There is a rule about tides, and I broke it at 3 a.m."
    assert len(written["hooks"]) == 5


@pytest.mark.parametrize("code", ["en", "es", "fr", "de", "pt"])
def test_an_outline_opens_with_the_packs_hooks_in_its_language(code: str) -> None:
    telling = Telling(code)
    plain = outline("tides", target_s=30, telling=telling)
    written = packed(plain, told("mystery", code=code), telling=telling)

    assert written["hooks"] == told("mystery", code=code)["pack"]["hooks"]
    assert written["is_outline_only"]


def test_a_template_lays_an_outline_out_in_its_beats() -> None:
    plain = outline("Ebbe", target_s=30, telling=Telling("de"))
    written = packed(
        plain, told(template="tutorial", code="de", topic="Ebbe"), telling=Telling("de")
    )

    assert [s["on_screen_text"] for s in written["scenes"]][2:5] == ["1", "2", "3"]
    assert lines(written)[0] == "So sieht es aus, wenn es fertig ist: Ebbe."
    assert written["title"] == plain["title"]


def test_a_text_of_the_users_is_not_pressed_into_beats() -> None:
    written = script(TEXT, target_s=30, telling=Telling())

    assert lines(packed(written, told(template="quote"), telling=Telling())) == lines(written)


def asked(message: str, *answers: dict[str, Any]) -> Reply:
    """Give what the director does after so many answers of tools."""
    said: list[BaseMessage] = [HumanMessage(message)]
    for answer in answers:
        call = decide(said).call
        assert call is not None
        name, arguments = call
        id = f"c{len(said)}"
        said += [
            AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": id}]),
            ToolMessage(json.dumps(answer), tool_call_id=id, name=name),
        ]
    return decide(said)


@pytest.mark.parametrize(
    ("message", "pack", "template"),
    [
        (f"Make a 30 second horror video of this: {TEXT}", "horror", ""),
        ("Make a video about tides as a myth vs fact", "", "myth_vs_fact"),
    ],
)
def test_the_director_writes_as_the_pack_answered(message: str, pack: str, template: str) -> None:
    followed = asked(message, {"ok": True}).call
    assert followed is not None
    assert followed[0] == "set_pack"
    answer: dict[str, Any] = {"ok": True, **told(pack, template)}

    draft = asked(message, {"ok": True}, answer).call

    assert draft is not None
    name, written = draft
    assert name == "draft_script"
    if pack:
        assert set(answer["pack"]["hooks"]) & set(written["hooks"])
        assert all("motion" not in scene for scene in written["scenes"])
    else:
        assert lines(written) == [beat["line"] for beat in answer["template"]["beats"]]
