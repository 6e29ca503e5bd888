import type { VersionsCard } from "../../api/versions";
import { Changes } from "./Past";

/** The history as the agent showed it. */
export function Versions({ card }: { card: VersionsCard }) {
  return (
    <section class="card versions" aria-label="History">
      <p class="kicker versions-head">
        History <span class="version">v{card.newest}</span>
      </p>
      <Changes items={card.changes} newest={card.newest} />
    </section>
  );
}
