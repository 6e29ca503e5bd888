import { useEffect, useState } from "preact/hooks";
import { loadProviders, type Provider, providers, trouble, worst } from "../state/providers";
import { t } from "../words";
import { later } from "./cards/later";

const STATES = { bad: "One is down", warn: "Worth a look", fine: "All well" } as const;

/** A quiet line that opens: who is called, for how much, and how that goes. */
export function Weather() {
  useEffect(() => void loadProviders(), []);
  const [isOpen, setOpen] = useState(false);
  const items = providers.value;
  if (!items) return null;
  const state = worst(items);
  return (
    <details
      class="badge-more weather"
      name="side"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (event.currentTarget.open) void loadProviders();
      }}
    >
      <summary class="badge" data-state={state}>
        <i class="dot" aria-hidden="true" /> {t("Providers")}
        <span class="quiet small">{t(STATES[state])}</span>
      </summary>
      {trouble.value && <p role="alert">{trouble.value}</p>}
      <ul aria-label={t("Providers")}>{isOpen && <List items={items} />}</ul>
    </details>
  );
}

function List({ items }: { items: readonly Provider[] }) {
  const cards = later();
  return cards && <cards.Providers items={items} />;
}
