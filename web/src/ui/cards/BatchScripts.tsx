import { useRef, useState } from "preact/hooks";
import type { BatchCard, BatchScript, ScriptRefused } from "../../api/batches";
import { answerScripts, readScripts } from "../../state/batches";
import { t } from "../../words";
import { ScriptList, without } from "./ScriptList";

/** The scripts of a batch that wait: read first, then answered together, each by its own id. */
export function BatchScripts({ card }: { card: BatchCard }) {
  const waiting = card.videos.flatMap(({ gate_kind, gate_id }) =>
    gate_kind === "script" && gate_id ? [gate_id] : [],
  );
  const [read, setRead] = useState<readonly BatchScript[]>([]);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<readonly ScriptRefused[]>([]);
  const [isBusy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const shown = read.filter((one) => waiting.includes(one.gate_id));
  const wanted = shown.map((one) => one.gate_id).filter((id) => !left.includes(id));
  const unread = waiting.filter((id) => !shown.some((one) => one.gate_id === id)).length;
  // The buttons go with what they do; whoever pressed one stays with the table.
  function begin() {
    place.current?.closest("section")?.focus({ preventScroll: true });
    setBusy(true);
  }
  async function look() {
    begin();
    setRead((await readScripts(card.batch_id)) ?? read);
    setBusy(false);
  }
  async function answer(action: "approve" | "reject") {
    begin();
    setRefused((await answerScripts(card.batch_id, action, wanted)) ?? []);
    setLeft([]);
    setBusy(false);
  }
  if (waiting.length === 0 && refused.length === 0) return null;
  return (
    <div ref={place}>
      {refused.map((one) => (
        <p key={one.gate_id} class="quiet small" role="status">
          {`${one.number ?? "?"}: ${one.reason}`}
        </p>
      ))}
      {shown.length > 0 && (
        <ScriptList
          scripts={shown}
          out={(one) => left.includes(one.gate_id)}
          turn={(one) => setLeft(without(left, one))}
        />
      )}
      <div class="video-actions">
        {unread > 0 && (
          <button
            type="button"
            class={shown.length > 0 ? "button" : "button primary"}
            disabled={isBusy}
            onClick={() => void look()}
          >
            {t("Read the scripts ({count})", { count: unread })}
          </button>
        )}
        {shown.length > 0 && (
          <>
            <button
              type="button"
              class="button primary"
              disabled={isBusy || wanted.length === 0}
              onClick={() => void answer("approve")}
            >
              {wanted.length === 1
                ? t("Approve")
                : t("Approve {count} scripts", { count: wanted.length })}
            </button>
            <button
              type="button"
              class="button"
              disabled={isBusy || wanted.length === 0}
              onClick={() => void answer("reject")}
            >
              {wanted.length === 1
                ? t("Reject")
                : t("Reject {count} scripts", { count: wanted.length })}
            </button>
          </>
        )}
      </div>
    </div>
  );
}
