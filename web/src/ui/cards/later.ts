/** Cards that the first screen does without, so that it comes at once on a slow phone. */

import { signal } from "@preact/signals";

type Seldom = typeof import("./Seldom");

const loaded = signal<Seldom | null>(null);
let isAsked = false;

/** Give them, or null while they are on their way; whoever asks is drawn again. */
export function later(): Seldom | null {
  if (!isAsked) {
    isAsked = true;
    import("./Seldom").then(
      (module) => {
        loaded.value = module;
      },
      () => {
        isAsked = false;
      },
    );
  }
  return loaded.value;
}
