import { beforeEach, describe, expect, test } from "vitest";
import * as chat from "../src/state/chat";
import * as shown from "../src/state/shown";
import { showEarlier } from "../src/ui/cards/Earlier";
import { events, json, serve } from "./server";

const server = serve();
const POST = "POST /v1/threads/t/runs";
const THREAD = "GET /v1/threads/t";

beforeEach(() => {
  chat.leave();
  server.now.on("GET /v1/threads?limit=100", json({ items: [] }));
});

describe("a long conversation", () => {
  const asked = (n: number) => ({ id: `u${n}`, role: "user", content: `Wish ${n}` });
  const spoken = () => chat.items.value.map((i) => i.id);
  const more = (...numbers: number[]) => numbers.map(asked);

  test("opens with its end and fetches what was before", async () => {
    const end = { id: "t", title: "T", messages: more(3, 4), earlier: "u3", active_run: null };
    server.now.on(THREAD, json(end));
    server.now.on(
      "GET /v1/threads/t/messages?before=u3",
      json({ messages: more(1, 2), earlier: null }),
    );

    await chat.open("t");
    expect(spoken()).toEqual(["u3", "u4"]);
    await showEarlier();

    expect(spoken()).toEqual(["u1", "u2", "u3", "u4"]);
    expect(shown.earlier.value).toBeNull();
  });

  test("takes nothing of a thread that is no longer shown", async () => {
    const end = { id: "t", title: "T", messages: more(3), earlier: "u3", active_run: null };
    server.now.on(THREAD, json(end));
    server.now.on(
      "GET /v1/threads/t/messages?before=u3",
      json({ messages: more(1), earlier: null }),
    );
    await chat.open("t");

    const fetched = showEarlier();
    chat.leave();
    await fetched;

    expect(chat.items.value).toEqual([]);
  });

  test("lets go of what is far back, and can have it again", async () => {
    const many = Array.from({ length: 61 }, (_, n) => asked(n));
    server.now.on(THREAD, json({ id: "t", title: "T", messages: many, earlier: null }));
    server.now.on(POST, events({ type: "RUN_FINISHED" }));

    await chat.open("t");
    await chat.say("tides");

    expect(spoken().slice(0, 2)).toEqual(["u31", "u32"]);
    expect(chat.items.value).toHaveLength(31);
    expect(shown.earlier.value).toBe("u31");
  });

  test("keeps what a snapshot does not reach back to", () => {
    shown.begin({ messages: more(1, 2, 3), earlier: null });
    shown.tell({ type: "MESSAGES_SNAPSHOT", messages: more(3, 4) });
    expect(spoken()).toEqual(["u1", "u2", "u3", "u4"]);

    shown.tell({ type: "MESSAGES_SNAPSHOT", messages: more(8, 9) });
    expect(spoken()).toEqual(["u8", "u9"]);
    expect(shown.earlier.value).toBe("u8");
  });
});
