/** The page's words in the reader's language: the browser's, until the reader chooses one. */

import { signal } from "@preact/signals";
import type { Catalogue, Sentence } from "./catalogue";

export type { Sentence } from "./catalogue";

export const LANGUAGES = {
  en: "English",
  es: "Español",
  fr: "Français",
  de: "Deutsch",
  pt: "Português",
} as const;
type Language = keyof typeof LANGUAGES;

/** Each is fetched when it is spoken: the page starts with English alone. */
export const CATALOGUES: Record<Exclude<Language, "en">, () => Promise<Catalogue>> = {
  es: async () => (await import("./es")).es,
  fr: async () => (await import("./fr")).fr,
  de: async () => (await import("./de")).de,
  pt: async () => (await import("./pt")).pt,
};

const KEY = "reelwright.language";

export const language = signal<Language>(stored() ?? preferred(navigator.languages));
const catalogue = signal<Catalogue | null>(null);

/** Say a sentence in the reader's language, with `{name}` filled in. */
export function t(text: Sentence, values: Record<string, string | number> = {}): string {
  const said = catalogue.value?.[text] ?? text;
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? whole;
    return typeof value === "number" ? figure(value) : value;
  });
}

/** Say what went wrong by its code, and keep what the server said of it; in English that says it all. */
export function wrong(code: string, detail: string): string {
  const said = t(code as Sentence);
  return said === code ? detail : `${said} (${detail})`;
}

/** Write a number as the reader does. */
export function figure(value: number, options: Intl.NumberFormatOptions = {}): string {
  return value.toLocaleString(locale(), options);
}

/** Give the browser's own variety of the language, e.g. British dates in English. */
export function locale(): string {
  const { value } = language;
  return navigator.languages.find((tag) => codeOf(tag) === value) ?? value;
}

/** Fetch the reader's words, and tell the browser what the page is written in. */
export async function startLanguage(): Promise<void> {
  const wanted = language.value;
  const words = wanted === "en" ? null : await CATALOGUES[wanted]().catch(() => null);
  if (wanted !== language.value) return;
  catalogue.value = words;
  document.documentElement.lang = words ? wanted : "en";
}

export function chooseLanguage(next: string): Promise<void> {
  if (!isKnown(next)) return Promise.resolve();
  localStorage.setItem(KEY, next);
  language.value = next;
  return startLanguage();
}

/** Give the first of the browser's languages that the page speaks. */
export function preferred(wanted: readonly string[]): Language {
  return wanted.map(codeOf).find(isKnown) ?? "en";
}

function stored(): Language | null {
  const kept = localStorage.getItem(KEY) ?? "";
  return isKnown(kept) ? kept : null;
}

function codeOf(tag: string): string {
  return tag.replace(/-.*/, "").toLowerCase();
}

function isKnown(code: string): code is Language {
  return Object.hasOwn(LANGUAGES, code);
}
