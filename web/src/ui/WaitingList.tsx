import { takeBack, waiting } from "../state/draft";
import { t } from "../words";
import { Icon } from "./Icons";

/** What was sent while a run was under way, above the message. */
export function WaitingList() {
  return (
    <ul class="waiting" aria-label={t("Sent when this is done")}>
      {waiting.value.map(({ key, text }) => (
        <li key={key}>
          <span class="quiet small">{t("Sent when this is done")}</span>
          <span class="ellipsis" dir="auto">
            {text}
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={t("Take “{text}” back", { text: text.slice(0, 60) })}
            onClick={() => {
              takeBack(key);
              document.getElementById("composer")?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
