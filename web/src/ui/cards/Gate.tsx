import { useState } from "preact/hooks";
import type { GateCard, GateLine } from "../../api/gates";
import { answerGate } from "../../state/answers";
import { t } from "../../words";
import { usd } from "../format";
import { AskedVideos } from "./AskedVideos";
import { Budgets } from "./Budgets";
import { Question } from "./Question";

/** A question that the agent waits with: what it would do, what it costs, and the buttons. */
export function Gate({ card }: { card: GateCard }) {
  const lines = card.ask.lines ?? [];
  const scenes = [...new Set(lines.flatMap((line) => line.scene ?? []))];
  const [left, setLeft] = useState<readonly number[]>([]);
  const isOpen = card.state === "open";
  const wanted = scenes.filter((scene) => !left.includes(scene));
  const isPart = left.length > 0;
  const answered = card.answer?.scenes;
  const isIn = (line: GateLine) =>
    isOpen ? !left.includes(line.scene ?? 0) : !answered || answered.includes(line.scene ?? 0);
  const turn = (scene: number) =>
    setLeft(left.includes(scene) ? left.filter((one) => one !== scene) : [...left, scene]);
  return (
    <Question
      card={card}
      kicker={t("Approval")}
      choice={{ wanted: wanted.length, all: scenes.length }}
      onApprove={() =>
        void answerGate(card, isPart ? { action: "edit", scenes: wanted } : { action: "approve" })
      }
      onReject={() => void answerGate(card, { action: "reject" })}
    >
      {card.ask.words && (
        <ul class="change-words">
          {card.ask.words.slice(0, 8).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {lines.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("Scene")}</th>
              <th scope="col">{t("What")}</th>
              <th scope="col">{t("Up to")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} data-out={!isIn(line)}>
                <td>
                  {isOpen && scenes.length > 1 && line.scene ? (
                    <label>
                      <input
                        type="checkbox"
                        checked={isIn(line)}
                        onChange={() => turn(line.scene ?? 0)}
                        aria-label={t("Scene {number}, {what}", {
                          number: line.scene,
                          what: t(KINDS[line.what] ?? "picture"),
                        })}
                      />
                      {line.scene}
                    </label>
                  ) : (
                    (line.scene ?? t("all"))
                  )}
                </td>
                <td>
                  {t(KINDS[line.what] ?? "picture")}{" "}
                  <span class="quiet">{`${line.provider} ${line.model}`}</span>
                </td>
                <td>{usd(line.cost_usd)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t(isPart ? "Chosen" : "In all")}
              </th>
              <td>{usd(sum(lines.filter(isIn)))}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {card.ask.videos && (
        <AskedVideos
          videos={card.ask.videos.filter((one) => "target_s" in one)}
          total={card.ask.total_usd ?? null}
        />
      )}
      <Budgets left={card.ask.budgets} />
    </Question>
  );
}

const KINDS: Record<string, "picture" | "voice" | "text"> = {
  picture: "picture",
  voice: "voice",
  text: "text",
};

function sum(lines: readonly GateLine[]): string | null {
  if (lines.some((line) => line.cost_usd === null)) return null;
  return String(lines.reduce((all, line) => all + Number(line.cost_usd), 0));
}
