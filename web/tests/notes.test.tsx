import { render } from "preact";
import { expect, test } from "vitest";
import type { VideoCard } from "../src/api/types";
import { Notes } from "../src/ui/cards/Notes";

const card: VideoCard = {
  render_id: "r",
  version: 1,
  title: "Tides",
  duration_s: 10,
  size_bytes: 1000,
  made_s: 3,
  segments_made: 2,
  segments_reused: 0,
  video_url: "/v.mp4",
};

function shown(more: Partial<VideoCard>): Element {
  const root = document.createElement("div");
  render(<Notes card={{ ...card, ...more }} />, root);
  return root;
}

test("a video that failed its checks says so, and why", () => {
  const root = shown({ quality: "failed", findings: ["black picture in scene 1", "silence"] });

  expect(root.querySelector(".level.error")?.textContent).toBe("Failed its checks");
  expect([...root.querySelectorAll("li")].map((each) => each.textContent)).toEqual([
    "black picture in scene 1",
    "silence",
  ]);
});

test("warnings are shown as such, and a video without findings or from before has no list", () => {
  const warned = shown({ quality: "passed with warnings", findings: ["caption contrast"] });

  expect(warned.querySelector(".level.warning")?.textContent).toBe(
    "Passed its checks, with warnings",
  );
  expect(shown({ quality: "passed", findings: [] }).innerHTML).toBe("");
  expect(shown({}).innerHTML).toBe("");
});
