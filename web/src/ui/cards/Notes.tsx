import type { VideoCard } from "../../api/types";
import { t } from "../../words";

/** What stands under a video: what its checks found, and whom to thank. */
export function Notes({ card }: { card: VideoCard }) {
  const { findings = [], credits = [] } = card;
  const isFailed = card.quality === "failed";
  return (
    <>
      {findings.length > 0 && (
        <div class="small findings">
          <strong class={`level ${isFailed ? "error" : "warning"}`}>
            {isFailed ? t("Failed its checks") : t("Passed its checks, with warnings")}
          </strong>
          <ul>
            {findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </div>
      )}
      {credits.length > 0 && (
        <details class="quiet small">
          <summary>{t("Credits")}</summary>
          {credits.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      )}
    </>
  );
}
