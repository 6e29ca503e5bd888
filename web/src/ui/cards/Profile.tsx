import { useState } from "preact/hooks";
import { send } from "../../api/http";
import { t } from "../../words";

interface RuleLine {
  id: string;
  says: string;
  is_learnt: boolean;
  because: string[];
}

export interface ProfileCard {
  lines: [string, string][];
  banned: string[];
  rules: RuleLine[];
}

/** What is remembered of the user's channel; every rule can be forgotten at once. */
export function Profile({ card }: { card: ProfileCard }) {
  const isEmpty = !card.lines.length && !card.banned.length && !card.rules.length;
  return (
    <section class="card profile" aria-label={t("Your channel")}>
      <p class="kicker">{t("Your channel")}</p>
      {isEmpty && <p>{t("Nothing is remembered yet. Say “from now on …” to change that.")}</p>}
      {card.lines.length > 0 && (
        <dl>
          {card.lines.map(([what, how]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{how}</dd>
            </div>
          ))}
        </dl>
      )}
      {card.banned.length > 0 && (
        <p>{t("Never says: {words}", { words: card.banned.join(", ") })}</p>
      )}
      {card.rules.length > 0 && (
        <ol>
          {card.rules.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Rule({ rule }: { rule: RuleLine }) {
  const [isGone, setGone] = useState(false);
  const [problem, setProblem] = useState("");
  const forget = async () => {
    setProblem("");
    try {
      await send(`/v1/me/profile/rules/${rule.id}`, { method: "DELETE" });
      setGone(true);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <li class={isGone ? "gone" : undefined}>
      <div class="rule">
        <span>{rule.says}</span>
        {isGone ? (
          <span class="quiet small" role="status">
            {t("forgotten")}
          </span>
        ) : (
          <button
            type="button"
            class="button small"
            aria-label={t("Forget: {rule}", { rule: rule.says })}
            onClick={forget}
          >
            {t("Forget")}
          </button>
        )}
      </div>
      {rule.because.length > 0 && (
        <details>
          <summary class="quiet small">
            {t("Learnt from {count} videos", { count: rule.because.length })}
          </summary>
          <ul class="quiet small">
            {rule.because.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {problem && <p role="alert">{problem}</p>}
    </li>
  );
}
