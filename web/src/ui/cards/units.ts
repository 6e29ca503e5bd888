/** What is counted and paid for, in the reader's language. */

import { type Sentence, t } from "../../words";

const UNITS: Record<string, readonly [one: Sentence, many: Sentence]> = {
  tokens_in: ["tokens in", "tokens in"],
  tokens_cached: ["cached tokens", "cached tokens"],
  tokens_image_in: ["picture tokens in", "picture tokens in"],
  tokens_out: ["tokens out", "tokens out"],
  pictures: ["picture", "pictures"],
  characters: ["character", "characters"],
  seconds: ["second", "seconds"],
};

/** Name a unit as it stands after a number; one that nobody named stays as it is. */
export function unitName(unit: string, count: number): string {
  const known = UNITS[unit];
  return known ? t(known[count === 1 ? 0 : 1]) : unit.replaceAll("_", " ");
}
