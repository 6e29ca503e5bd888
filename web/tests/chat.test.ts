import { beforeEach, describe, expect, test, vi } from "vitest";
import type { AguiEvent } from "../src/api/types";
import * as chat from "../src/state/chat";
import { draft } from "../src/state/draft";
import { openId, threads } from "../src/state/threads";
import { type Asked, events, json, live, lost, refuse, serve, thread } from "./server";

const server = serve();
const POST = "POST /v1/threads/t/runs";
const THREAD = "GET /v1/threads/t";
const progress = (done: number) => ({
  id: "p",
  role: "activity",
  activityType: "progress",
  content: { done, state: "running" },
});
const delta = (path: string, value: number): AguiEvent => ({
  type: "ACTIVITY_DELTA",
  messageId: "p",
  patch: [{ op: "replace", path, value }],
});

beforeEach(() => {
  chat.leave();
  draft.value = "";
  openId.value = "";
  server.now.on("POST /v1/threads", json({ id: "t", title: "" }, 201));
  server.now.on("GET /v1/threads?limit=100", json({ items: [{ id: "t", title: "Tides" }] }));
  server.now.on(THREAD, thread());
});

describe("sending again", () => {
  test("keeps both ids when nobody knows whether the message arrived", async () => {
    server.now.on(POST, lost, events({ type: "RUN_STARTED" }, { type: "RUN_FINISHED" }));

    await chat.say("tides");
    expect(chat.items.value).toEqual([]);
    expect(chat.isRunning.value).toBe(false);
    await chat.sayAgain();

    const [first, second] = server.now.to(POST).map(ids);
    expect(second).toEqual(first);
    expect(chat.items.value.map((i) => i.kind)).toEqual(["user"]);
    expect(chat.trouble.value).toBeNull();
    expect(server.now.count("POST /v1/threads")).toBe(1);
  });

  test("is a new run with a new message after the run has failed", async () => {
    const failed: AguiEvent = { type: "RUN_ERROR", message: "No voice.", code: "x" };
    server.now.on(POST, events(failed), events({ type: "RUN_FINISHED" }));

    await chat.say("tides");
    expect(chat.trouble.value?.text).toBe("No voice.");
    await chat.sayAgain();

    const [first, second] = server.now.to(POST).map(ids);
    expect(second?.run).not.toBe(first?.run);
    expect(second?.message).not.toBe(first?.message);
    expect(chat.items.value).toHaveLength(2);
  });

  test("makes the thread where that had failed", async () => {
    server.now.on("POST /v1/threads", lost, json({ id: "t", title: "" }, 201));
    server.now.on(POST, events({ type: "RUN_FINISHED" }));

    await chat.say("tides");
    expect(chat.items.value).toEqual([]);
    await chat.sayAgain();

    expect(openId.value).toBe("t");
    expect(chat.items.value).toHaveLength(1);
  });

  test("can be declined, which gives the text back to the composer", async () => {
    server.now.on(POST, refuse(503, "unavailable"));

    await chat.say("tides");
    chat.dismiss();

    expect(draft.value).toBe("tides");
    expect(chat.trouble.value).toBeNull();
  });
});

describe("a change that does not fit its card", () => {
  const bad: [string, AguiEvent][] = [
    ["a path through nothing", delta("/a/b", 1)],
    ["no operations", { type: "ACTIVITY_DELTA", messageId: "p", patch: "x" as never }],
    ["an unknown operation", { ...delta("/done", 1), patch: [{ op: "swap", path: "/done" }] }],
    ["an unknown card", { ...delta("/done", 1), messageId: "q" }],
  ];
  test.each(bad)("(%s) has the thread read again and the run followed on", async (_, event) => {
    const stream = live();
    server.now.on(THREAD, thread([progress(1)], "r"), thread([progress(4)], "r"));
    server.now.on("GET /v1/runs/r/events", stream.answer);
    await chat.open("t");

    stream.tell(event);
    await vi.waitFor(() => expect(chat.items.value).toMatchObject([{ content: { done: 4 } }]));
    stream.tell(delta("/done", 5));
    await vi.waitFor(() => expect(chat.items.value).toMatchObject([{ content: { done: 5 } }]));

    expect(chat.isRunning.value).toBe(true);
    expect(chat.trouble.value).toBeNull();
    stream.tell({ type: "RUN_FINISHED", runId: "r" });
    await vi.waitFor(() => expect(chat.isRunning.value).toBe(false));
  });
});

describe("a thread", () => {
  test("has its name in the list as soon as its first run starts", async () => {
    const stream = live();
    server.now.on(POST, stream.answer);
    const done = chat.say("tides");

    stream.tell({ type: "RUN_STARTED" });
    await vi.waitFor(() => expect(threads.value[0]?.title).toBe("Tides"));

    expect(chat.isRunning.value).toBe(true);
    stream.tell({ type: "RUN_FINISHED" });
    await done;
  });

  test("that is busy is shown, and the message is kept in the composer", async () => {
    server.now.on(POST, refuse(409, "turn_in_progress", "The thread is busy."));
    server.now.on(THREAD, thread([{ id: "u", role: "user", content: "earlier" }]));

    await chat.say("tides");

    expect(chat.items.value).toMatchObject([{ text: "earlier" }]);
    expect(draft.value).toBe("tides");
    expect(chat.notice.value).toBe("The thread is busy.");
  });

  test("that is left tells the page nothing more", async () => {
    const stream = live();
    server.now.on(POST, stream.answer);
    const done = chat.say("tides");
    stream.tell({ type: "RUN_STARTED" });
    await vi.waitFor(() => expect(openId.value).toBe("t"));

    chat.leave();
    stream.tell({ type: "RUN_ERROR", message: "late" });
    stream.end();
    await done;

    expect(chat.trouble.value).toBeNull();
    expect(chat.items.value).toEqual([]);
  });

  test("whose run is stopped before the server knows it is stopped as soon as it does", async () => {
    const stream = live();
    const asked = Promise.withResolvers<void>();
    server.now.on(POST, async (sent) => {
      await asked.promise;
      return stream.answer(sent);
    });
    const done = chat.say("tides");
    const cancel = `POST /v1/runs/${chat.runId.value}/cancel`;
    server.now.on(cancel, json({}, 202));

    await chat.stop();
    expect(server.now.count(cancel)).toBe(0);
    asked.resolve();
    await vi.waitFor(() => expect(server.now.count(cancel)).toBe(1));

    stream.tell({ type: "RUN_FINISHED", outcome: { type: "cancelled" } });
    await done;
    expect(chat.notice.value).toContain("Stopped");
  });

  test("whose run is stopped says so", async () => {
    const stream = live();
    server.now.on(THREAD, thread([progress(1)], "r"));
    server.now.on("GET /v1/runs/r/events", stream.answer);
    server.now.on("POST /v1/runs/r/cancel", json({ id: "r" }, 202));
    await chat.open("t");

    await chat.stop();
    expect(chat.isStopping.value).toBe(true);
    stream.tell({ type: "RUN_FINISHED", runId: "r", outcome: { type: "cancelled" } });
    await vi.waitFor(() => expect(chat.isRunning.value).toBe(false));

    expect(chat.notice.value).toContain("Stopped");
    expect(chat.items.value).toMatchObject([{ content: { state: "cancelled" } }]);
    expect(chat.isStopping.value).toBe(false);
  });
});

function ids(asked: Asked) {
  const body = asked.body as { runId: string; messages: { id: string }[] } | null;
  return { run: body?.runId, message: body?.messages[0]?.id };
}
