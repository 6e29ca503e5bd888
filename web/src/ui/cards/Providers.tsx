import type { Provider, ProviderModel } from "../../state/providers";
import { t } from "../../words";
import { tenths, usd } from "../format";
import { unitName } from "./units";

const WORDS = {
  ended: "ended",
  down: "down",
  struggling: "struggling",
  slow: "asked for patience",
  fine: "fine",
  untried: "not called lately",
} as const;

/** Who is called, for how much, and how that goes; those in trouble first. */
export function Providers({ items }: { items: readonly Provider[] }) {
  return byHealth(items).map((each) => (
    <ProviderRow key={`${each.kind}/${each.name}`} provider={each} />
  ));
}

function byHealth(items: readonly Provider[]): Provider[] {
  const order = Object.keys(WORDS);
  return [...items].sort((a, b) => order.indexOf(a.health) - order.indexOf(b.health));
}

function ProviderRow({ provider }: { provider: Provider }) {
  const isCalled = provider.models.some((model) => model.calls > 0);
  return (
    <li class="small" data-health={provider.health}>
      <p class="weather-head">
        <span>
          <b>{provider.title}</b> <span class="quiet">{provider.kind}</span>
        </span>
        <span class="health">{t(WORDS[provider.health])}</span>
      </p>
      {provider.message && <p>{provider.message}</p>}
      {provider.models.map((model) => (
        <ModelRow key={model.model} model={model} isCalled={isCalled} />
      ))}
    </li>
  );
}

function ModelRow({ model, isCalled }: { model: ProviderModel; isCalled: boolean }) {
  const figures = [
    ...model.prices.map(price),
    model.p50_s !== null &&
      t("{half} s, 95 % in {most} s", {
        half: tenths(model.p50_s),
        most: tenths(model.p95_s ?? 0),
      }),
    isCalled && model.error_rate
      ? t("{share} % failed", { share: Math.round(model.error_rate * 100) })
      : "",
  ].filter(Boolean);
  return (
    <p class="quiet">
      {model.model}
      {model.is_next && ` ${t("(next)")}`}: {figures.join(" · ")}
      {model.warning && <span class="ends">{model.warning}</span>}
    </p>
  );
}

function price({ usd: amount, per, unit }: ProviderModel["prices"][number]): string {
  if (amount === "0") return t("free");
  if (amount === null) return t("price not known");
  const of = unitName(unit, per);
  if (per === 1) return t("{usd} a {unit}", { usd: usd(amount), unit: of });
  return t("{usd} for {count} {unit}", { usd: usd(amount), count: per, unit: of });
}
