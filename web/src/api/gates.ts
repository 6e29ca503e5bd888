/** Questions that a run waits with, and their answers. */

import type { BatchScript } from "./batches";
import type { ClaimLine } from "./types";

export interface GateLine {
  key: string;
  scene: number | null;
  what: string;
  provider: string;
  model: string;
  cost_usd: string | null;
}

export interface GateAnswer {
  action: "approve" | "edit" | "reject" | "retry";
  scenes?: number[] | null;
  note?: string;
  use?: string;
  lines?: { scene: number; narration?: string | null; on_screen_text?: string | null }[];
  title?: string | null;
  days?: number | null;
}

export interface ScriptLine {
  key: string;
  scene: number;
  narration: string;
  on_screen_text: string;
  is_new: boolean;
  claims?: ClaimLine[];
}

export interface BudgetLeft {
  label: string;
  limit_usd: string;
  left_usd: string;
}

export interface AskedVideo {
  title: string;
  target_s: number;
  cost_usd: string | null;
}

export interface GateCard {
  gate_id: string;
  kind: string;
  state: "open" | "approved" | "rejected" | "withdrawn";
  message: string;
  ask: {
    kind: string;
    lines?: GateLine[];
    budgets?: BudgetLeft[];
    videos?: (AskedVideo | BatchScript)[];
    total_usd?: string | null;
    script?: ScriptLine[];
    words?: string[];
    title?: string;
    days?: number;
  };
  deadline_at: string | null;
  answer: GateAnswer | null;
  parts?: {
    scene: number;
    action: string;
    narration?: string | null;
    on_screen_text?: string | null;
  }[];
}
