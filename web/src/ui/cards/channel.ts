/** What is remembered of a channel, in the reader's words. */

import { getJson, jsonBody, send } from "../../api/http";
import { language, t } from "../../words";
import { nameOf } from "./names";

export const PATH = "/v1/me/profile";

export type House = Record<string, string | boolean | { maker: string; voice: string } | null>;
export type Brand = Record<string, string | string[]>;

export interface Rule {
  id: string;
  says: string;
  path?: string;
  value?: unknown;
  verdict?: "accepted" | "rejected";
  because: string[];
  videos?: string[];
}

export interface Profile {
  house: House;
  brand: Brand;
  banned: string[];
  rules: Rule[];
  choices?: Record<string, string[]>;
}

/** What is to be different. */
export interface Change {
  house?: Record<string, string | null>;
  brand?: Brand;
  ban?: string[];
  allow?: string[];
}

export interface Line {
  field: string;
  label: string;
  how: string;
  cleared: Change;
}

/** Tell a profile line by line; nothing of what is not set. */
export function lines(house: House, brand: Brand): Line[] {
  return [
    ...Object.keys(house).map((field) =>
      line(field, plain(house[field], field), { house: { [field]: null } }),
    ),
    ...Object.keys(brand).map((field) =>
      line(field, plain(brand[field]), {
        brand: { [field]: Array.isArray(brand[field]) ? [] : "" },
      }),
    ),
  ].filter(({ how }) => how !== "");
}

/** Say a rule; one that was learnt has the field and the value for that. */
export function said(rule: Rule): string {
  const words = learnt(rule);
  if (!words) return rule.says;
  return rule.verdict === "rejected" ? t("Not: {rule}", { rule: words }) : words;
}

/** Tell what a rule was learnt from; readers of English read how it was before, too. */
export function evidence(rule: Rule): string[] {
  const words = learnt(rule);
  if (language.value === "en" || !words || !rule.videos) return rule.because;
  const done = rule.verdict === "rejected" ? `${words} (${t("undone")})` : words;
  return rule.videos.map((title) => `${title || t("Video")}: ${done}`);
}

function learnt(rule: Rule): string {
  const label = rule.path && labelOf(FIELD_OF[rule.path] ?? rule.path);
  if (!label || label === rule.path) return "";
  return `${label}: ${plain(rule.value, rule.path) || t("the usual one")}`;
}

/** Name a field of the profile. */
export function labelOf(field: string): string {
  switch (field) {
    case "language":
      return t("Language");
    case "voice":
      return t("Voice");
    case "mood":
      return t("Mood");
    case "look":
    case "look of pictures":
      return t("Look of pictures");
    case "negative":
    case "never in pictures":
      return t("Never in pictures");
    case "captions":
      return t("Captions");
    case "caption_colour":
    case "colour of the captions":
      return t("Colour of captions");
    case "caption_size":
      return t("Size of the captions");
    case "caption_place":
      return t("Place of the captions");
    case "effects":
    case "sounds on cuts":
      return t("Sounds on cuts");
    case "music":
      return t("Music");
    case "progress_bar":
      return t("Progress bar");
    case "overlays":
      return t("On-screen text");
    case "tempo":
      return t("Tempo");
    case "name":
    case "channel":
      return t("Channel");
    case "handle":
      return t("Handle");
    case "colours":
      return t("Colours");
    case "call_to_action":
    case "call to action":
      return t("Call to action");
    default:
      return field;
  }
}

/** Read it as it is now. */
export async function read(): Promise<Profile> {
  return asShown(await getJson<Told>(PATH));
}

/** Change it, and give what holds then. */
export async function changed(part: Change): Promise<Profile> {
  const response = await send(PATH, { ...jsonBody(part), method: "PATCH" });
  return asShown((await response.json()) as Told);
}

interface Told extends Omit<Profile, "rules"> {
  rules: (Omit<Rule, "because" | "videos"> & { because: { title: string; words: string }[] })[];
}

function asShown(told: Told): Profile {
  const rules = told.rules.map((rule) => ({
    ...rule,
    because: rule.because.map(({ title, words }) => `${title || t("Video")}: ${words}`),
    videos: rule.because.map(({ title }) => title),
  }));
  return { ...told, rules };
}

const FIELD_OF: Record<string, string> = {
  "style.captions": "captions",
  "style.caption_look.colour": "caption_colour",
  "style.caption_look.size": "caption_size",
  "style.caption_look.place": "caption_place",
  "style.effects": "effects",
  "style.progress_bar": "progress_bar",
  "style.overlays": "overlays",
  "style.mood": "mood",
  "style.voice.voice": "voice",
  "music.enabled": "music",
  "brief.tempo": "tempo",
};

function line(field: string, how: string, cleared: Change): Line {
  return { field, label: labelOf(field), how, cleared };
}

function plain(value: unknown, field = ""): string {
  if (typeof value === "boolean") return t(value ? "on" : "off");
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "string") return nameOf(field, value);
  if (!value || typeof value !== "object") return "";
  const { maker, voice } = value as { maker: string; voice: string };
  return [maker, voice].filter(Boolean).join(" ") || t("the usual one");
}
