import { useState } from "preact/hooks";
import type { GateCard } from "../../api/gates";
import { answerGate } from "../../state/answers";
import { t } from "../../words";
import { Question } from "./Question";

const MOST_DAYS = 90;

/** May others watch it? Under which title and for how long can be changed before the yes. */
export function Publish({ card }: { card: GateCard }) {
  const asked = { title: card.ask.title ?? "", days: card.ask.days ?? 7 };
  const [title, setTitle] = useState(asked.title);
  const [days, setDays] = useState(asked.days);
  const said = {
    ...(title.trim() && title.trim() !== asked.title && { title: title.trim() }),
    ...(days !== asked.days && { days }),
  };
  const isOpen = card.state === "open";
  const agreed = {
    title: card.answer?.title ?? asked.title,
    days: card.answer?.days ?? asked.days,
  };
  return (
    <Question
      card={card}
      kicker={t("Approval")}
      choice={{ wanted: 1, all: 1 }}
      onApprove={() =>
        void answerGate(
          card,
          Object.keys(said).length > 0 ? { action: "edit", ...said } : { action: "approve" },
        )
      }
      onReject={() => void answerGate(card, { action: "reject" })}
    >
      {isOpen ? (
        <div class="publish-terms">
          <label>
            {t("Title on the page")}
            <input
              type="text"
              maxLength={120}
              value={title}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          </label>
          <label>
            {t("Days")}
            <input
              type="number"
              min={1}
              max={MOST_DAYS}
              value={days}
              onInput={(event) => setDays(within(event.currentTarget.valueAsNumber, asked.days))}
            />
          </label>
        </div>
      ) : (
        <p class="quiet">{`${agreed.title} · ${t("{count} days", { count: agreed.days })}`}</p>
      )}
    </Question>
  );
}

function within(days: number, usual: number): number {
  return Number.isFinite(days) ? Math.min(Math.max(Math.round(days), 1), MOST_DAYS) : usual;
}
