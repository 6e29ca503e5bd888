/** The names of looks, sounds and forms. */

import type { names } from "./de";

export type NameCatalogue = Record<keyof typeof names, string>;
