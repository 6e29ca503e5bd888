import { useState } from "preact/hooks";
import type { GateCard } from "../../api/gates";
import { answerGate } from "../../state/answers";
import { t } from "../../words";
import { Question } from "./Question";
import { ScriptList, without } from "./ScriptList";

/** All scripts of a batch that wait, in one question; a no leaves every one of them waiting. */
export function Scripts({ card }: { card: GateCard }) {
  const scripts = (card.ask.videos ?? []).flatMap((video) => ("script" in video ? [video] : []));
  const [left, setLeft] = useState<readonly string[]>([]);
  const isOpen = card.state === "open";
  const wanted = scripts.filter((one) => !left.includes(one.gate_id)).map((one) => one.number);
  const answered = card.answer?.scenes;
  const isPart = left.length > 0;
  return (
    <Question
      card={card}
      kicker={t("Scripts")}
      kind="script"
      choice={{ wanted: wanted.length, all: scripts.length }}
      yes={
        isPart && wanted.length !== 1
          ? t("Approve {count} scripts", { count: wanted.length })
          : t("Approve")
      }
      no={t("Leave them waiting")}
      onApprove={() =>
        void answerGate(card, isPart ? { action: "edit", scenes: wanted } : { action: "approve" })
      }
      onReject={() => void answerGate(card, { action: "reject" })}
    >
      <ScriptList
        scripts={scripts}
        out={(one) =>
          isOpen ? left.includes(one.gate_id) : !!answered && !answered.includes(one.number)
        }
        {...(isOpen && { turn: (one) => setLeft(without(left, one)) })}
      />
    </Question>
  );
}
