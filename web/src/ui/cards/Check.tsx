import type { CheckCard } from "../../api/types";
import { t } from "../../words";
import { tenths } from "../format";

const LEVELS = { error: "error", warning: "warning", suggestion: "suggestion" } as const;

/** What the rules say of the storyboard, the gravest first. */
export function Check({ card }: { card: CheckCard }) {
  return (
    <section class="card check" aria-label={t("Check of the storyboard")}>
      <p class="kicker">
        {t("Check")}{" "}
        <span class="version">{t("version {version}", { version: card.version })}</span>
      </p>
      <p class="quiet small">
        {t("{seconds} s of {target} s asked for", {
          seconds: tenths(card.seconds),
          target: card.target_s,
        })}
      </p>
      {card.issues.length === 0 ? (
        <p>{t("All {count} rules are kept.", { count: card.checked })}</p>
      ) : (
        <ul class="check-list">
          {card.issues.map((issue) => (
            <li key={`${issue.rule} ${issue.scene} ${issue.message}`}>
              <span class={`level ${issue.level}`}>{t(LEVELS[issue.level])}</span>
              <div>
                <p>{issue.message}</p>
                <p class="quiet small">
                  {issue.fix} <code>{issue.rule}</code>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
