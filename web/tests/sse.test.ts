import { describe, expect, test } from "vitest";
import { parser } from "../src/api/sse";

describe("the frames of a stream", () => {
  test("are found wherever the chunks are cut", () => {
    const whole = 'id: 7-0\r\ndata: {"a": 1}\r\n\r\n: ping\n\nid:8-0\ndata:x\ndata: y\n\n';
    for (let size = 1; size <= whole.length; size += 1) {
      const parse = parser();
      const chunks = whole.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];

      expect(chunks.flatMap((chunk) => parse(chunk))).toEqual([
        { id: "7-0", data: '{"a": 1}' },
        { id: "8-0", data: "x\ny" },
      ]);
    }
  });

  test("wait for their empty line", () => {
    const parse = parser();

    expect(parse("data: half")).toEqual([]);
    expect(parse("\n")).toEqual([]);
    expect(parse("\n")).toEqual([{ id: undefined, data: "half" }]);
  });

  test("are not made by pings and unknown fields", () => {
    expect(parser()(": ping\n\nretry: 2000\n\nevent\n\n")).toEqual([]);
  });
});
