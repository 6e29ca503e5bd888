/** The words of what went wrong. */

import type { problems } from "./de";

export type ProblemCatalogue = Record<keyof typeof problems, string>;
