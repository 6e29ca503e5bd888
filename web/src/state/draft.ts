/** What is written in the composer but not sent, and what waits until a run is over. */

import { effect, signal } from "@preact/signals";

export interface Waiting {
  key: number;
  text: string;
}

const KEY = "reelwright.draft";

export const draft = signal(sessionStorage.getItem(KEY) ?? "");
/** Messages that go out one after the other, each when the run before it is over. */
export const waiting = signal<readonly Waiting[]>([]);

let last = 0;

/** Keep what is not sent while this tab is open, for a page that is loaded again. */
export function keepDraft(): () => void {
  return effect(() => {
    const texts = [...waiting.value.map((one) => one.text), draft.value];
    sessionStorage.setItem(KEY, texts.filter((text) => text.trim()).join("\n"));
  });
}

/** Forget it, as whoever wrote it leaves. */
export function forgetDraft(): void {
  waiting.value = [];
  draft.value = "";
}

/** Put words back into the composer, before what was written there meanwhile. */
export function giveBack(text: string): void {
  draft.value = [text, draft.value].filter((part) => part.trim()).join("\n");
}

export function letWait(text: string): void {
  last += 1;
  waiting.value = [...waiting.value, { key: last, text }];
}

/** Let a message wait no more, and change it in the composer. */
export function takeBack(key: number): void {
  const one = waiting.value.find((each) => each.key === key);
  if (!one) return;
  waiting.value = waiting.value.filter((each) => each !== one);
  giveBack(one.text);
}

/** Put all that waits back into the composer; tell whether there was any. */
export function takeAllBack(): boolean {
  const texts = waiting.value.map((one) => one.text);
  waiting.value = [];
  if (texts.length > 0) giveBack(texts.join("\n"));
  return texts.length > 0;
}

/** Take the message whose turn it is; empty where none waits. */
export function takeNext(): string {
  const [first, ...others] = waiting.value;
  waiting.value = others;
  return first?.text ?? "";
}
