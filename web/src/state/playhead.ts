/** Where somebody was in a video that was watched while it was made: the finished one goes on there. */

export interface Playhead {
  seconds: number;
  isPlaying: boolean;
  isMuted: boolean;
}

/** What is left of a video that was watched to its end: its two copies differ by frames. */
const END_S = 0.5;
const heads = new Map<string, Playhead>();

/** Remember where a render's live player stands. */
export function keepPlayhead(render: string, player: HTMLVideoElement): void {
  if (player.currentTime === 0) return;
  heads.set(render, {
    seconds: player.currentTime,
    isPlaying: !player.paused && !player.ended,
    isMuted: player.muted,
  });
}

/** Go on in the finished video, once; who saw it to its end, or nothing of it, finds its beginning. */
export function takePlayhead(render: string, player: HTMLVideoElement): void {
  const head = heads.get(render);
  if (!head) return;
  heads.delete(render);
  player.muted = head.isMuted;
  if (!head.isPlaying && head.seconds > player.duration - END_S) return;
  player.currentTime = head.seconds;
  if (head.isPlaying) player.play().catch(() => undefined);
}
