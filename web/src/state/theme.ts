/** Dark or light: the system's choice until the user makes one. */

import { signal } from "@preact/signals";

export type Theme = "dark" | "light";

const KEY = "reelwright.theme";
const system = matchMedia("(prefers-color-scheme: light)");

export const theme = signal<Theme>(stored() ?? systemTheme());

export function startTheme(): void {
  show(theme.value);
  system.addEventListener("change", () => {
    if (!stored()) set(systemTheme());
  });
}

export function toggleTheme(): void {
  set(theme.value === "dark" ? "light" : "dark");
  localStorage.setItem(KEY, theme.value);
}

function set(next: Theme): void {
  theme.value = next;
  show(next);
}

function show(next: Theme): void {
  document.documentElement.dataset.theme = next;
  const color = next === "dark" ? "#141210" : "#faf7f2";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", color);
}

function stored(): Theme | null {
  const kept = localStorage.getItem(KEY);
  return kept === "dark" || kept === "light" ? kept : null;
}

function systemTheme(): Theme {
  return system.matches ? "light" : "dark";
}
