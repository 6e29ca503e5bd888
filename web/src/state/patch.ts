/** JSON Patch (RFC 6902): add, replace and remove, which is all that cards need. Pure. */

import type { Json, Operation } from "../api/types";

export class PatchFailed extends Error {}

/** Give a changed copy; the document itself stays as it is. */
export function applyPatch(document: Json, operations: unknown): Json {
  if (!Array.isArray(operations)) throw new PatchFailed("no list of operations");
  return operations.reduce(applyOne, document);
}

function applyOne(document: Json, operation: Operation): Json {
  const isKnown = ["add", "replace", "remove"].includes(operation?.op);
  if (!isKnown || typeof operation.path !== "string") throw new PatchFailed("no such operation");
  const keys = operation.path.split("/").slice(1).map(plain);
  return change(document, keys, operation);
}

function plain(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function change(node: Json, keys: string[], operation: Operation): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return operation.op === "remove" ? null : (operation.value ?? null);
  if (Array.isArray(node)) return changeList(node, key, rest, operation);
  if (node === null || typeof node !== "object") throw new PatchFailed(`no ${operation.path}`);
  if (rest.length > 0) {
    return { ...node, [key]: change(node[key] ?? null, rest, operation) };
  }
  if (operation.op === "remove") {
    const { [key]: _, ...kept } = node;
    return kept;
  }
  return { ...node, [key]: operation.value ?? null };
}

function changeList(list: Json[], key: string, rest: string[], operation: Operation): Json[] {
  const index = key === "-" ? list.length : Number(key);
  const end = operation.op === "add" && rest.length === 0 ? list.length : list.length - 1;
  const isInside = Number.isInteger(index) && index >= 0 && index <= end;
  if (!isInside) throw new PatchFailed(`no ${operation.path}`);
  if (rest.length > 0) return list.with(index, change(list[index] ?? null, rest, operation));
  if (operation.op === "remove") return list.toSpliced(index, 1);
  if (operation.op === "add") return list.toSpliced(index, 0, operation.value ?? null);
  return list.with(index, operation.value ?? null);
}
