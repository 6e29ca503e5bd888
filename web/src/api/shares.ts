/** What the API tells of links with which others watch a video. */

export type ShareState = "open" | "expired" | "stopped";

/** A link on the card of links. */
export interface ShareLine {
  share: string;
  share_url: string;
  title: string;
  version: number;
  state: ShareState;
  expires_at: string;
}

export interface SharesCard {
  items: ShareLine[];
}

/** A link as it stands now. */
export interface ShareShown {
  id: string;
  state: ShareState;
  url: string | null;
  expires_at: string;
}
