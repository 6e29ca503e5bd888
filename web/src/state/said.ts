/** A message on its way to the server. */

/** A message with the ids that let the server know it again. */
export interface Said {
  runId: string;
  messageId: string;
  text: string;
}

export function asNew(text: string): Said {
  return { runId: crypto.randomUUID(), messageId: crypto.randomUUID(), text };
}

/** Give the body of a run, as AG-UI defines it. */
export function inputOf(said: Said, threadId: string) {
  return {
    threadId,
    runId: said.runId,
    state: {},
    messages: [{ id: said.messageId, role: "user", content: said.text }],
    tools: [],
    context: [],
    forwardedProps: {},
  };
}
