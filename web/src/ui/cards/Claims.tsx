import type { SceneCard } from "../../api/types";
import { t } from "../../words";

/** What a scene claims: where it has that from, or that nobody says. */
export function Claims({ of }: { of: SceneCard["claims"] }) {
  return (
    <>
      {of?.map((claim) => (
        <p key={claim.says} class="claim quiet small" data-sourced={claim.is_sourced}>
          {claim.is_sourced
            ? t("Source: {source}", { source: claim.mark })
            : t("Unsourced: {says}", { says: claim.says })}
        </p>
      ))}
    </>
  );
}
