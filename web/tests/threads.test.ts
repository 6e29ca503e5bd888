import { beforeEach, expect, test } from "vitest";
import * as state from "../src/state/threads";
import { json, refuse, serve } from "./server";

const server = serve();
const named = (id: string, title = id) => ({ id, title, created_at: "", updated_at: "" });

beforeEach(async () => {
  history.replaceState(null, "", "/");
  state.openId.value = "";
  server.now.on("GET /v1/threads?limit=100", json({ items: [named("a"), named("b")] }));
  await state.loadThreads();
});

test("a new thread is the first in the list", async () => {
  server.now.on("POST /v1/threads", json(named("c"), 201));

  await state.createThread();

  expect(state.threads.value.map((t) => t.id)).toEqual(["c", "a", "b"]);
});

test("the address names the open thread", () => {
  state.goTo("a");
  expect(location.hash).toBe("#thread=a");

  state.goTo("");
  expect(location.hash).toBe("");
});

test("a deleted thread is closed and leaves the list", async () => {
  server.now.on("DELETE /v1/threads/a", () => new Response(null, { status: 204 }));
  state.goTo("a");

  await state.deleteThread("a");

  expect(state.threads.value.map((t) => t.id)).toEqual(["b"]);
  expect(state.openId.value).toBe("");
});

test("a thread that could not be deleted stays", async () => {
  server.now.on("DELETE /v1/threads/a", refuse(409, "turn_in_progress", "It is busy."));
  state.goTo("a");

  await expect(state.deleteThread("a")).rejects.toThrow("It is busy.");

  expect(state.threads.value).toHaveLength(2);
  expect(state.openId.value).toBe("a");
});

test("the browser's back opens what the address says", () => {
  state.followAddress();
  history.replaceState(null, "", "/#thread=b");

  dispatchEvent(new PopStateEvent("popstate"));

  expect(state.openId.value).toBe("b");
});
