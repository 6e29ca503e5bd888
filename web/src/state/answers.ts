/** Answers to what the agent waits with. */

import type { GateAnswer, GateCard } from "../api/gates";
import { postJson } from "../api/http";
import type { Json } from "../api/types";
import { goOn, isRunning, items, mend, openThread, report } from "./chat";
import { withCards } from "./transcript";

interface Answered {
  gate: Pick<GateCard, "state" | "answer">;
  run_id: string | null;
}

/** Answer a gate and follow the run that goes on; a refused answer shows whose was first. */
export async function answerGate(card: GateCard, answer: GateAnswer): Promise<void> {
  const threadId = openThread();
  if (isRunning.value || !threadId) return;
  try {
    const path = `/v1/threads/${threadId}/gates/${card.gate_id}`;
    const { gate, run_id } = await postJson<Answered>(path, answer);
    if (openThread() !== threadId) return;
    const content = { ...card, state: gate.state, answer: gate.answer } as unknown as Json;
    const id = `gate-${card.gate_id}`;
    items.value = withCards(items.value, [{ kind: "card", id, card: "gate", content }]);
    if (run_id) await goOn(run_id);
  } catch (error) {
    if (openThread() !== threadId) return;
    report(error, null);
    await mend(threadId);
  }
}
