/** Pictures, clips and sounds that are being attached, one after the other, or were just now. */

import { signal } from "@preact/signals";
import { upload } from "../api/upload";
import { t } from "../words";
import { items } from "./chat";
import { draft } from "./draft";

/** Kinds that are offered; without HEIF among them, phones convert their pictures to JPEG. */
export const KINDS =
  "image/jpeg,image/png,image/webp,image/gif,image/avif,video/*,audio/*,.txt,.md,.docx,.pdf,.srt,.vtt";
export const MOST_BYTES = 512 * 1024 ** 2;

export interface Attached {
  key: number;
  name: string;
  /** Of its bytes that have left, 0 to 1. */
  share: number;
  /** What a message calls it, e.g. `picture 3`; empty until it is there. */
  called: string;
  thumbnail: string;
  error: string;
}

export const attached = signal<Attached[]>([]);

let next = 0;
let queue = Promise.resolve();
const aborts = new Map<number, AbortController>();

/** Upload files in their order; what is wrong with one stands beside its name. */
export function attach(files: Iterable<File>): void {
  for (const file of files) {
    const key = ++next;
    const error = file.size > MOST_BYTES ? t("It is larger than 512 MiB.") : "";
    const one: Attached = { key, name: file.name, share: 0, called: "", thumbnail: "", error };
    attached.value = [...attached.value, one];
    if (error) continue;
    aborts.set(key, new AbortController());
    queue = queue.then(() => send(key, file));
  }
}

/** Take one away; while it is on its way, stop it. What is uploaded stays among one's uploads. */
export function detach(key: number): void {
  aborts.get(key)?.abort();
  aborts.delete(key);
  attached.value = attached.value.filter((one) => one.key !== key);
}

/** Forget those that are there, as a message has gone out; the others go on. */
export function clearAttached(): void {
  attached.value = attached.value.filter((one) => !one.called && !one.error);
}

/** Name one in the message. */
export function mention(called: string): void {
  const text = draft.value.trimEnd();
  if (new RegExp(`\\b${called}\\b`, "i").test(text)) return;
  if (called.startsWith("document")) {
    draft.value = text ? `${text} ${called} ` : `Make a video of ${called} `;
    return;
  }
  const place = called.startsWith("sound") ? "as the music" : "in scene ";
  draft.value = text ? `${text} ${called} ` : `Use ${called} ${place}`;
}

async function send(key: number, file: File): Promise<void> {
  const abort = aborts.get(key);
  if (!abort || abort.signal.aborted) return;
  try {
    const kept = await upload(file, (share) => change(key, { share }), abort.signal);
    const called = `${kept.kind} ${kept.number}`;
    change(key, { share: 1, called, thumbnail: kept.thumbnail_url });
    if (items.value.length > 0 && attached.value.some((one) => one.key === key)) mention(called);
  } catch (error) {
    if (!abort.signal.aborted) change(key, { error: (error as Error).message || t("Signed out.") });
  } finally {
    aborts.delete(key);
  }
}

function change(key: number, to: Partial<Attached>): void {
  attached.value = attached.value.map((one) => (one.key === key ? { ...one, ...to } : one));
}
