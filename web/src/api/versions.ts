/** What the API tells of versions, changes and forks. */

import type { Json } from "./types";

export interface ChangeMade {
  version: number;
  reason: string;
  author: "user" | "agent";
  message: string;
  stands: boolean;
  is_current: boolean;
}

export interface Versions {
  newest: number;
  current: number;
  undo: string | null;
  redo: string | null;
  items: ChangeMade[];
  earlier: number | null;
}

export interface VersionsCard extends Omit<Versions, "items" | "earlier"> {
  changes: ChangeMade[];
}

export interface FieldChange {
  field: string;
  label: string;
  old: Json;
  new: Json;
}

export interface Figure {
  name: string;
  label: string;
  old: number | null;
  new: number | null;
}

export interface ComparisonCard {
  old: number;
  new: number;
  figures?: Figure[];
  old_title?: string;
  new_title?: string;
  words: string[];
  general: FieldChange[];
  scenes: {
    scene: string;
    kind: "added" | "removed" | "moved" | "changed";
    old_number: number | null;
    new_number: number | null;
    fields: FieldChange[];
  }[];
}

export interface ForkCard {
  thread_id: string;
  title: string;
  of_thread_id: string;
  of_title: string;
  of_version: number;
}

export interface ChangeCard {
  old: number;
  new: number;
  words: string[];
  scenes: number[];
  pictures: number[];
  lines: number[];
  render_s: number;
  total_s: number;
  segments_made: number;
  segments_reused: number;
  takes_s: number;
  cost_usd: string | null;
  above_usd: string | null;
  asks: boolean;
  is_dry?: boolean;
  removed?: number[];
  renumbered?: [number, number][];
}
