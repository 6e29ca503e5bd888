/** A stand-in for the API: answers by method and path, and writes down what it was asked. */

import { afterEach, beforeEach, vi } from "vitest";
import { forgetSession } from "../src/api/http";
import type { AguiEvent } from "../src/api/types";

export interface Asked {
  line: string;
  headers: Headers;
  body: { [key: string]: unknown } | null;
}

type Answer = (asked: Asked) => Response | Promise<Response>;

class Server {
  asked: Asked[] = [];
  private answers: { line: string; answers: Answer[] }[] = [];

  /** Answer these in turn; the last one for good. */
  on(line: string, ...answers: Answer[]): this {
    this.answers = [{ line, answers }, ...this.answers.filter((a) => a.line !== line)];
    return this;
  }

  count(line: string): number {
    return this.to(line).length;
  }

  to(line: string): Asked[] {
    return this.asked.filter((a) => a.line === line);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const line = `${init.method ?? "GET"} ${path}`;
    const body = typeof init.body === "string" ? JSON.parse(init.body) : null;
    const asked = { line, headers: new Headers(init.headers), body };
    this.asked.push(asked);
    const found = this.answers.find((a) => a.line === line);
    const answer = found && found.answers.length > 1 ? found.answers.shift() : found?.answers[0];
    return answer ? answer(asked) : problem(404, "not_found", `Nothing at ${line}.`);
  }
}

/** Serve one test after another, each with a fresh server. */
export function serve(): { now: Server } {
  const served = { now: new Server() };
  beforeEach(() => {
    served.now = new Server();
    forgetSession();
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => served.now.fetch(path, init));
  });
  afterEach(() => vi.unstubAllGlobals());
  return served;
}

export function json(body: unknown, status = 200): Answer {
  return () => new Response(JSON.stringify(body), { status });
}

function problem(status: number, code: string, detail: string): Response {
  return new Response(JSON.stringify({ code, title: code, detail, status }), { status });
}

export function refuse(status: number, code: string, detail = code): Answer {
  return () => problem(status, code, detail);
}

/** The network fails: what became of the request is not known. */
export const lost: Answer = () => Promise.reject(new TypeError("network"));

/** A stream of these events, each with an id, that then ends. */
export function events(...told: AguiEvent[]): Answer {
  return () => new Response(told.map((e, n) => frame(e, `${n + 1}-0`)).join(""));
}

/** A stream that stays open and is fed by hand. */
export function live(): { answer: Answer; tell: (event: AguiEvent) => void; end: () => void } {
  let out: ReadableStreamDefaultController<Uint8Array> | null = null;
  let count = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      out = controller;
    },
  });
  const encoder = new TextEncoder();
  return {
    answer: () => new Response(body),
    tell: (event) => {
      count += 1;
      out?.enqueue(encoder.encode(frame(event, `${count}-0`)));
    },
    end: () => out?.close(),
  };
}

export function frame(event: AguiEvent, id: string): string {
  return `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The thread `t` as the API shows it. */
export function thread(messages: unknown[] = [], run: string | null = null): Answer {
  const active = run ? { id: run, status: "running" } : null;
  return json({ id: "t", title: "T", messages, active_run: active });
}

/** What the user says in a request that starts a run. */
export function said(asked: Asked): string | undefined {
  return (asked.body as { messages: { content: string }[] } | null)?.messages[0]?.content;
}
