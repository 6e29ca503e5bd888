import { useState } from "preact/hooks";
import { type Sentence, t } from "../words";
import { later } from "./cards/later";

/** What is opened seldom: the user's presets, and what they want to see before it is made. */
export function Waits() {
  return (
    <>
      <Folded title="Your presets" of="Presets" />
      <Folded title="What you see first" of="WaitRule" />
    </>
  );
}

function Folded({ title, of }: { title: Sentence; of: "Presets" | "WaitRule" }) {
  const [isOpen, setOpen] = useState(false);
  const Within = isOpen && later()?.[of];
  return (
    <details class="waits" name="side" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="badge">{t(title)}</summary>
      {Within && <Within />}
    </details>
  );
}
