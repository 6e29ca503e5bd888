/** How batches stand: asked for again while one is shown and not over. */

import { signal } from "@preact/signals";
import type { BatchCard, BatchScript, ScriptRefused } from "../api/batches";
import { getJson, postJson } from "../api/http";
import { report } from "./chat";

const LOOK_MS = 2000;

/** The newest that is known of each batch, by its id. */
export const known = signal<ReadonlyMap<string, BatchCard>>(new Map());

/** Keep a batch up to date until it is over; gives the way to stop looking. */
export function watch(id: string): () => void {
  let isWatched = true;
  let timer = 0;
  async function look(): Promise<void> {
    const card = await getJson<BatchCard>(`/v1/batches/${id}`).catch(() => null);
    if (!isWatched) return;
    if (card) keep(card);
    if (!card || card.state === "running") timer = window.setTimeout(() => void look(), LOOK_MS);
  }
  void look();
  return () => {
    isWatched = false;
    window.clearTimeout(timer);
  };
}

/** Stop what is not over, or make again what failed. */
export async function act(id: string, what: "cancel" | "retry"): Promise<void> {
  try {
    keep(await postJson<BatchCard>(`/v1/batches/${id}/${what}`, {}));
  } catch (error) {
    report(error, null);
  }
}

/** Give the scripts of a batch that wait for a yes; null where they cannot be read. */
export async function readScripts(id: string): Promise<BatchScript[] | null> {
  try {
    return (await getJson<{ items: BatchScript[] }>(`/v1/batches/${id}/scripts`)).items;
  } catch (error) {
    report(error, null);
    return null;
  }
}

/** Answer the scripts that were read, each by its id; gives those that were not answered after all. */
export async function answerScripts(
  id: string,
  action: "approve" | "reject",
  gates: readonly string[],
): Promise<ScriptRefused[] | null> {
  try {
    const path = `/v1/batches/${id}/scripts`;
    const told = await postJson<{ refused: ScriptRefused[]; batch: BatchCard }>(path, {
      action,
      gates,
    });
    keep(told.batch);
    return told.refused;
  } catch (error) {
    report(error, null);
    return null;
  }
}

function keep(card: BatchCard): void {
  known.value = new Map(known.value).set(card.batch_id, card);
}
