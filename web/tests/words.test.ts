import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { evidence, type Rule, said } from "../src/ui/cards/channel";
import { nameOf } from "../src/ui/cards/names";
import { remaining, seconds, toolLabel, usd, when } from "../src/ui/format";
import {
  CATALOGUES,
  chooseLanguage,
  language,
  preferred,
  startLanguage,
  t,
  wrong,
} from "../src/words";
import { names } from "../src/words/names/de";
import { problems } from "../src/words/problems/de";
import { tools } from "../src/words/tools/de";

const languages = await Promise.all(
  Object.entries(CATALOGUES).map(async ([code, fetched]) => ({ code, words: await fetched() })),
);
const sentences = [...new Set(languages.flatMap(({ words }) => Object.keys(words)))].sort();
const sources = import.meta.glob<string>(
  ["../src/ui/**/*.{ts,tsx}", "../src/state/*.ts", "../src/api/*.ts"],
  { query: "?raw", import: "default", eager: true },
);
const english = (text: string) => text as Parameters<typeof t>[0];

beforeEach(() => localStorage.clear());
afterEach(async () => {
  await chooseLanguage("en");
  localStorage.clear();
});

describe.each(languages)("the words in $code", ({ words }) => {
  test("say every sentence", () => {
    expect(Object.keys(words).sort()).toEqual(sentences);
    expect(Object.values(words).filter((said) => said.trim() === "")).toEqual([]);
  });

  test("keep what is filled in, emphasised and typed", () => {
    const marks = (text: string) => (text.match(/\{\w+\}|`[^`]+`|\*/g) ?? []).sort();
    for (const [sentence, said] of Object.entries(words)) {
      expect(marks(said), sentence).toEqual(marks(sentence));
    }
  });
});

test("no sentence stands in the catalogues that the page does not say", () => {
  const written = Object.values(sources).join("\n");

  expect(written.length).toBeGreaterThan(10_000);
  const byName = { ...tools, ...problems, ...names };
  const said = sentences.filter((sentence) => !Object.hasOwn(byName, sentence));
  expect(said.filter((sentence) => !written.includes(`"${sentence}"`))).toEqual([]);
});

test("a tool is named in the reader's language, and by its own name where nobody did", async () => {
  expect(toolLabel("draft_script")).toBe("Draft script");

  await chooseLanguage("de");

  expect(toolLabel("draft_script")).toBe("Skript entwerfen");
  expect(toolLabel("new_tool")).toBe("New tool");
});

test("what went wrong is told in the reader's language by its code, and its detail is kept", async () => {
  const locked = () => wrong("scene_locked", "Scene 3 is locked; unlock it.");
  expect(locked()).toBe("Scene 3 is locked; unlock it.");

  await chooseLanguage("fr");

  expect(locked()).toBe(
    "La scène est verrouillée ; déverrouille-la d'abord. (Scene 3 is locked; unlock it.)",
  );
  expect(wrong("new_code", "No such code.")).toBe("No such code.");
});

test("looks, sounds and forms have names, and what has none stays as it is", async () => {
  expect(nameOf("motion", "zoom_in")).toBe("zoom in");
  expect(nameOf("narration", "zoom_in")).toBe("zoom_in");

  await chooseLanguage("fr");

  expect(nameOf("transition", "dip_black")).toBe("fondu au noir");
  expect(nameOf("pack", "health_myths")).toBe("Mythes santé");
  expect(nameOf("pack", "my_own")).toBe("my own");
  expect(nameOf("brief.language", "pt-BR")).toBe("portugais brésilien");
  expect(nameOf("language", "?")).toBe("?");
});

test("a learnt rule and what it was learnt from are told in the reader's language", async () => {
  const rule: Rule = {
    id: "a1b2c3d4",
    says: "Not: captions: single",
    path: "style.captions",
    value: "single",
    verdict: "rejected",
    because: ["Tides: captions “bold” → “single”", "A video: captions “bold” → “single”"],
    videos: ["Tides", ""],
  };
  expect(evidence(rule)).toEqual(rule.because);

  await chooseLanguage("de");

  expect(said(rule)).toBe("Nicht: Untertitel: Wort für Wort");
  expect(evidence(rule)).toEqual([
    "Tides: Untertitel: Wort für Wort (rückgängig gemacht)",
    "Video: Untertitel: Wort für Wort (rückgängig gemacht)",
  ]);
  expect(evidence({ ...rule, path: "" })).toEqual(rule.because);
});

test("the browser's first language that the page speaks is taken, else English", () => {
  expect(preferred(["it-IT", "de-AT", "en"])).toBe("de");
  expect(preferred(["PT-br"])).toBe("pt");
  expect(preferred(["constructor", "zh"])).toBe("en");
  expect(preferred([])).toBe("en");
});

test("a chosen language is spoken at once, written into the page and kept", async () => {
  expect(t("Sign in")).toBe("Sign in");

  await chooseLanguage("de");

  expect(t("Sign in")).toBe("Anmelden");
  expect(t("{length} of {most} characters", { length: 18_000, most: 20_000 })).toBe(
    "18.000 von 20.000 Zeichen",
  );
  expect(document.documentElement.lang).toBe("de");
  vi.resetModules();
  const reloaded = await import("../src/words");
  await reloaded.startLanguage();
  expect(reloaded.language.value).toBe("de");
  expect(reloaded.t("Sign in")).toBe("Anmelden");
});

test("a language that the page does not speak changes nothing", async () => {
  await chooseLanguage("toString");

  expect(language.value).toBe("en");
  expect(localStorage.length).toBe(0);
});

test("of two languages chosen in haste the last one holds", async () => {
  await Promise.all([chooseLanguage("de"), chooseLanguage("fr")]);

  expect(t("Send")).toBe("Envoyer");
  expect(document.documentElement.lang).toBe("fr");
});

test("words that cannot be fetched leave the page in English, and it says so", async () => {
  const { es } = CATALOGUES;
  CATALOGUES.es = () => Promise.reject(new TypeError("no network"));

  await chooseLanguage("es");

  expect(t(english("Send"))).toBe("Send");
  expect(document.documentElement.lang).toBe("en");
  CATALOGUES.es = es;
  await startLanguage();
  expect(t("Send")).toBe("Enviar");
});

test("figures are written as the language writes them", async () => {
  const now = new Date(2026, 4, 20, 12);
  const earlier = new Date(2026, 4, 3, 9).toISOString();
  expect([seconds(2.5), usd("0.08"), usd("0.0045"), usd("12.346"), usd("0")]).toEqual([
    "2.5 s",
    "$0.08",
    "$0.0045",
    "$12.35",
    "$0.00",
  ]);
  expect(when(earlier, now)).toBe("May 3");

  await chooseLanguage("de");

  expect([seconds(2.5), usd("0.08"), remaining(30)]).toEqual([
    "2,5 s",
    "0,08\u00a0$",
    "noch etwa 30 s",
  ]);
  expect(when(earlier, now)).toBe("3. Mai");
});
