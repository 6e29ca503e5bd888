import { describe, expect, test } from "vitest";
import { SignedOut, signInBy, whenSignedOut } from "../src/api/http";
import { followRun, pauseBefore } from "../src/api/stream";
import type { AguiEvent } from "../src/api/types";
import { events, frame, json, lost, refuse, serve } from "./server";

const server = serve();
const POST = "POST /v1/threads/t/runs";
const EVENTS = "GET /v1/runs/r/events";
const FINISHED: AguiEvent = { type: "RUN_FINISHED", runId: "r" };
const text = (delta: string): AguiEvent => ({
  type: "TEXT_MESSAGE_CONTENT",
  messageId: "a",
  delta,
});

async function follow(first: RequestInit | null = { method: "POST", body: "{}" }) {
  const seen: AguiEvent[] = [];
  const links: string[] = [];
  const pauses: number[] = [];
  await followRun("r", first, "/v1/threads/t/runs", {
    signal: new AbortController().signal,
    onEvent: (event) => seen.push(event),
    onLink: (link) => links.push(link),
    pause: async (ms) => void pauses.push(ms),
  });
  return { seen, links, pauses };
}

describe("following a run", () => {
  test("ends with the run and asks for nothing more", async () => {
    server.now.on(POST, events(text("a"), FINISHED));

    const { seen } = await follow();

    expect(seen).toEqual([text("a"), FINISHED]);
    expect(server.now.asked).toHaveLength(1);
  });

  test("goes on after the last event that came, when the connection breaks", async () => {
    server.now.on(POST, events(text("a"), text("b")));
    server.now.on(EVENTS, lost, () => new Response(frame(FINISHED, "3-0")));

    const { seen, links, pauses } = await follow();

    expect(seen).toEqual([text("a"), text("b"), FINISHED]);
    expect(links).toEqual(["open", "reconnecting", "reconnecting", "open"]);
    expect(pauses).toEqual([500, 1000]);
    expect(server.now.to(EVENTS).map((a) => a.headers.get("Last-Event-ID"))).toEqual([
      "2-0",
      "2-0",
    ]);
  });

  test("hands on the gap and the snapshot that fills it", async () => {
    const gap: AguiEvent = { type: "CUSTOM", name: "reelwright.gap", value: { resumed_at: "9-0" } };
    const snapshot: AguiEvent = { type: "MESSAGES_SNAPSHOT", messages: [] };
    server.now.on(EVENTS, events(gap, snapshot, FINISHED));

    expect((await follow(null)).seen).toEqual([gap, snapshot, FINISHED]);
  });

  test("does not mind pings", async () => {
    server.now.on(EVENTS, () => new Response(`: ping\n\n${frame(FINISHED, "1-0")}: ping\n\n`));

    expect((await follow(null)).seen).toEqual([FINISHED]);
  });

  test("does not take the end of another run for its own", async () => {
    server.now.on(EVENTS, events({ type: "RUN_FINISHED", runId: "other" }), events(FINISHED));

    expect((await follow(null)).seen).toHaveLength(2);
  });

  test("does not send the message again by itself when its fate is unknown", async () => {
    server.now.on(POST, lost);

    await expect(follow()).rejects.toThrow("does not answer");
    expect(server.now.count(POST)).toBe(1);
  });

  test("gives up when the server says that there is no such run", async () => {
    server.now.on(EVENTS, refuse(404, "not_found"));

    await expect(follow(null)).rejects.toThrow("not_found");
  });
});

describe("an access token that ran out", () => {
  test("is renewed once, and the run followed on", async () => {
    server.now.on("POST /v1/auth/link", json({ access_token: "old" }));
    await signInBy("/v1/auth/link", { token: "once" });
    server.now.on("POST /v1/auth/refresh", json({ access_token: "new" }));
    server.now.on(EVENTS, refuse(401, "invalid_token"), events(FINISHED));

    await follow(null);

    expect(server.now.to(EVENTS).map((a) => a.headers.get("Authorization"))).toEqual([
      "Bearer old",
      "Bearer new",
    ]);
    expect(server.now.count("POST /v1/auth/refresh")).toBe(1);
  });

  test("leads to the sign-in when the renewal is refused", async () => {
    let isOver = false;
    whenSignedOut(() => {
      isOver = true;
    });
    server.now.on("POST /v1/auth/refresh", refuse(401, "invalid_token"));
    server.now.on(EVENTS, refuse(401, "invalid_token"));

    await expect(follow(null)).rejects.toThrow(SignedOut);
    expect(isOver).toBe(true);
    expect(server.now.count(EVENTS)).toBe(1);
  });

  test("leads to the sign-in when the new one is refused as well", async () => {
    server.now.on("POST /v1/auth/refresh", json({ access_token: "new" }));
    server.now.on(EVENTS, refuse(401, "invalid_token"));

    await expect(follow(null)).rejects.toThrow(SignedOut);
    expect(server.now.count("POST /v1/auth/refresh")).toBe(1);
    expect(server.now.count(EVENTS)).toBe(2);
  });
});

test("pauses grow up to a quarter minute", () => {
  expect([1, 2, 3, 10].map(pauseBefore)).toEqual([500, 1000, 2000, 15000]);
});
