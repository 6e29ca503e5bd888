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
  "None yet. Say “save this as my preset” and a name.":
    "Nenhuma ainda. Diga “salve isto como minha predefinição” e um nome.",
  "Use my preset “{title}” for a video about ":
    "Use a minha predefinição “{title}” para um vídeo sobre ",
  default: "padrão",
  "Delete it for good?": "Apagar de vez?",
  "Next video with {title}": "Próximo vídeo com {title}",
  "Next video": "Próximo vídeo",
  "Make {title} the default": "Tornar {title} a predefinição padrão",
  Default: "Padrão",
  "This would change; nothing is changed yet": "Isto mudaria; nada foi mudado ainda",
};
