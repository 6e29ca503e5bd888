import { describe, expect, test } from "vitest";
import type { AguiEvent } from "../src/api/types";
import { addUserText, applyEvent, fromMessages, settle } from "../src/state/transcript";

const play = (...events: AguiEvent[]) => events.reduce(applyEvent, fromMessages([]));
const START: AguiEvent = { type: "TEXT_MESSAGE_START", messageId: "a" };
const said = (delta: string): AguiEvent => ({
  type: "TEXT_MESSAGE_CONTENT",
  messageId: "a",
  delta,
});
const END: AguiEvent = { type: "TEXT_MESSAGE_END", messageId: "a" };
const tool = (id: string): AguiEvent => ({
  type: "TOOL_CALL_START",
  toolCallId: id,
  toolCallName: "draft_script",
});
const bar = (state: string): AguiEvent => ({
  type: "ACTIVITY_SNAPSHOT",
  messageId: "p",
  activityType: "progress",
  content: { done: 1, state },
});

describe("the transcript", () => {
  test("puts a text together as it is spoken", () => {
    expect(play(START, said("Hel"), said("lo"))).toMatchObject([{ text: "Hello", isOpen: true }]);
    expect(play(START, said("Hello"), END)).toMatchObject([{ text: "Hello", isOpen: false }]);
  });

  test("does not double a text that is told from its start again", () => {
    const once = [START, said("Hello"), END];

    expect(play(...once, ...once)).toEqual(play(...once));
  });

  test("shows the same for stored messages as for the events that made them", () => {
    const stored = fromMessages([
      {
        id: "t",
        role: "assistant",
        content: "",
        toolCalls: [{ id: "c", function: { name: "draft_script", arguments: "{}" } }],
      },
      { id: "r", role: "tool", toolCallId: "c", content: "5 scenes" },
      { id: "a", role: "assistant", content: "Hello" },
    ]);

    expect(
      play(
        tool("c"),
        { type: "TOOL_CALL_RESULT", toolCallId: "c", content: "5 scenes" },
        START,
        said("Hello"),
        END,
      ),
    ).toEqual(stored);
  });

  test("keeps tool calls that follow one another on one line", () => {
    expect(play(tool("1"), tool("2"), tool("1"))).toMatchObject([
      { steps: [{ id: "1" }, { id: "2" }] },
    ]);
  });

  test("is replaced by a snapshot", () => {
    const items = play(START, said("lost half"), {
      type: "MESSAGES_SNAPSHOT",
      messages: [{ id: "u", role: "user", content: [{ text: "tides" }] }],
    });

    expect(items).toEqual([{ kind: "user", id: "u", text: "tides" }]);
  });

  test("shows a card anew where it stands", () => {
    const items = play(bar("running"), START, bar("done"));

    expect(items).toMatchObject([{ content: { state: "done" } }, { kind: "assistant" }]);
  });

  test("holds a message of the user once", () => {
    const items = addUserText(addUserText([], "u", "tides"), "u", "tides");

    expect(items).toHaveLength(1);
  });

  test.each(["done", "failed", "cancelled"] as const)("leaves nothing open when %s", (state) => {
    const items = settle(play(START, said("half"), tool("c"), bar("running")), state);

    expect(items).toMatchObject([
      { isOpen: false },
      { steps: [{ result: "" }] },
      { content: { state } },
    ]);
  });
});
