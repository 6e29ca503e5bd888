/** The open conversation: its items, its run, and what went wrong. */

import { computed, signal } from "@preact/signals";
import { ApiError, getJson, jsonBody, postJson, SignedOut } from "../api/http";
import { followRun, type Link } from "../api/stream";
import type { AguiEvent, Run, Thread } from "../api/types";
import { t, wrong } from "../words";
import { giveBack, letWait, takeAllBack, takeNext } from "./draft";
import { PatchFailed } from "./patch";
import { asNew, inputOf, type Said } from "./said";
import { begin, forget, items, letGo, type Page, tell } from "./shown";
import { createThread, loadThreads, settleOn } from "./threads";
import { addUserText, fromMessages, settle, withCards, without } from "./transcript";
import { clear, notice, report, trouble } from "./trouble";

export { items, notice, report, trouble };
export const runId = signal("");
export const link = signal<Link>("open");
export const isStopping = signal(false);
export const isLoading = signal(false);
export const isRunning = computed(() => runId.value !== "");

let shown = "";
let following = new AbortController();
let isMending = false;
let isAccepted = false;
/** Whether what was written meanwhile may follow a run as it ended. */
let mayGoOn = true;

/** Show a thread as it is stored, and join its run where one is under way. */
export async function open(threadId: string): Promise<void> {
  if (threadId === shown) return;
  leave();
  shown = threadId;
  if (!threadId) return;
  isLoading.value = true;
  try {
    const thread = await getJson<Thread & Page>(`/v1/threads/${threadId}`);
    if (shown !== threadId) return;
    begin(thread);
    isLoading.value = false;
    if (thread.active_run) void follow(thread.active_run.id, null);
  } catch (error) {
    if (shown === threadId) report(error, null);
  } finally {
    if (shown === threadId) isLoading.value = false;
  }
}

/** Send a message, once the run under way is over; the first one makes the thread. */
export async function say(text: string): Promise<void> {
  if (!text.trim()) return;
  if (isRunning.value) letWait(text);
  else await send(asNew(text));
}

/** Send once more what failed; under the same ids it cannot arrive twice. */
export async function sayAgain(): Promise<void> {
  const said = trouble.value?.retry;
  if (said) await send(said);
}

/** Put the trouble away, and its message back where it was written. */
export function dismiss(): void {
  const said = trouble.value?.retry;
  if (said && !items.value.some((i) => i.id === said.messageId)) giveBack(said.text);
  trouble.value = null;
}

/** Ask the server to stop the run, once it knows it; the stream then tells that it ended. */
export async function stop(): Promise<void> {
  if (!runId.value || isStopping.value) return;
  isStopping.value = true;
  if (isAccepted) await cancel();
}

async function cancel(): Promise<void> {
  try {
    await postJson<Run | null>(`/v1/runs/${runId.value}/cancel`, {});
  } catch (error) {
    isStopping.value = false;
    report(error, null);
  }
}

/** Name the thread that is shown. */
export function openThread(): string {
  return shown;
}

/** Follow the run that an answer let go on. */
export function goOn(id: string): Promise<void> {
  clear();
  return follow(id, null);
}

export function leave(): void {
  following.abort();
  following = new AbortController();
  shown = "";
  forget();
  runId.value = "";
  link.value = "open";
  isStopping.value = false;
  isLoading.value = false;
  takeAllBack();
  clear();
}

async function send(said: Said): Promise<void> {
  if (isRunning.value) return;
  clear();
  isAccepted = false;
  letGo();
  items.value = addUserText(items.value, said.messageId, said.text);
  runId.value = said.runId;
  const controller = following;
  try {
    if (!shown) await makeThread(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) fail(error, said);
    return;
  }
  if (!controller.signal.aborted) await follow(said.runId, said);
}

async function makeThread(signal: AbortSignal): Promise<void> {
  const made = await createThread();
  if (signal.aborted) return;
  shown = made.id;
  settleOn(made.id);
}

async function follow(id: string, said: Said | null): Promise<void> {
  const { signal } = following;
  const threadId = shown;
  runId.value = id;
  isAccepted = said === null;
  mayGoOn = true;
  let isStarted = said === null;
  try {
    await followRun(id, said && jsonBody(inputOf(said, threadId)), `/v1/threads/${threadId}/runs`, {
      signal,
      onEvent: (event) => {
        if (signal.aborted) return;
        if (!isStarted) void loadThreads().catch(() => undefined);
        isStarted = true;
        take(event, threadId);
      },
      onLink: (state) => {
        if (signal.aborted) return;
        link.value = state;
        if (state !== "open" || isAccepted) return;
        isAccepted = true;
        if (isStopping.value) void cancel();
      },
    });
  } catch (error) {
    if (signal.aborted) return;
    items.value = settle(items.value, "failed");
    fail(error, isStarted ? null : said);
    await joinOther(error, said);
    return;
  }
  if (signal.aborted) return;
  rest();
  next();
  void loadThreads().catch(() => undefined);
}

/** Send what was written meanwhile; after a question or a failure it was meant for something else. */
function next(): void {
  if (mayGoOn) void say(takeNext());
  else if (takeAllBack()) notice.value = t("What you wrote is back in the box; it was not sent.");
}

/** Take back what was not sent, and offer to send it again. */
function fail(error: unknown, said: Said | null): void {
  if (said) items.value = without(items.value, said.messageId);
  if (said && error instanceof SignedOut) giveBack(said.text);
  takeAllBack();
  rest();
  report(error, said);
}

function rest(): void {
  runId.value = "";
  isStopping.value = false;
  link.value = "open";
}

/** After "another run is in progress", show that one and let the message wait for its end. */
async function joinOther(error: unknown, said: Said | null): Promise<void> {
  if (!(error instanceof ApiError) || error.problem.code !== "turn_in_progress") return;
  const threadId = shown;
  shown = "";
  await open(threadId);
  if (said) (isRunning.value ? letWait : giveBack)(said.text);
  notice.value = error.message;
}

function take(event: AguiEvent, threadId: string): void {
  try {
    tell(event);
  } catch (error) {
    if (!(error instanceof PatchFailed)) throw error;
    void mend(threadId);
  }
  if (event.type === "RUN_ERROR") {
    mayGoOn = false;
    items.value = settle(items.value, "failed");
    const last = items.value.findLast((i) => i.kind === "user");
    trouble.value = {
      text: wrong(event.code ?? "", event.message ?? t("The run failed.")),
      retry: last?.kind === "user" ? asNew(last.text) : null,
    };
  }
  if (event.type === "RUN_FINISHED") {
    const isCancelled = event.outcome?.type === "cancelled";
    mayGoOn = event.outcome?.type !== "interrupt";
    if (!mayGoOn) notice.value = t("Waiting for your answer.");
    items.value = settle(items.value, isCancelled ? "cancelled" : "done");
    if (isCancelled) notice.value = t("Stopped. What was finished is kept.");
  }
}

/** Show the cards as they are stored, after a change that did not fit what is shown. */
export async function mend(threadId: string): Promise<void> {
  if (isMending) return;
  isMending = true;
  const { signal } = following;
  try {
    const thread = await getJson<Thread>(`/v1/threads/${threadId}`);
    if (!signal.aborted) items.value = withCards(items.value, fromMessages(thread.messages));
  } catch {
    // The next change that does not fit asks again.
  } finally {
    isMending = false;
  }
}
