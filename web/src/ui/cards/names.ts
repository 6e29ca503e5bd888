/** Names of looks, sounds and forms in the reader's words; programs call them by their own. */

import { locale, type Sentence, t } from "../../words";

/** What a field's values are names of, by its path, or by what a card calls it. */
const KINDS: Record<string, string> = {
  "brief.language": "language",
  language: "language",
  "brief.tempo": "tempo",
  tempo: "tempo",
  pack: "pack",
  template: "template",
  "style.mood": "mood",
  mood: "mood",
  "style.captions": "captions",
  captions: "captions",
  "style.caption_look.size": "size",
  "style.caption_look.place": "place",
  "style.overlays": "overlays",
  "style.progress_bar": "bar",
  "style.effects": "effects",
  effects: "effects",
  "music.mood": "mood",
  music: "mood",
  "music.pace": "tempo",
  "output.platform": "platform",
  platform: "platform",
  motion: "motion",
  camera: "motion",
  fit: "fit",
  transition: "transition",
  duration_policy: "length",
};

/** Give the name of a field's value; a value that has none stays as it is. */
export function nameOf(field: string, value: string): string {
  const kind = KINDS[field];
  if (!kind || !value) return value;
  if (kind === "language") return languageName(value);
  const key = `${kind}.${value}`;
  const said = t(key as Sentence);
  return said === key ? value.replaceAll("_", " ") : said;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([locale()], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
