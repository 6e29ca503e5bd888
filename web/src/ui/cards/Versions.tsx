import type { VersionsCard } from "../../api/versions";
import { t } from "../../words";
import { Changes } from "./Past";

/** The history as the agent showed it. */
export function Versions({ card }: { card: VersionsCard }) {
  return (
    <section class="card versions" aria-label={t("History")}>
      <p class="kicker versions-head">
        {t("History")} <span class="version">v{card.newest}</span>
      </p>
      <Changes items={card.changes} newest={card.newest} />
    </section>
  );
}
