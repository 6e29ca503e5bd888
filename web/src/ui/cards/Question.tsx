import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { GateCard } from "../../api/gates";
import { isRunning } from "../../state/chat";
import { locale, t } from "../../words";

const STATES = { approved: "Approved", rejected: "Not approved", withdrawn: "Withdrawn" } as const;

interface Choice {
  wanted: number;
  all: number;
}

/** The frame of whatever waits for a yes: what is asked, how it stands, and the two buttons. */
export function Question({
  card,
  kicker,
  kind = "",
  choice,
  yes,
  no,
  onApprove,
  onReject,
  children,
}: {
  card: GateCard;
  kicker: string;
  kind?: string;
  choice: Choice;
  yes?: string;
  no?: string;
  onApprove: () => void;
  onReject: () => void;
  children: ComponentChildren;
}) {
  const isOpen = card.state === "open";
  const isPart = choice.wanted < choice.all;
  const section = useRef<HTMLElement>(null);
  // The buttons go with the answer; whoever pressed one stays with the question.
  const answer = (act: () => void) => {
    section.current?.focus({ preventScroll: true });
    act();
  };
  return (
    <section
      ref={section}
      tabIndex={-1}
      class={`card gate ${kind}`.trim()}
      aria-label={t("Approval: {message}", { message: card.message })}
      data-state={card.state}
    >
      <p class="kicker">
        {kicker}{" "}
        {!isOpen && <span class="tag">{t(STATES[card.state as keyof typeof STATES])}</span>}
      </p>
      <p class="gate-question">{card.message}</p>
      {children}
      {isOpen && (
        <div class="video-actions">
          <button
            type="button"
            class="button primary"
            disabled={isRunning.value || (isPart && choice.wanted === 0)}
            onClick={() => answer(onApprove)}
          >
            {yes ??
              (isPart
                ? t("Approve {count} of {all} scenes", { count: choice.wanted, all: choice.all })
                : t("Approve"))}
          </button>
          <button
            type="button"
            class="button"
            disabled={isRunning.value}
            onClick={() => answer(onReject)}
          >
            {no ?? t("Reject")}
          </button>
        </div>
      )}
      {isOpen && card.deadline_at && (
        <p class="quiet small">
          {t("Without an answer by {time} it is not done.", {
            time: new Date(card.deadline_at).toLocaleString(locale()),
          })}
        </p>
      )}
    </section>
  );
}
