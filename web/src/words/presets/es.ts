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
  "None yet. Say “save this as my preset” and a name.":
    "Ninguno todavía. Di «guarda esto como mi ajuste» y un nombre.",
  "Use my preset “{title}” for a video about ": "Usa mi ajuste «{title}» para un vídeo sobre ",
  default: "por defecto",
  "Delete it for good?": "¿Borrarlo para siempre?",
  "Next video with {title}": "Próximo vídeo con {title}",
  "Next video": "Próximo vídeo",
  "Make {title} the default": "Hacer {title} el ajuste por defecto",
  Default: "Por defecto",
  "This would change; nothing is changed yet": "Esto cambiaría; aún no se ha cambiado nada",
};
