/** What a language's catalogue holds. */

import type { de } from "./de";

/** What the components say, in English; the compiler wants each of them in every language. */
export type Sentence = keyof typeof de;
export type Catalogue = Record<Sentence, string>;
