/** The storyboard's history, and changes made by hand: each is a version like the agent's. */

import { signal } from "@preact/signals";
import { ApiError, getJson, jsonBody, send } from "../api/http";
import type { Json } from "../api/types";
import type { ComparisonCard, ForkCard, Versions } from "../api/versions";
import { isRunning, mend, openThread, report } from "./chat";
import { goTo, loadThreads } from "./threads";

export interface Operation {
  op: string;
  path: string;
  value: Json;
}

/** What happened to the storyboard that is shown; null until it is known. */
export const past = signal<Versions | null>(null);
export const isChanging = signal(false);

export async function loadPast(): Promise<void> {
  const threadId = openThread();
  if (!threadId) return;
  try {
    const known = await getJson<Versions>(`/v1/threads/${threadId}/versions`);
    if (openThread() === threadId) past.value = known;
  } catch {
    // Without it the buttons stay off; the next version asks again.
  }
}

export function undo(): Promise<boolean> {
  return post("undo");
}

export function redo(): Promise<boolean> {
  return post("redo");
}

/** Let an older version hold again. */
export function goBack(version: number): Promise<boolean> {
  return post("restore", { version });
}

/** Change the storyboard as it is at a version; true once it is done. */
export function patch(version: number, operations: Operation[]): Promise<boolean> {
  return change("storyboard", "PATCH", operations, { "If-Match": `"${version}"` });
}

/** Begin a copy of what holds, and open it. */
export async function fork(): Promise<void> {
  const threadId = openThread();
  if (isChanging.value || !threadId) return;
  isChanging.value = true;
  try {
    const answer = await send(`/v1/threads/${threadId}/versions/fork`, jsonBody({}));
    const made = (await answer.json()) as ForkCard;
    await loadThreads();
    if (openThread() === threadId) goTo(made.thread_id);
  } catch (error) {
    if (openThread() === threadId) report(error, null);
  } finally {
    isChanging.value = false;
  }
}

export function compare(old: number, now: number): Promise<ComparisonCard> {
  return getJson(`/v1/threads/${openThread()}/versions/compare?from=${old}&to=${now}`);
}

function post(what: string, body: unknown = {}): Promise<boolean> {
  return change(`versions/${what}`, "POST", body, {});
}

async function change(
  path: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<boolean> {
  const threadId = openThread();
  if (isRunning.value || isChanging.value || !threadId) return false;
  isChanging.value = true;
  let isDone = false;
  try {
    const given = jsonBody(body);
    const sent = { ...given, method, headers: { ...given.headers, ...headers } };
    await send(`/v1/threads/${threadId}/${path}`, sent);
    isDone = true;
  } catch (error) {
    if (openThread() === threadId) report(withChanges(error), null);
  } finally {
    isChanging.value = false;
  }
  await mend(threadId);
  return isDone;
}

/** Say what someone else changed meanwhile, not only that they did. */
function withChanges(error: unknown): unknown {
  const changes = error instanceof ApiError ? error.problem.changes : undefined;
  if (!(error instanceof ApiError) || !changes?.length) return error;
  return new Error(`${error.message} ${changes.join("; ")}`);
}
