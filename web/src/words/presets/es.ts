/** Spanish, what a change removes and what a preset says. */

import type { PresetCatalogue } from "./index";

export const presets: PresetCatalogue = {
  Removes: "Quita",
  Renumbered: "Renumeradas",
  Shape: "Proporción",
  Platform: "Plataforma",
  Pack: "Formato",
  Template: "Plantilla",
  Audience: "Público",
  Tone: "Tono",
  Camera: "Cámara",
};
