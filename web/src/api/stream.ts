/** Event streams over fetch: parsed, resumed after the last id, with growing pauses. */

import { ApiError, send } from "./http";
import { parser } from "./sse";
import type { AguiEvent } from "./types";

export type Link = "open" | "reconnecting";

export interface StreamOptions {
  signal: AbortSignal;
  onEvent: (event: AguiEvent) => void;
  onLink: (link: Link) => void;
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Give the pause before an attempt, in milliseconds: doubled each time, up to a quarter minute. */
export function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempt - 1));
}

/**
 * Follow a run to its end. `first` opens the stream that the POST to `firstPath` answers with, or
 * is null to join a run that is under way; after a break the run's own stream is resumed.
 */
export async function followRun(
  runId: string,
  first: RequestInit | null,
  firstPath: string,
  options: StreamOptions,
): Promise<void> {
  const { signal, onLink, pause = wait } = options;
  const place = { lastId: "", attempt: 0, isOver: false, isOpened: first === null };
  const take = (event: AguiEvent, id: string | undefined): boolean => {
    if (id) place.lastId = id;
    place.attempt = 0;
    place.isOver ||= isFinal(event, runId);
    options.onEvent(event);
    return !place.isOver;
  };
  const attempt = async (): Promise<void> => {
    const path = place.isOpened ? `/v1/runs/${runId}/events` : firstPath;
    const request = stream(place.isOpened ? null : first, place.lastId, signal);
    const response = await send(path, request);
    place.isOpened = true;
    onLink("open");
    await read(response, take);
  };
  for (;;) {
    await attempt().catch((error: unknown) => {
      if (!signal.aborted && !(place.isOpened && isTransient(error))) throw error;
    });
    if (place.isOver || signal.aborted) return;
    place.attempt += 1;
    onLink("reconnecting");
    await pause(pauseBefore(place.attempt), signal);
  }
}

/** Read one response's events until it ends, or until `take` wants no more. */
export async function read(
  response: Response,
  take: (event: AguiEvent, id: string | undefined) => boolean,
): Promise<void> {
  const parse = parser();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const wantsMore = parse(value).every(({ data, id }) => take(JSON.parse(data), id));
    if (!wantsMore) return void reader.cancel().catch(() => undefined);
  }
}

function stream(first: RequestInit | null, lastId: string, signal: AbortSignal): RequestInit {
  const headers = new Headers(first?.headers);
  headers.set("Accept", "text/event-stream");
  if (lastId) headers.set("Last-Event-ID", lastId);
  return { ...first, headers, signal };
}

function isFinal(event: AguiEvent, runId: string): boolean {
  if (event.type === "RUN_ERROR") return true;
  return event.type === "RUN_FINISHED" && (event.runId === undefined || event.runId === runId);
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof TypeError;
  return error.problem.status === 0 || error.problem.status >= 500 || error.problem.status === 429;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
