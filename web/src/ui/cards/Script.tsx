import { useState } from "preact/hooks";
import type { GateAnswer, GateCard, ScriptLine } from "../../api/gates";
import { answerGate } from "../../state/answers";
import { t } from "../../words";
import { Claims } from "./Claims";
import { Question } from "./Question";

interface Draft {
  narration: string;
  on_screen_text: string;
  isOut: boolean;
  note: string;
}

/** The script before anything is made of it: every line can be worded anew, or sent back with a word. */
export function Script({ card }: { card: GateCard }) {
  const lines = card.ask.script ?? [];
  const [drafts, setDrafts] = useState<Record<number, Draft>>({});
  const isOpen = card.state === "open";
  const answered = new Map((card.parts ?? []).map((part) => [part.scene, part]));
  const open = lines.filter((line) => line.is_new && !answered.has(line.scene));
  const of = (line: ScriptLine) => drafts[line.scene] ?? { ...line, isOut: false, note: "" };
  const set = (line: ScriptLine, change: Partial<Draft>) =>
    setDrafts({ ...drafts, [line.scene]: { ...of(line), ...change } });
  const wanted = open.filter((line) => !of(line).isOut);
  // Other words may claim something else: what stood behind the old ones is not said of them.
  const isAsAsked = (line: ScriptLine) => {
    const edit =
      answered.get(line.scene) ?? card.answer?.lines?.find((one) => one.scene === line.scene);
    const draft = of(line);
    return (
      (edit?.narration ?? draft.narration) === line.narration &&
      (edit?.on_screen_text ?? draft.on_screen_text) === line.on_screen_text
    );
  };
  return (
    <Question
      card={card}
      kicker={t("Script")}
      kind="script"
      choice={{ wanted: wanted.length, all: open.length }}
      onApprove={() => void answerGate(card, said(open, of))}
      onReject={() => void answerGate(card, { action: "reject", note: noteOf(open, of) })}
    >
      <ol class="script-lines">
        {lines.map((line) => (
          <li key={line.scene} data-out={of(line).isOut} data-new={line.is_new}>
            <span class="quiet small">{t("Scene {number}", { number: line.scene })}</span>
            {isOpen && open.includes(line) ? (
              <Line line={line} draft={of(line)} set={(change) => set(line, change)} />
            ) : (
              <Said line={line} part={answered.get(line.scene)} answer={card.answer} />
            )}
            {isAsAsked(line) && <Claims of={line.claims} />}
          </li>
        ))}
      </ol>
    </Question>
  );
}

function Line({
  line,
  draft,
  set,
}: {
  line: ScriptLine;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}) {
  const number = line.scene;
  return (
    <div class="script-line">
      <textarea
        rows={2}
        maxLength={1200}
        value={draft.narration}
        disabled={draft.isOut}
        aria-label={t("Narration of scene {number}", { number })}
        onInput={(event) => set({ narration: event.currentTarget.value })}
      />
      <input
        type="text"
        maxLength={120}
        value={draft.on_screen_text}
        disabled={draft.isOut}
        placeholder={t("On-screen text")}
        aria-label={t("On-screen text of scene {number}", { number })}
        onInput={(event) => set({ on_screen_text: event.currentTarget.value })}
      />
      <label>
        <input
          type="checkbox"
          checked={!draft.isOut}
          onChange={() => set({ isOut: !draft.isOut })}
        />
        {t("Approve scene {number}", { number })}
      </label>
      {draft.isOut && (
        <input
          type="text"
          maxLength={300}
          value={draft.note}
          placeholder={t("What should be different?")}
          aria-label={t("What should be different in scene {number}?", { number })}
          onInput={(event) => set({ note: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function Said({
  line,
  part,
  answer,
}: {
  line: ScriptLine;
  part: NonNullable<GateCard["parts"]>[number] | undefined;
  answer: GateAnswer | null;
}) {
  const edit = part ?? answer?.lines?.find((one) => one.scene === line.scene);
  return (
    <div class="script-line">
      <p>{edit?.narration ?? line.narration}</p>
      {(edit?.on_screen_text ?? line.on_screen_text) && (
        <p class="quiet small">{edit?.on_screen_text ?? line.on_screen_text}</p>
      )}
      {part && <span class="tag">{t(part.action === "reject" ? "Not approved" : "Approved")}</span>}
    </div>
  );
}

/** What is answered: yes to all, or which scenes, in which words, and what to do about the others. */
function said(open: readonly ScriptLine[], of: (line: ScriptLine) => Draft): GateAnswer {
  const kept = open.filter((line) => !of(line).isOut);
  const lines = kept.flatMap((line) => {
    const { narration, on_screen_text } = of(line);
    const isSame = narration === line.narration && on_screen_text === line.on_screen_text;
    return isSame ? [] : [{ scene: line.scene, narration, on_screen_text }];
  });
  if (kept.length === open.length && lines.length === 0) return { action: "approve" };
  const scenes = kept.map((line) => line.scene);
  return { action: "edit", scenes, lines, note: noteOf(open, of) };
}

function noteOf(open: readonly ScriptLine[], of: (line: ScriptLine) => Draft): string {
  return open
    .filter((line) => of(line).isOut && of(line).note.trim())
    .map((line) => `scene ${line.scene}: ${of(line).note.trim()}`)
    .join("; ");
}
