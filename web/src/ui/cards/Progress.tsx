import type { ProgressCard } from "../../api/types";
import { t } from "../../words";
import { remaining } from "../format";
import { Icon } from "../Icons";
import { Live } from "./Live";

const ENDS = { done: "done", failed: "failed", cancelled: "stopped" } as const;

export function Progress({ card }: { card: ProgressCard }) {
  const percent = Math.round(Math.min(1, Math.max(0, card.fraction)) * 100);
  const isPercent = card.stage === "render" || card.stage === "export";
  const isRunning = card.state === "running";
  const end = card.state === "running" ? "" : t(ENDS[card.state]);
  const left = isRunning ? remaining(card.seconds_left) : end;
  return (
    <div class="progress" data-state={card.state}>
      <div class="progress-line">
        <span class="progress-label">
          {card.state === "done" && <Icon name="check" />}
          {card.state === "failed" && <Icon name="alert" />}
          {card.label}
        </span>
        <span class="facts">
          {card.total > 1 &&
            (isPercent
              ? `${percent} %`
              : t("{done} of {total}", { done: card.done, total: card.total }))}
          {card.total > 1 && left && " · "}
          {left}
        </span>
      </div>
      {card.state !== "done" && (
        <progress
          max={100}
          value={percent}
          aria-label={card.label}
          aria-valuetext={`${percent} %${left ? `, ${left}` : ""}`}
        />
      )}
      {isRunning && card.stream && card.stream_url && (
        <Live render={card.stream} url={card.stream_url} />
      )}
    </div>
  );
}
