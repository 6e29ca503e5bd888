/** A stand-in for the API: plays one conversation, so that every state of the page can be seen. */

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { script, storyboard, thread } from "./script.mjs";

const STATIC = join(import.meta.dirname, "../../api/static");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
  "media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'";

let isSignedIn = false;
const events = [];
let listeners = new Set();
let hasDropped = false;
const threads = process.env.EMPTY ? [] : [thread];

const json = (response, status, body, type = "application/json") => {
  response.writeHead(status, { "Content-Type": type });
  response.end(JSON.stringify(body));
};
const problem = (response, status, code, detail) =>
  json(response, status, { code, title: code, detail, status }, "application/problem+json");

const routes = [
  [
    /^POST \/v1\/auth\/(link|password)$/,
    (response, _, body) => {
      if (body.token === "used" || body.password === "wrong") {
        return problem(response, 401, "invalid_credentials", "The link was used or has expired.");
      }
      isSignedIn = true;
      json(response, 200, { access_token: "t", token_type: "bearer", expires_in: 900 });
    },
  ],
  [
    /^POST \/v1\/auth\/refresh$/,
    (response) =>
      isSignedIn
        ? json(response, 200, { access_token: "t", expires_in: 900 })
        : problem(response, 401, "invalid_token", "Sign in."),
  ],
  [
    /^POST \/v1\/auth\/sign-out$/,
    (response) => {
      isSignedIn = false;
      response.writeHead(204).end();
    },
  ],
  [
    /^GET \/v1\/me$/,
    (response) => json(response, 200, { id: "u", email: "you@localhost", name: "You" }),
  ],
  [
    /^GET \/v1\/status$/,
    (response) =>
      json(response, 200, { version: "0.1.0", model: "Offline director", model_kind: "director" }),
  ],
  [/^GET \/v1\/threads$/, (response) => json(response, 200, { items: threads, next_before: null })],
  [
    /^POST \/v1\/threads$/,
    (response) => {
      const made = { ...thread, id: crypto.randomUUID(), title: "" };
      threads.unshift(made);
      json(response, 201, made);
    },
  ],
  [
    /^GET \/v1\/threads\/[\w-]+$/,
    (response) =>
      json(response, 200, { ...thread, messages: script.messages, storyboard, active_run: null }),
  ],
  [
    /^POST \/v1\/threads\/([\w-]+)\/runs$/,
    (response, _, body) => {
      if (body.messages[0].content === "busy") {
        return problem(
          response,
          503,
          "unavailable",
          "The database is away. Try again in a moment.",
        );
      }
      events.length = 0;
      hasDropped = false;
      void play(body.runId, body.messages[0].content.includes("drop"));
      follow(response, 0);
    },
  ],
  [
    /^GET \/v1\/runs\/[\w-]+\/events$/,
    (response, request) => follow(response, Number(request.headers["last-event-id"] ?? 0)),
  ],
  [
    /^POST \/v1\/runs\/[\w-]+\/cancel$/,
    (response) => {
      cancelled = true;
      json(response, 202, {});
    },
  ],
  [
    /^GET \/v1\/artifacts\/video/,
    (response) => file(response, process.env.VIDEO ?? "", "video/mp4"),
  ],
  [
    /^GET \/v1\/assets\/(\d+)/,
    (response, _, __, match) => {
      response.writeHead(200, { "Content-Type": "image/svg+xml" });
      response.end(script.picture(Number(match[1])));
    },
  ],
];

let cancelled = false;

async function play(runId, drops) {
  cancelled = false;
  for (const [ms, event] of script.run(runId)) {
    if (cancelled) {
      push({ type: "RUN_FINISHED", threadId: thread.id, runId, outcome: { type: "cancelled" } });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, ms));
    push(event);
    if (drops && !hasDropped && event.type === "ACTIVITY_DELTA") {
      hasDropped = true;
      for (const listener of listeners) listener.destroy();
      listeners = new Set();
    }
  }
}

function push(event) {
  events.push(event);
  for (const listener of listeners) write(listener, event, events.length);
}

function follow(response, after) {
  if (hasDropped && after > 0 && Math.random() < 0.5) return response.destroy();
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  events.slice(after).forEach((event, index) => {
    write(response, event, after + index + 1);
  });
  listeners.add(response);
}

function write(response, event, id) {
  response.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
  if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") {
    response.end();
    listeners.delete(response);
  }
}

function file(response, path, type) {
  if (!existsSync(path)) return problem(response, 404, "not_found", "There is no such file.");
  response.writeHead(200, { "Content-Type": type, "Accept-Ranges": "none" });
  createReadStream(path).pipe(response);
}

function page(response, path) {
  const name = extname(path) ? path : "/index.html";
  const at = join(STATIC, name);
  if (!existsSync(at)) return problem(response, 404, "not_found", "No such page.");
  const type = TYPES[extname(name)] ?? (name.endsWith(".svg") ? "image/svg+xml" : "font/woff2");
  response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY });
  response.end(readFileSync(at));
}

createServer(async (request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  let body = "";
  for await (const chunk of request) body += chunk;
  for (const [pattern, answer] of routes) {
    const match = pattern.exec(`${request.method} ${path}`);
    if (match) return answer(response, request, body ? JSON.parse(body) : {}, match);
  }
  page(response, path);
}).listen(Number(process.env.PORT ?? 0), "127.0.0.1", function () {
  console.log(`http://127.0.0.1:${this.address().port}`);
});
