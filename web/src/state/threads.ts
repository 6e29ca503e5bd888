/** The list of threads and which of them is open; the address remembers the open one. */

import { signal } from "@preact/signals";
import { getJson, postJson, send } from "../api/http";
import type { ThreadSummary } from "../api/types";

export const threads = signal<ThreadSummary[]>([]);
export const isLoaded = signal(false);
export const openId = signal(threadInAddress());

export async function loadThreads(): Promise<void> {
  threads.value = (await getJson<{ items: ThreadSummary[] }>("/v1/threads?limit=100")).items;
  isLoaded.value = true;
}

export async function createThread(): Promise<ThreadSummary> {
  const made = await postJson<ThreadSummary>("/v1/threads", {});
  threads.value = [made, ...threads.value];
  return made;
}

export async function deleteThread(id: string): Promise<void> {
  await send(`/v1/threads/${id}`, { method: "DELETE" });
  threads.value = threads.value.filter((t) => t.id !== id);
  if (openId.value === id) goTo("");
}

/** Open a thread, or an empty page to start a new one. */
export function goTo(id: string): void {
  history.pushState(null, "", id ? `/#thread=${id}` : "/");
  openId.value = id;
}

/** Name an open thread in the address without a step in the history. */
export function settleOn(id: string): void {
  history.replaceState(null, "", `/#thread=${id}`);
  openId.value = id;
}

export function followAddress(): void {
  addEventListener("popstate", () => {
    openId.value = threadInAddress();
  });
}

function threadInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get("thread") ?? "";
}
