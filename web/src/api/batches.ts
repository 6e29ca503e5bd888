/** What the API tells of batches. */

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
