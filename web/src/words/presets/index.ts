/** The words of what a change removes and of what a preset says. */

import type { presets } from "./de";

export type PresetCatalogue = Record<keyof typeof presets, string>;
