/** Figures as people read them, in their language. */

import { figure, locale, type Sentence, t } from "../words";

export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? trim(value) : Math.round(value)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** One digit after the mark, always. */
export function tenths(value: number): string {
  return figure(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function clock(value: number): string {
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytes(value: number): string {
  if (value < 1_000_000) return `${Math.max(1, Math.round(value / 1000))} kB`;
  return `${trim(value / 1_000_000)} MB`;
}

/** An amount to the cent, below a cent exactly; null is a price that nobody knows. */
export function usd(amount: string | null): string {
  if (amount === null) return t("not known");
  const value = Number(amount);
  return inDollars(value, { maximumFractionDigits: value < 0.01 ? 6 : 2 });
}

/** An amount with the digits that it came with. */
export function dollars(amount: string | null | undefined): string {
  if (amount == null) return t("not known");
  const digits = Math.min(12, amount.split(".")[1]?.length ?? 0);
  return inDollars(Number(amount), { minimumFractionDigits: digits, maximumFractionDigits: 12 });
}

export function remaining(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "";
  if (value < 1.5) return t("almost done");
  return value < 90
    ? t("about {seconds} s left", { seconds: Math.round(value) })
    : t("about {minutes} min left", { minutes: Math.round(value / 60) });
}

export function when(iso: string, now: Date): string {
  const then = new Date(iso);
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return t("{minutes} min ago", { minutes });
  if (then.toDateString() === now.toDateString()) {
    return then.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  }
  return then.toLocaleDateString(locale(), { day: "numeric", month: "short" });
}

/** Name a tool for people: "draft_script" reads "Draft script", where no catalogue has it. */
export function toolLabel(name: string): string {
  const words = t(name as Sentence)
    .replaceAll("_", " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function trim(value: number): string {
  return figure(value, { maximumFractionDigits: 1 });
}

/** The address under which a file is saved instead of shown. */
export function asDownload(url: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}download=1`;
}

function inDollars(value: number, digits: Intl.NumberFormatOptions): string {
  const style = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const;
  return figure(value, { ...style, ...digits });
}
