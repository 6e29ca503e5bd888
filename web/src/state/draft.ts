/** What is written in the composer but not sent. */

import { signal } from "@preact/signals";

export const draft = signal("");
