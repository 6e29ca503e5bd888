import type { Step } from "../state/transcript";
import { toolLabel } from "./format";
import { Icon } from "./Icons";

/** Tool calls as one quiet line that opens. */
export function Steps({ steps }: { steps: Step[] }) {
  const running = steps.findLast((s) => s.result === null);
  const summary = running
    ? `${toolLabel(running.name)} …`
    : [...new Set(steps.map((s) => toolLabel(s.name)))].join(" · ");
  return (
    <details class="steps">
      <summary>
        {running ? <i class="pulse" aria-hidden="true" /> : <Icon name="check" />}
        <span class="ellipsis">{summary}</span>
      </summary>
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            <strong>{toolLabel(step.name)}</strong>
            {step.result && <span>{shorten(step.result)}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)} …` : text;
}
