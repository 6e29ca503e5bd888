/** Files that are being attached, or were just now; what sends them is fetched with the first one. */

import { signal } from "@preact/signals";
import { t } from "../words";
import { report } from "./trouble";

/** Kinds that are offered; without HEIF among them, phones convert their pictures to JPEG. */
export const KINDS =
  "image/jpeg,image/png,image/webp,image/gif,image/avif,video/*,audio/*,.txt,.md,.docx,.pdf,.srt,.vtt";
const LONGEST_REQUEST = 300;

export interface Attached {
  key: number;
  name: string;
  /** Of its bytes that have left, 0 to 1. */
  share: number;
  /** What a message calls it, e.g. `picture 3`; empty until it is there. */
  called: string;
  /** What a message that has no words yet would say of it. */
  wish: string;
  isDocument: boolean;
  thumbnail: string;
  error: string;
}

export const attached = signal<Attached[]>([]);

/** Attach what was chosen, dropped or pasted. */
export function take(files: FileList | null): void {
  const chosen = [...(files ?? [])];
  import("./attaching").then(
    ({ attach }) => attach(chosen),
    () => report(new Error(t("The server does not answer.")), null),
  );
}

/** Forget those that are there, as a message has gone out; the others go on. */
export function clearAttached(): void {
  attached.value = attached.value.filter((one) => !one.called && !one.error);
}

/** Give a request with the documents that were attached to it, where its words name none of them. */
export function withDocuments(text: string): string {
  const named = attached.value.filter((one) => one.isDocument && one.called);
  const isAny = named.some((one) => isNamed(one.called, text));
  if (named.length === 0 || isAny || text.includes("\n") || text.length > LONGEST_REQUEST)
    return text;
  return `${text} (${named.map((one) => one.called).join(", ")})`;
}

export function isNamed(called: string, text: string): boolean {
  return new RegExp(`\\b${called}\\b`, "i").test(text);
}
