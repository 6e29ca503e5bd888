/** The shapes that the API sends: its own resources in snake_case, AG-UI events in camelCase. */

import type { BudgetLeft } from "./gates";

/** What a scene claims, and in a few words what stands behind it. */
export interface ClaimLine {
  says: string;
  mark: string;
  is_sourced: boolean;
  url: string;
}

export interface SceneCard {
  id: string;
  number: number;
  narration: string;
  on_screen_text: string;
  locked: boolean;
  duration_ms: number | null;
  picture_url?: string;
  claims?: ClaimLine[];
}

export interface StoryboardCard {
  version: number;
  title: string;
  language: string;
  target_s: number;
  estimated_s: number;
  is_outline_only: boolean;
  hooks: string[];
  chosen_hook: number | null;
  scenes: SceneCard[];
}

export interface ProgressCard {
  stage: "pictures" | "voice" | "render" | "export";
  label: string;
  done: number;
  total: number;
  fraction: number;
  seconds_left: number | null;
  state: "running" | "done" | "failed" | "cancelled";
  stream?: string | null;
  stream_url?: string;
}

export interface VideoCard {
  render_id: string;
  version: number;
  title: string;
  duration_s: number;
  size_bytes: number;
  made_s: number;
  segments_made: number;
  segments_reused: number;
  credits?: string[];
  quality?: "passed" | "passed with warnings" | "failed" | null;
  findings?: string[];
  video_url: string;
  cover_url?: string;
  subtitles_url?: string;
  webvtt_url?: string;
}

export interface Upload {
  number: number;
  kind: "picture" | "clip" | "sound" | "document";
  name: string;
  thumbnail_url: string;
}

export interface FileCard {
  render_id: string;
  made: string;
  filename: string;
  media_type: string;
  size_bytes: number;
  file_url: string;
}

export interface StockCard {
  query: string;
  sort: "picture" | "clip" | "sound";
  scene: number | null;
  candidates: {
    id: string;
    number: number;
    title: string;
    author: string;
    library: string;
    licence: string;
    page_link: string;
    duration_s: number;
    picture_url?: string;
  }[];
  failed: string[];
}

export interface VoiceCard {
  maker: string;
  voice: string;
  label: string;
  language: string;
  price_per_1000_usd: string | null;
  sample_usd: string | null;
  retires_on: string | null;
  sample_url?: string;
}

export interface CostCard {
  lines: {
    provider: string;
    model: string;
    unit: string;
    quantity: number;
    cost_usd: string | null;
    is_cached: boolean;
  }[];
  unknown_calls?: number;
  unknown_usd?: string | null;
  budgets?: BudgetLeft[];
  to_come_calls?: number;
  to_come_usd?: string | null;
}

export interface CheckCard {
  version: number;
  seconds: number;
  target_s: number;
  checked: number;
  issues: {
    rule: string;
    level: "error" | "warning" | "suggestion";
    scene: number | null;
    message: string;
    fix: string;
  }[];
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Operation {
  op: string;
  path: string;
  value?: Json;
}

export interface ToolCall {
  id: string;
  function: { name: string; arguments: string };
}

export interface Message {
  id: string;
  role: string;
  content?: Json;
  toolCalls?: ToolCall[] | null;
  tool_calls?: ToolCall[] | null;
  toolCallId?: string;
  tool_call_id?: string;
  activityType?: string;
  activity_type?: string;
}

/** An AG-UI event; only the fields that this page reads. */
export interface AguiEvent {
  type: string;
  runId?: string;
  messageId?: string;
  parentMessageId?: string | null;
  role?: string;
  delta?: string;
  toolCallId?: string;
  toolCallName?: string;
  content?: Json;
  activityType?: string;
  patch?: Operation[];
  messages?: Message[];
  message?: string;
  code?: string;
  name?: string;
  value?: Json;
  outcome?: { type: string } | null;
}

export interface ThreadSummary {
  id: string;
  title: string;
  created_at: string;
  updated_at: string;
}

export interface Run {
  id: string;
  status: string;
}

export interface Thread extends ThreadSummary {
  messages: Message[];
  storyboard: StoryboardCard | null;
  active_run: Run | null;
}

export interface User {
  id: string;
  email: string;
  name: string;
}

export interface Status {
  version: string;
  model: string;
  model_kind: string;
  pictures: string;
  speech: string;
}

export interface Problem {
  code: string;
  title?: string;
  detail: string;
  status: number;
  changes?: string[];
}
