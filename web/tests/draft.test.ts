import { afterEach, expect, test, vi } from "vitest";

afterEach(() => sessionStorage.clear());

/** Load the module as a page that is loaded again does. */
async function loaded() {
  vi.resetModules();
  return import("../src/state/draft");
}

test("what is typed or waits is in the box again when the page is loaded again", async () => {
  const before = await loaded();
  before.keepDraft();
  before.letWait("shorter");
  before.draft.value = "and louder";

  const after = await loaded();

  expect(after.draft.value).toBe("shorter\nand louder");
  expect(after.waiting.value).toEqual([]);
});

test("what was sent is not, nor what somebody wrote who signed out", async () => {
  const before = await loaded();
  before.keepDraft();
  before.letWait("shorter");
  before.takeNext();
  expect((await loaded()).draft.value).toBe("");

  before.draft.value = "secret";
  before.letWait("more");
  before.forgetDraft();

  expect((await loaded()).draft.value).toBe("");
});
