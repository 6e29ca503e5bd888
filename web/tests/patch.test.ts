import { describe, expect, test } from "vitest";
import { applyPatch, PatchFailed } from "../src/state/patch";

describe("a card's patch", () => {
  test("replaces fields and leaves the document as it was", () => {
    const before = { done: 1, label: "a", list: [1, 2] };

    const after = applyPatch(before, [{ op: "replace", path: "/done", value: 2 }]);

    expect(after).toEqual({ done: 2, label: "a", list: [1, 2] });
    expect(before.done).toBe(1);
  });

  test("reaches into lists", () => {
    const after = applyPatch({ list: [{ n: 1 }, { n: 2 }] }, [
      { op: "replace", path: "/list/1/n", value: 9 },
      { op: "remove", path: "/list/0" },
    ]);

    expect(after).toEqual({ list: [{ n: 9 }] });
  });

  test("understands escaped names", () => {
    const after = applyPatch({ "a/b": 1, "c~d": 1 }, [
      { op: "replace", path: "/a~1b", value: 2 },
      { op: "replace", path: "/c~0d", value: 3 },
    ]);

    expect(after).toEqual({ "a/b": 2, "c~d": 3 });
  });

  test("refuses a path through something that is not there", () => {
    expect(() => applyPatch({ a: 1 }, [{ op: "replace", path: "/a/b", value: 1 }])).toThrow(
      PatchFailed,
    );
  });
});
