import { useState } from "preact/hooks";
import { send } from "../../api/http";
import { t } from "../../words";
import {
  changed,
  evidence,
  type Profile as Kept,
  labelOf,
  lines,
  type Rule,
  said,
} from "./channel";
import { nameOf } from "./names";
import { ProfileForm } from "./ProfileForm";

/** As it was when it was shown; cards of before have lines alone. */
export interface ProfileCard extends Partial<Kept> {
  lines: [string, string][];
  banned: string[];
  rules: Rule[];
}

/** What is remembered of the user's channel; all of it can be changed and forgotten at once. */
export function Profile({ card }: { card: ProfileCard }) {
  const [now, setNow] = useState<Kept | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState("");
  const shown = now ?? card;
  const told = shown.house && shown.brand ? lines(shown.house, shown.brand) : null;
  const change = async (part: Parameters<typeof changed>[0]) => {
    setProblem("");
    try {
      setNow(await changed(part));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const isEmpty = !(told ?? card.lines).length && !shown.banned.length && !shown.rules.length;
  return (
    <section class="card profile" aria-label={t("Your channel")}>
      <p class="kicker">{t("Your channel")}</p>
      {isEmpty && <p>{t("Nothing is remembered yet. Say “from now on …” to change that.")}</p>}
      {!told && <OldLines lines={card.lines} />}
      {told && told.length > 0 && (
        <dl>
          {told.map((line) => (
            <div key={line.field}>
              <dt>{line.label}</dt>
              <dd>
                {line.how} <Forget what={line.label} forget={() => change(line.cleared)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {shown.banned.length > 0 && (
        <dl>
          {shown.banned.map((word) => (
            <div key={word}>
              <dt>{t("Never says")}</dt>
              <dd>
                {word} <Forget what={word} forget={() => change({ allow: [word] })} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {shown.rules.length > 0 && (
        <ol>
          {shown.rules.map((rule) => (
            <RuleLine key={rule.id} rule={rule} />
          ))}
        </ol>
      )}
      {problem && <p role="alert">{problem}</p>}
      {isOpen ? (
        <ProfileForm take={setNow} close={() => setOpen(false)} />
      ) : (
        <button type="button" class="button small" onClick={() => setOpen(true)}>
          {t("Change the channel")}
        </button>
      )}
    </section>
  );
}

function OldLines({ lines: told }: { lines: [string, string][] }) {
  if (told.length === 0) return null;
  return (
    <dl>
      {told.map(([what, how]) => (
        <div key={what}>
          <dt>{labelOf(what)}</dt>
          <dd>{nameOf(what, how)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Forget({ what, forget }: { what: string; forget: () => void }) {
  return (
    <button
      type="button"
      class="link-button small"
      aria-label={t("Forget: {rule}", { rule: what })}
      onClick={forget}
    >
      {t("Forget")}
    </button>
  );
}

function RuleLine({ rule }: { rule: Rule }) {
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
        <span>{said(rule)}</span>
        {isGone ? (
          <span class="quiet small" role="status">
            {t("forgotten")}
          </span>
        ) : (
          <Forget what={said(rule)} forget={() => void forget()} />
        )}
      </div>
      {rule.because.length > 0 && (
        <details>
          <summary class="quiet small">
            {t("Learnt from {count} videos", { count: rule.because.length })}
          </summary>
          <ul class="quiet small">
            {evidence(rule).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {problem && <p role="alert">{problem}</p>}
    </li>
  );
}
