import { beforeEach, describe, expect, test, vi } from "vitest";
import type { AguiEvent } from "../src/api/types";
import * as chat from "../src/state/chat";
import { draft, takeBack, waiting } from "../src/state/draft";
import { openId } from "../src/state/threads";
import { events, json, live, refuse, said, serve, thread } from "./server";

const server = serve();
const POST = "POST /v1/threads/t/runs";
const THREAD = "GET /v1/threads/t";

beforeEach(() => {
  chat.leave();
  draft.value = "";
  openId.value = "";
  server.now.on("POST /v1/threads", json({ id: "t", title: "" }, 201));
  server.now.on("GET /v1/threads?limit=100", json({ items: [{ id: "t", title: "Tides" }] }));
  server.now.on(THREAD, thread());
});

describe("a message that is written while a run is under way", () => {
  const ends: AguiEvent = { type: "RUN_FINISHED" };
  const texts = () => waiting.value.map((one) => one.text);

  async function atWork() {
    const [first, second] = [live(), live()];
    server.now.on(POST, first.answer, second.answer, events(ends));
    const done = chat.say("tides");
    first.tell({ type: "RUN_STARTED" });
    await vi.waitFor(() => expect(openId.value).toBe("t"));
    return { first, second, done };
  }

  test("waits, and goes out when the run is over, one after the other", async () => {
    const { first, second, done } = await atWork();
    await chat.say("shorter");
    await chat.say("undo");
    expect(texts()).toEqual(["shorter", "undo"]);
    expect(server.now.count(POST)).toBe(1);

    first.tell(ends);
    await done;
    await vi.waitFor(() => expect(server.now.count(POST)).toBe(2));
    expect(texts()).toEqual(["undo"]);
    second.tell(ends);
    await vi.waitFor(() => expect(server.now.count(POST)).toBe(3));

    await vi.waitFor(() => expect(chat.isRunning.value).toBe(false));
    expect(server.now.to(POST).map(said)).toEqual(["tides", "shorter", "undo"]);
    expect(texts()).toEqual([]);
  });

  test("goes out after a run that was stopped, too", async () => {
    const { first, second, done } = await atWork();
    await chat.say("shorter");
    first.tell({ ...ends, outcome: { type: "cancelled" } });
    await done;

    await vi.waitFor(() => expect(server.now.to(POST).map(said)).toEqual(["tides", "shorter"]));
    second.tell(ends);
    await vi.waitFor(() => expect(chat.isRunning.value).toBe(false));
  });

  const others: [string, AguiEvent][] = [
    ["asks", { ...ends, outcome: { type: "interrupt" } }],
    ["fails", { type: "RUN_ERROR", message: "No voice.", code: "x" }],
  ];
  test.each(others)("comes back to the composer when the run %s", async (_, event) => {
    const { first, done } = await atWork();
    await chat.say("yes");
    draft.value = "and more";
    first.tell(event);
    await done;

    expect(draft.value).toBe("yes\nand more");
    expect(texts()).toEqual([]);
    expect(chat.notice.value).toContain("back in the box");
    expect(server.now.count(POST)).toBe(1);
  });

  test("can be taken back, and is kept where the thread is left", async () => {
    await atWork();
    await chat.say("shorter");
    await chat.say("undo");
    takeBack(waiting.value[0]?.key ?? 0);
    expect([draft.value, texts()]).toEqual(["shorter", ["undo"]]);

    chat.leave();

    expect([draft.value, texts()]).toEqual(["undo\nshorter", []]);
  });

  test("waits where the run was begun elsewhere", async () => {
    const other = live();
    server.now.on(POST, refuse(409, "turn_in_progress", "The thread is busy."), events(ends));
    server.now.on(THREAD, thread([], "r"));
    server.now.on("GET /v1/runs/r/events", other.answer);
    await chat.say("tides");
    expect(texts()).toEqual(["tides"]);

    other.tell({ ...ends, runId: "r" });

    await vi.waitFor(() => expect(server.now.count(POST)).toBe(2));
    expect(texts()).toEqual([]);
  });
});
