import type { ForkCard } from "../../api/versions";
import { openThread } from "../../state/chat";
import { goTo } from "../../state/threads";
import { t } from "../../words";

/** A copy and where it comes from; shown in both conversations, each leads to the other. */
export function Fork({ card }: { card: ForkCard }) {
  const isSource = openThread() === card.of_thread_id;
  const title = (isSource ? card.title : card.of_title) || t("Untitled");
  const other = isSource ? card.thread_id : card.of_thread_id;
  return (
    <section class="card fork" aria-label={t("Fork: {title}", { title })}>
      <p class="kicker">
        {t(isSource ? "Forked from version {version}" : "Fork of version {version}", {
          version: card.of_version,
        })}
      </p>
      <p class="fork-title">{title}</p>
      <a
        class="button"
        href={`/#thread=${other}`}
        onClick={(event) => {
          event.preventDefault();
          goTo(other);
        }}
      >
        {t(isSource ? "Open the fork" : "Open the original")}
      </a>
    </section>
  );
}
