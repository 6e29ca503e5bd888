import { expect, test } from "vitest";
import { type Provider, worst } from "../src/state/providers";

const fine: Provider = {
  kind: "pictures",
  name: "openai",
  title: "OpenAI's pictures",
  health: "fine",
  message: "",
  models: [],
};
const ending = {
  model: "m",
  prices: [],
  is_next: false,
  warning: "m ends soon",
  calls: 0,
  p50_s: null,
  p95_s: null,
  error_rate: null,
};

test("what is not called lately is no trouble", () => {
  expect(worst([])).toBe("fine");
  expect(worst([fine, { ...fine, health: "untried" }])).toBe("fine");
});

test("a provider that is down or ended goes before one that struggles or ends soon", () => {
  expect(worst([fine, { ...fine, health: "struggling" }])).toBe("warn");
  expect(worst([{ ...fine, models: [ending] }])).toBe("warn");
  expect(
    worst([
      { ...fine, health: "slow" },
      { ...fine, health: "down" },
    ]),
  ).toBe("bad");
  expect(worst([{ ...fine, health: "ended" }])).toBe("bad");
});
