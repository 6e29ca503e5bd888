/** What tools do, by their names; in English the names say it. */

import type { tools } from "./de";

export type ToolCatalogue = Record<keyof typeof tools, string>;
