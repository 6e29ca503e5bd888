/** German, what a change removes and what a preset says. */

export const presets = {
  Removes: "Entfernt",
  Renumbered: "Neu nummeriert",
  Shape: "Seitenformat",
  Platform: "Plattform",
  Pack: "Format",
  Template: "Vorlage",
  Audience: "Publikum",
  Tone: "Ton",
  Camera: "Kamera",
} as const;
