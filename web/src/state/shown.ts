/** What of the conversation is shown: its end, and as much before it as was asked for. */

import { signal } from "@preact/signals";
import type { AguiEvent, Message } from "../api/types";
import { applyEvent, fromMessages, type Items } from "./transcript";

const MOST_TURNS = 60;
const KEPT_TURNS = 30;

/** Some of a thread's messages, and the one to ask before. */
export interface Page {
  messages: Message[];
  earlier: string | null;
}

export const items = signal<Items>([]);
/** The message before which there is more; null where nothing is. */
export const earlier = signal<string | null>(null);

/** Show what a thread ends with. */
export function begin(thread: Page): void {
  items.value = fromMessages(thread.messages);
  earlier.value = thread.earlier ?? null;
}

export function forget(): void {
  items.value = [];
  earlier.value = null;
}

/** Show one more event; after a long absence what came between can be fetched. */
export function tell(event: AguiEvent): void {
  const first = items.value[0]?.id;
  items.value = applyEvent(items.value, event);
  const now = items.value[0];
  if (event.type === "MESSAGES_SNAPSHOT" && first && now && now.id !== first) {
    earlier.value = now.id;
  }
}

/** Let go of what is far back, so that a page that stays open for weeks stays light. */
export function letGo(): void {
  const asked = items.value.flatMap((item, at) => (item.kind === "user" ? [at] : []));
  const start = asked.at(-KEPT_TURNS);
  if (asked.length <= MOST_TURNS || !start) return;
  items.value = items.value.slice(start);
  earlier.value = items.value[0]?.id ?? null;
}
