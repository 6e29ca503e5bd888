import { useState } from "preact/hooks";
import { t } from "../words";
import { later } from "./cards/later";

/** What the user wants to see before it is made, whatever it costs. */
export function Waits() {
  const [isOpen, setOpen] = useState(false);
  const cards = isOpen ? later() : null;
  return (
    <details class="waits" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="badge">{t("What you see first")}</summary>
      {cards && <cards.WaitRule />}
    </details>
  );
}
