/** French, what a change removes and what a preset says. */

import type { PresetCatalogue } from "./index";

export const presets: PresetCatalogue = {
  Removes: "Supprime",
  Renumbered: "Renumérotées",
  Shape: "Proportions",
  Platform: "Plateforme",
  Pack: "Format",
  Template: "Modèle",
  Audience: "Public",
  Tone: "Ton",
  Camera: "Caméra",
};
