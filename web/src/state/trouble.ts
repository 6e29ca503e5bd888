/** What went wrong in the open conversation, and what is to be known about it. */

import { signal } from "@preact/signals";
import { ApiError, SignedOut } from "../api/http";
import { t } from "../words";
import type { Said } from "./said";

export interface Trouble {
  text: string;
  retry: Said | null;
}

export const trouble = signal<Trouble | null>(null);
export const notice = signal("");

export function clear(): void {
  trouble.value = null;
  notice.value = "";
}

export function report(error: unknown, retry: Said | null): void {
  if (error instanceof SignedOut) return;
  const wait = error instanceof ApiError && error.retryAfterS;
  const text = error instanceof Error ? error.message : t("Something went wrong.");
  trouble.value = {
    text: wait ? `${text} ${t("Try again in {seconds} s.", { seconds: wait })}` : text,
    retry,
  };
}
