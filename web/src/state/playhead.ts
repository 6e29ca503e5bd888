/** Where somebody was in a video that was watched while it was made: the finished one goes on there. */

export interface Playhead {
  seconds: number;
  isPlaying: boolean;
  isMuted: boolean;
}

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

/** Go on in the finished video, once; nothing happens where nobody watched. */
export function takePlayhead(render: string, player: HTMLVideoElement): void {
  const head = heads.get(render);
  if (!head) return;
  heads.delete(render);
  player.muted = head.isMuted;
  player.currentTime = head.isPlaying ? head.seconds : Math.min(head.seconds, player.duration);
  if (head.isPlaying) player.play().catch(() => undefined);
}
