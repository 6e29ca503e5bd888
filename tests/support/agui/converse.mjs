// Drives a conversation with @ag-ui/client; prints one JSON line per run with what it saw.
import { HttpAgent } from "@ag-ui/client";

const { url, token, threadId, messages } = JSON.parse(process.argv[2]);

let resume;
for (const [place, content] of messages.entries()) {
  const agent = new HttpAgent({
    url,
    threadId,
    headers: { Authorization: `Bearer ${token}` },
  });
  agent.setMessages([{ id: `said-${place}-${Date.now()}`, role: "user", content }]);
  const events = [];
  try {
    await agent.runAgent(
      resume ? { runId: crypto.randomUUID(), resume } : { runId: crypto.randomUUID() },
      { onEvent: ({ event }) => void events.push(event) },
    );
    console.log(JSON.stringify({ types: events.map((e) => e.type), last: events.at(-1), messages: agent.messages }));
    // What waits is approved by the next run, whatever its message.
    resume = events.at(-1).outcome?.interrupts?.map(({ id }) => ({
      interruptId: id,
      status: "resolved",
      payload: { action: "approve" },
    }));
  } catch (error) {
    console.log(JSON.stringify({ types: events.map((e) => e.type), error: String(error) }));
    process.exitCode = 1;
  }
}
