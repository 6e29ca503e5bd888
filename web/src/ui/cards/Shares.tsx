import { useEffect, useState } from "preact/hooks";
import type { ShareLine, SharesCard } from "../../api/shares";
import { known, look, stopSharing } from "../../state/shares";
import { locale, t } from "../../words";

const STATES = { open: "Open", expired: "Expired", stopped: "Ended" } as const;
const COPIED_MS = 2000;

/** Links with which others watch a video: to be copied, opened, ended. */
export function Shares({ card }: { card: SharesCard }) {
  return (
    <section class="card shares" aria-label={t("Shared by link")}>
      <p class="kicker">{t("Shared by link")}</p>
      <ul>
        {card.items.map((line) => (
          <Line key={line.share} line={line} />
        ))}
      </ul>
      <p class="quiet small">{t("Whoever has the link can watch. It is no post on a platform.")}</p>
    </section>
  );
}

function Line({ line }: { line: ShareLine }) {
  useEffect(() => void look(line.share), [line.share]);
  const now = known.value.get(line.share);
  const state = now?.state ?? line.state;
  const url = new URL(now?.url ?? line.share_url, location.href).href;
  return (
    <li data-state={state}>
      <p class="share-title">
        {line.title}{" "}
        <span class="tag">
          {state === "open"
            ? t("Open until {time}", {
                time: new Date(line.expires_at).toLocaleDateString(locale()),
              })
            : t(STATES[state])}
        </span>
      </p>
      {state === "open" && (
        <>
          <a class="share-url" href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
          <div class="video-actions">
            <Copy url={url} />
            <button type="button" class="button" onClick={() => void stopSharing(line.share)}>
              {t("Stop sharing")}
            </button>
          </div>
        </>
      )}
    </li>
  );
}

function Copy({ url }: { url: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(url).catch(() => null);
    setCopied(true);
    window.setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button type="button" class="button primary" onClick={() => void copy()}>
      {t(isCopied ? "Copied" : "Copy the link")}
    </button>
  );
}
