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
  "None yet. Say “save this as my preset” and a name.":
    "Aucun pour l’instant. Dis « enregistre ça comme mon préréglage » et un nom.",
  "Use my preset “{title}” for a video about ":
    "Utilise mon préréglage « {title} » pour une vidéo sur ",
  default: "par défaut",
  "Delete it for good?": "Supprimer pour de bon ?",
  "Next video with {title}": "Prochaine vidéo avec {title}",
  "Next video": "Prochaine vidéo",
  "Make {title} the default": "Faire de {title} le préréglage par défaut",
  Default: "Par défaut",
  "This would change; nothing is changed yet": "Cela changerait ; rien n’est changé pour l’instant",
};
