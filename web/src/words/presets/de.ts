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
  "None yet. Say “save this as my preset” and a name.":
    "Noch keine. Sag „speichere das als meine Vorgabe“ und einen Namen.",
  "Use my preset “{title}” for a video about ": "Nimm meine Vorgabe „{title}“ für ein Video über ",
  default: "Standard",
  "Delete it for good?": "Endgültig löschen?",
  "Next video with {title}": "Nächstes Video mit {title}",
  "Next video": "Nächstes Video",
  "Make {title} the default": "{title} zum Standard machen",
  Default: "Standard",
  "This would change; nothing is changed yet": "Das würde sich ändern; noch ist nichts geändert",
} as const;
