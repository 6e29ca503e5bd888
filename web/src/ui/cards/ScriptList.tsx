import type { BatchScript } from "../../api/batches";
import { Claims } from "./Claims";

/** The scripts of several videos to be read, each with a box where some of them may be left out. */
export function ScriptList({
  scripts,
  out,
  turn,
}: {
  scripts: readonly BatchScript[];
  out: (script: BatchScript) => boolean;
  turn?: (script: BatchScript) => void;
}) {
  return (
    <ol class="scripts">
      {scripts.map((one) => (
        <li key={one.gate_id} data-out={out(one)}>
          <p class="script-title">
            {turn ? (
              <label>
                <input type="checkbox" checked={!out(one)} onChange={() => turn(one)} />
                {`${one.number}. ${one.title}`}
              </label>
            ) : (
              `${one.number}. ${one.title}`
            )}
          </p>
          <ol class="script-lines">
            {one.script.map((line) => (
              <li key={line.scene}>
                <p>{line.narration}</p>
                {line.on_screen_text && <p class="quiet small">{line.on_screen_text}</p>}
                <Claims of={line.claims} />
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

/** Keep which of some scripts are left out. */
export function without(left: readonly string[], one: BatchScript): readonly string[] {
  return left.includes(one.gate_id)
    ? left.filter((id) => id !== one.gate_id)
    : [...left, one.gate_id];
}
