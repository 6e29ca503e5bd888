/** What the API tells of batches. */

import type { ScriptLine } from "./gates";

export type VideoState =
  | "queued"
  | "making"
  | "rendering"
  | "asks"
  | "done"
  | "failed"
  | "cancelled";

export interface BatchVideo {
  number: number;
  title: string;
  thread_id: string | null;
  state: VideoState;
  target_s: number;
  duration_s: number | null;
  fraction: number;
  cost_usd: string;
  video_url?: string | null;
  reason: string;
  gate_id?: string | null;
  gate_kind?: string;
}

/** The script of one video, as it waits for a yes. */
export interface BatchScript {
  gate_id: string;
  number: number;
  title: string;
  script: ScriptLine[];
}

/** A script that was not answered, and why. */
export interface ScriptRefused {
  gate_id: string;
  number: number | null;
  reason: string;
}

export interface BatchCard {
  batch_id: string;
  kind: "topics" | "languages";
  title: string;
  state: "running" | "done" | "cancelled";
  count: number;
  done: number;
  failed: number;
  price_usd: string | null;
  budget_usd: string | null;
  cost_usd: string;
  videos: BatchVideo[];
}
