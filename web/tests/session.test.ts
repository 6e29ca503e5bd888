import { beforeEach, describe, expect, test } from "vitest";
import { send } from "../src/api/http";
import * as session from "../src/state/session";
import { json, lost, refuse, serve } from "./server";

const server = serve();
const LINK = "POST /v1/auth/link";
const REFRESH = "POST /v1/auth/refresh";

beforeEach(() => {
  session.phase.value = "starting";
  session.signInNote.value = "";
  history.replaceState(null, "", "/");
  localStorage.setItem("reelwright.session", "1");
  server.now
    .on("GET /v1/me", json({ id: "u", email: "me@localhost", name: "Me" }))
    .on("GET /v1/status", json({ model: "Offline", model_kind: "director" }));
});

describe("a session", () => {
  test("starts with the one-time link, which does not stay in the address", async () => {
    history.replaceState(null, "", "/signin#token=once");
    server.now.on(LINK, json({ access_token: "a" }));

    await session.start();

    expect(session.phase.value).toBe("signed-in");
    expect(server.now.to(LINK)[0]?.body).toEqual({ token: "once" });
    expect(server.now.to("GET /v1/me")[0]?.headers.get("Authorization")).toBe("Bearer a");
    expect(location.href).not.toContain("once");
    expect(session.isOffline.value).toBe(true);
  });

  test("starts with the cookie", async () => {
    server.now.on(REFRESH, json({ access_token: "a" }));

    await session.start();

    expect(session.phase.value).toBe("signed-in");
  });

  test("that is over asks to sign in, without a reproach, and is not asked for again", async () => {
    server.now.on(REFRESH, refuse(401, "invalid_token"));

    await session.start();
    await session.start();

    expect(session.phase.value).toBe("signed-out");
    expect(session.signInNote.value).toBe("");
    expect(server.now.to(REFRESH)).toHaveLength(1);
  });

  test("is not asked for by a stranger, who signs in and is known the next time", async () => {
    localStorage.clear();
    server.now
      .on("POST /v1/auth/password", json({ access_token: "a" }))
      .on(REFRESH, json({ access_token: "b" }));

    await session.start();
    expect(session.phase.value).toBe("signed-out");
    expect(server.now.to(REFRESH)).toHaveLength(0);
    await session.signIn("me@localhost", "right");
    await session.start();

    expect(session.phase.value).toBe("signed-in");
    expect(server.now.to(REFRESH)).toHaveLength(1);
  });

  test("says how to get a new link when the link was used", async () => {
    history.replaceState(null, "", "/signin#token=used");
    server.now.on(LINK, refuse(401, "invalid_credentials", "The link was used."));

    await session.start();

    expect(session.phase.value).toBe("signed-out");
    expect(session.signInNote.value).toContain("The link was used. A link works once");
  });

  test("waits for a server that does not answer", async () => {
    server.now.on(REFRESH, lost);

    await session.start();

    expect(session.phase.value).toBe("unreachable");
  });

  test("works without the server's status", async () => {
    server.now.on(REFRESH, json({ access_token: "a" })).on("GET /v1/status", refuse(503, "x"));

    await session.start();

    expect(session.phase.value).toBe("signed-in");
    expect(session.isOffline.value).toBe(false);
  });

  test("that runs out leads to the sign-in and says why", async () => {
    server.now.on(REFRESH, json({ access_token: "a" }), refuse(401, "invalid_token"));
    await session.start();
    server.now.on("GET /v1/x", refuse(401, "invalid_token"));

    await expect(send("/v1/x")).rejects.toThrow();

    expect(session.phase.value).toBe("signed-out");
    expect(session.signInNote.value).toContain("session is over");
  });

  test("ends with signing out, even if the server does not hear it", async () => {
    server.now.on("POST /v1/auth/password", json({ access_token: "a" }));
    await session.signIn("me@localhost", "right");
    server.now.on("POST /v1/auth/sign-out", lost);

    await session.signOut();

    expect(session.phase.value).toBe("signed-out");
    expect(session.user.value).toBeNull();
  });
});
