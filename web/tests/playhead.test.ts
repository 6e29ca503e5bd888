import { expect, test, vi } from "vitest";
import { keepPlayhead, takePlayhead } from "../src/state/playhead";

function player(at: { currentTime: number; paused: boolean; ended?: boolean; duration?: number }) {
  const play = vi.fn(() => Promise.resolve());
  return { duration: 15, ended: false, muted: true, play, ...at } as unknown as HTMLVideoElement;
}

test("the finished video goes on where the one in the making was", () => {
  keepPlayhead("r", player({ currentTime: 4, paused: false }));
  const finished = player({ currentTime: 0, paused: true });

  takePlayhead("r", finished);

  expect(finished.currentTime).toBe(4);
  expect(finished.play).toHaveBeenCalledOnce();
});

test("a video that was stopped stays stopped at its place", () => {
  keepPlayhead("r", player({ currentTime: 4, paused: true }));
  const finished = player({ currentTime: 0, paused: true });

  takePlayhead("r", finished);

  expect(finished.currentTime).toBe(4);
  expect(finished.play).not.toHaveBeenCalled();
});

test("a video that was seen to its end begins anew, behind its cover", () => {
  keepPlayhead("r", player({ currentTime: 14.9, paused: true, ended: true }));
  const finished = player({ currentTime: 0, paused: true });

  takePlayhead("r", finished);

  expect(finished.currentTime).toBe(0);
  expect(finished.play).not.toHaveBeenCalled();
});
