/** Portuguese, what a change removes and what a preset says. */

import type { PresetCatalogue } from "./index";

export const presets: PresetCatalogue = {
  Removes: "Remove",
  Renumbered: "Renumeradas",
  Shape: "Proporção",
  Platform: "Plataforma",
  Pack: "Formato",
  Template: "Modelo",
  Audience: "Público",
  Tone: "Tom",
  Camera: "Câmera",
};
