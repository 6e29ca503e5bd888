/** The open conversation: its items, its run, and what went wrong. */

import { computed, signal } from "@preact/signals";
import { ApiError, getJson, jsonBody, postJson, SignedOut } from "../api/http";
import { followRun, type Link } from "../api/stream";
import type { AguiEvent, Run, Thread } from "../api/types";
import { createThread, loadThreads, openId, settleOn } from "./threads";
import { addUserText, applyEvent, fromMessages, type Items, settle } from "./transcript";

export interface Trouble {
  text: string;
  retry: string | null;
}

export const items = signal<Items>([]);
export const runId = signal("");
export const link = signal<Link>("open");
export const isStopping = signal(false);
export const isLoading = signal(false);
export const trouble = signal<Trouble | null>(null);
export const notice = signal("");
export const isRunning = computed(() => runId.value !== "");

let shown = "";
let following = new AbortController();

/** Show a thread as it is stored, and join its run where one is under way. */
export async function open(threadId: string): Promise<void> {
  if (threadId === shown) return;
  leave();
  shown = threadId;
  if (!threadId) return;
  isLoading.value = true;
  try {
    const thread = await getJson<Thread>(`/v1/threads/${threadId}`);
    if (shown !== threadId) return;
    items.value = fromMessages(thread.messages);
    isLoading.value = false;
    if (thread.active_run) void follow(thread.active_run.id, null, "");
  } catch (error) {
    if (shown === threadId) report(error, null);
  } finally {
    if (shown === threadId) isLoading.value = false;
  }
}

/** Send a message; the first one makes the thread. */
export async function say(text: string): Promise<void> {
  if (isRunning.value || !text.trim()) return;
  const id = crypto.randomUUID();
  const messageId = crypto.randomUUID();
  trouble.value = null;
  notice.value = "";
  items.value = addUserText(items.value, messageId, text);
  runId.value = id;
  try {
    if (!shown) {
      const made = await createThread();
      shown = made.id;
      settleOn(made.id);
    }
  } catch (error) {
    runId.value = "";
    items.value = items.value.filter((i) => i.id !== messageId);
    report(error, text);
    return;
  }
  const input = {
    threadId: shown,
    runId: id,
    state: {},
    messages: [{ id: messageId, role: "user", content: text }],
    tools: [],
    context: [],
    forwardedProps: {},
  };
  await follow(id, jsonBody(input), text);
}

/** Ask the server to stop the run; the stream then tells that it ended. */
export async function stop(): Promise<void> {
  if (!runId.value || isStopping.value) return;
  isStopping.value = true;
  try {
    await postJson<Run | null>(`/v1/runs/${runId.value}/cancel`, {});
  } catch (error) {
    isStopping.value = false;
    report(error, null);
  }
}

export function leave(): void {
  following.abort();
  following = new AbortController();
  shown = "";
  items.value = [];
  runId.value = "";
  link.value = "open";
  isStopping.value = false;
  isLoading.value = false;
  trouble.value = null;
  notice.value = "";
}

async function follow(id: string, first: RequestInit | null, said: string): Promise<void> {
  const controller = following;
  const threadId = shown;
  runId.value = id;
  let isStarted = first === null;
  try {
    await followRun(id, first, `/v1/threads/${threadId}/runs`, {
      signal: controller.signal,
      onEvent: (event) => {
        isStarted = true;
        take(event);
      },
      onLink: (state) => {
        if (!controller.signal.aborted) link.value = state;
      },
    });
  } catch (error) {
    if (controller.signal.aborted) return;
    items.value = settle(items.value, "failed");
    report(error, isStarted ? null : said);
    await joinOther(error, threadId);
  }
  if (controller.signal.aborted || openId.value !== threadId || runId.value !== id) return;
  runId.value = "";
  isStopping.value = false;
  link.value = "open";
  void loadThreads().catch(() => undefined);
}

/** After "another run is in progress", show that one. */
async function joinOther(error: unknown, threadId: string): Promise<void> {
  if (!(error instanceof ApiError) || error.problem.code !== "turn_in_progress") return;
  shown = "";
  await open(threadId);
}

function take(event: AguiEvent): void {
  items.value = applyEvent(items.value, event);
  if (event.type === "RUN_ERROR") {
    items.value = settle(items.value, "failed");
    trouble.value = { text: event.message ?? "The run failed.", retry: null };
  }
  if (event.type === "RUN_FINISHED") {
    const isCancelled = event.outcome?.type === "cancelled";
    items.value = settle(items.value, isCancelled ? "cancelled" : "done");
    if (isCancelled) notice.value = "Stopped. What was finished is kept.";
  }
}

function report(error: unknown, retry: string | null): void {
  if (error instanceof SignedOut) return;
  const wait = error instanceof ApiError && error.retryAfterS;
  const text = error instanceof Error ? error.message : "Something went wrong.";
  trouble.value = { text: wait ? `${text} Try again in ${wait} s.` : text, retry };
}
