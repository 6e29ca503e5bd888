/** The conversation as it is shown: events in, a new list of items out. Pure and idempotent. */

import type { AguiEvent, Json, Message } from "../api/types";
import { applyPatch, PatchFailed } from "./patch";

export interface Step {
  id: string;
  name: string;
  result: string | null;
}

export type Item =
  | { kind: "user"; id: string; text: string }
  | { kind: "assistant"; id: string; text: string; isOpen: boolean }
  | { kind: "steps"; id: string; steps: Step[] }
  | { kind: "card"; id: string; card: string; content: Json };

export type Items = readonly Item[];

/** Show a thread's stored messages. */
export function fromMessages(messages: readonly Message[]): Items {
  return messages.reduce(addMessage, [] as Items);
}

/** Show one more event; what is not meant for the transcript changes nothing. */
export function applyEvent(items: Items, event: AguiEvent): Items {
  const id = event.messageId ?? "";
  switch (event.type) {
    case "MESSAGES_SNAPSHOT":
      return after(items, fromMessages(event.messages ?? []));
    case "TEXT_MESSAGE_START":
      return put(items, { kind: "assistant", id, text: "", isOpen: true });
    case "TEXT_MESSAGE_CONTENT":
      return changeText(items, id, (text) => text + (event.delta ?? ""), true);
    case "TEXT_MESSAGE_END":
      return changeText(items, id, (text) => text, false);
    case "TOOL_CALL_START":
      return addStep(items, event.toolCallId ?? "", event.toolCallName ?? "");
    case "TOOL_CALL_RESULT":
      return endStep(items, event.toolCallId ?? "", text(event.content));
    case "ACTIVITY_SNAPSHOT":
      return put(items, card(id, event.activityType ?? "", event.content ?? null));
    case "ACTIVITY_DELTA":
      return changeCard(items, id, event.patch);
    default:
      return items;
  }
}

/** Put a newer reading behind what it does not reach back to. */
function after(items: Items, newer: Items): Items {
  const at = items.findIndex((i) => i.id === newer[0]?.id && i.kind === newer[0]?.kind);
  return at > 0 ? [...items.slice(0, at), ...newer] : newer;
}

/** Show what the user just sent. */
export function addUserText(items: Items, id: string, said: string): Items {
  return put(items, { kind: "user", id, text: said });
}

/** Take back a message that was not sent. */
export function without(items: Items, id: string): Items {
  return items.filter((item) => item.id !== id);
}

/** Show the cards of a newer reading in place of those that are shown. */
export function withCards(items: Items, newer: Items): Items {
  return newer.filter((item) => item.kind === "card").reduce(put, items);
}

/** Close what a run that is over left open: texts, steps and progress. */
export function settle(items: Items, state: "done" | "failed" | "cancelled"): Items {
  return items.map((item): Item => {
    if (item.kind === "assistant" && item.isOpen) return { ...item, isOpen: false };
    if (item.kind === "steps" && item.steps.some((s) => s.result === null)) {
      return { ...item, steps: item.steps.map((s) => ({ ...s, result: s.result ?? "" })) };
    }
    if (item.kind === "card" && item.card === "progress") return settleProgress(item, state);
    return item;
  });
}

function settleProgress(item: Item & { kind: "card" }, state: string): Item {
  const content = item.content as { state?: string } | null;
  if (content?.state !== "running") return item;
  return { ...item, content: { ...content, state, seconds_left: null } as Json };
}

function addMessage(items: Items, message: Message): Items {
  const said = text(message.content);
  switch (message.role) {
    case "user":
      return put(items, { kind: "user", id: message.id, text: said });
    case "assistant": {
      const spoken: Items = said
        ? put(items, { kind: "assistant", id: message.id, text: said, isOpen: false })
        : items;
      const calls = message.toolCalls ?? message.tool_calls ?? [];
      return calls.reduce((all, call) => addStep(all, call.id, call.function.name), spoken);
    }
    case "tool":
      return endStep(items, message.toolCallId ?? message.tool_call_id ?? "", said);
    case "activity": {
      const kind = message.activityType ?? message.activity_type ?? "";
      return put(items, card(message.id, kind, message.content ?? null));
    }
    default:
      return items;
  }
}

function card(id: string, kind: string, content: Json): Item {
  return { kind: "card", id, card: kind, content };
}

function put(items: Items, item: Item): Items {
  const index = items.findIndex((i) => i.id === item.id && i.kind === item.kind);
  return index < 0 ? [...items, item] : items.with(index, item);
}

function changeCard(items: Items, id: string, patch: unknown): Items {
  const index = items.findIndex((i) => i.kind === "card" && i.id === id);
  const item = items[index];
  if (item?.kind !== "card") throw new PatchFailed(`no card ${id}`);
  return items.with(index, { ...item, content: applyPatch(item.content, patch) });
}

function changeText(items: Items, id: string, how: (t: string) => string, isOpen: boolean): Items {
  return items.map((item) =>
    item.kind === "assistant" && item.id === id ? { ...item, text: how(item.text), isOpen } : item,
  );
}

function addStep(items: Items, id: string, name: string): Items {
  const isKnown = items.some((i) => i.kind === "steps" && i.steps.some((s) => s.id === id));
  if (isKnown) return items;
  const step: Step = { id, name, result: null };
  const last = items.at(-1);
  if (last?.kind === "steps") {
    return items.with(items.length - 1, { ...last, steps: [...last.steps, step] });
  }
  return [...items, { kind: "steps", id: `steps-${id}`, steps: [step] }];
}

function endStep(items: Items, id: string, result: string): Items {
  return items.map((item) =>
    item.kind === "steps"
      ? { ...item, steps: item.steps.map((s) => (s.id === id ? { ...s, result } : s)) }
      : item,
  );
}

function text(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => text((part as { text?: Json } | null)?.text)).join("");
}
