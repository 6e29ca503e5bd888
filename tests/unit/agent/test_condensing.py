"""A history that is condensed is short, valid, and says what was wanted."""

import json

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from agent.condensing import MOST_STANDING, MOST_TOKENS, condensed, is_summary, tokens, trimmed
from agent.history import dangling, repaired
from agent.knowledge import is_note

DRAFT = {"title": "Tides", "scenes": [{"narration": "x" * 3000}]}


def turn(number: int, *, size: int = 300, name: str = "edit_scenes") -> list[AnyMessage]:
    arguments = DRAFT if name == "draft_script" else {"operations": [number]}
    call = {"name": name, "args": arguments, "id": f"c{number}", "type": "tool_call"}
    answer = json.dumps({"ok": True, "version": number, "scenes": ["word" * (size // 4)]})
    return [
        HumanMessage(f"Wish number {number}, <please>", id=f"u{number}"),
        AIMessage("", tool_calls=[call], id=f"a{number}"),
        ToolMessage(answer, tool_call_id=f"c{number}", id=f"t{number}"),
        AIMessage("Done.", id=f"d{number}"),
    ]


def talk(count: int) -> list[AnyMessage]:
    turns = [turn(0, name="draft_script"), *(turn(n, size=1500) for n in range(1, count))]
    return [message for each in turns for message in each]


def shorter(messages: list[AnyMessage]) -> list[AnyMessage]:
    found = condensed(messages, is_note=is_note)
    assert found is not None
    return found


def test_a_short_history_stays_as_it_is() -> None:
    assert condensed(talk(3), is_note=is_note) is None


def test_a_long_one_becomes_short_and_keeps_its_newest_turn_whole() -> None:
    long = talk(80)
    found = shorter(long)
    assert tokens(long) > 4 * MOST_TOKENS
    assert tokens(found) < MOST_TOKENS
    assert found[-4:] == long[-4:]
    assert dangling(found) == []
    assert repaired(found) == found


def test_what_is_far_back_is_a_line_with_the_tools_that_were_called() -> None:
    summary = shorter(talk(80))[0]
    assert is_summary(summary)
    assert is_note(summary)
    assert "- “Wish number 20, (please)” → edit_scenes" not in summary.text.splitlines()[0]
    assert any("edit_scenes" in line for line in summary.text.splitlines())
    assert summary.text.count("<") == 2


def test_large_results_become_references_with_their_figures() -> None:
    found = shorter(talk(80))
    results = [m for m in found if isinstance(m, ToolMessage)]
    short = [json.loads(m.text) for m in results[1:-1]]
    assert short
    assert all(set(each) == {"ok", "version", "rest"} for each in short)


def test_that_there_is_a_script_is_not_forgotten() -> None:
    found = shorter(talk(80))
    calls = [call for m in found if isinstance(m, AIMessage) for call in m.tool_calls]
    assert next((c["name"], c["args"]) for c in calls) == ("draft_script", {})


def test_condensed_again_and_again_it_stays_bounded() -> None:
    messages: list[AnyMessage] = turn(0, name="draft_script")
    sizes: list[int] = []
    times = 0
    for number in range(1, 400):
        found = condensed(messages, is_note=is_note)
        times += found is not None
        messages = [*(messages if found is None else found), *turn(number, size=1500)]
        sizes.append(tokens(messages))
    assert max(sizes) < MOST_TOKENS + 1000
    assert times < 200
    assert [is_summary(m) for m in messages].count(True) == 1
    assert len({m.id for m in messages}) == len(messages)
    assert "“”" not in messages[0].text


def test_a_rule_of_two_hundred_turns_ago_is_still_known_and_the_summary_is_bounded() -> None:
    rule = "Never show a clown in this video."
    messages: list[AnyMessage] = turn(0, name="draft_script")
    messages[0] = HumanMessage(f"{rule} Make a video.", id="u0")
    for number in range(1, 300):
        found = condensed(messages, is_note=is_note)
        said = [*turn(number, size=1500)]
        said[0] = HumanMessage(
            f"Number {number} and nothing else is what I think.", id=f"u{number}"
        )
        if number % 3 == 0:
            said = [said[0], AIMessage("I see.", id=f"d{number}")]
        messages = [*(messages if found is None else found), *said]
    summary = messages[0].text
    assert summary.count(rule) == 1
    assert sum(line.startswith("* ") for line in summary.splitlines()) == MOST_STANDING
    assert "* “Number 2" in summary
    assert tokens(messages[:1]) < 900


def test_results_of_past_turns_are_shortened_once_and_the_newest_turn_stays() -> None:
    messages = [m for n in range(4) for m in turn(n, size=1500)]
    short = trimmed(messages, is_note=is_note)
    assert [m.id for m in short] == ["t0", "t1", "t2"]
    by_id = {m.id: m for m in short}
    again = [by_id.get(m.id, m) for m in messages]
    assert trimmed(again, is_note=is_note) == []
    assert dangling(again) == []


def test_the_newest_offer_can_still_be_chosen_from() -> None:
    messages = [m for n in range(4) for m in turn(n, size=1500)]
    messages[2] = ToolMessage("x" * 900, tool_call_id="c0", id="t0", name="find_stock")
    assert [m.id for m in trimmed(messages, is_note=is_note)] == ["t1", "t2"]
