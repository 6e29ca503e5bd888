/** How links stand: asked for when a card shows them, and after one was ended. */

import { signal } from "@preact/signals";
import { getJson, send } from "../api/http";
import type { ShareShown } from "../api/shares";
import { report } from "./chat";

/** The newest that is known of each link, by its id. */
export const known = signal<ReadonlyMap<string, ShareShown>>(new Map());

/** Ask how a link stands; one that is gone keeps what its card says. */
export async function look(id: string): Promise<void> {
  const found = await getJson<ShareShown>(`/v1/shares/${id}`).catch(() => null);
  if (found) keep(found);
}

/** End a link at once. */
export async function stopSharing(id: string): Promise<void> {
  try {
    keep(await (await send(`/v1/shares/${id}`, { method: "DELETE" })).json());
  } catch (error) {
    report(error, null);
  }
}

function keep(share: ShareShown): void {
  known.value = new Map(known.value).set(share.id, share);
}
