/** The words on cards. */

import type { cards } from "./de";

export type CardCatalogue = Record<keyof typeof cards, string>;
