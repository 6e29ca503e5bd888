/** How the providers of this installation do; asked for when somebody looks. */

import { signal } from "@preact/signals";
import { getJson } from "../api/http";
import { t } from "../words";

export interface ProviderModel {
  model: string;
  prices: { usd: string | null; per: number; unit: string }[];
  is_next: boolean;
  warning: string;
  calls: number;
  p50_s: number | null;
  p95_s: number | null;
  error_rate: number | null;
}

export interface Provider {
  kind: string;
  name: string;
  title: string;
  health: "ended" | "down" | "struggling" | "slow" | "untried" | "fine";
  message: string;
  models: ProviderModel[];
}

export const providers = signal<readonly Provider[] | null>(null);
export const trouble = signal("");

export async function loadProviders(): Promise<void> {
  try {
    providers.value = (await getJson<{ items: Provider[] }>("/v1/providers")).items;
    trouble.value = "";
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : t("The server does not answer.");
  }
}

/** Tell what deserves a look: down or ended first, then what struggles, then what ends soon. */
export function worst(items: readonly Provider[]): "bad" | "warn" | "fine" {
  if (items.some((each) => each.health === "down" || each.health === "ended")) return "bad";
  const warns = (each: Provider) =>
    each.health === "struggling" || each.health === "slow" || each.models.some((m) => m.warning);
  return items.some(warns) ? "warn" : "fine";
}
