/** Who is signed in, and to what kind of server. */

import { computed, signal } from "@preact/signals";
import {
  ApiError,
  forgetSession,
  getJson,
  hadSession,
  refresh,
  SignedOut,
  send,
  signInBy,
  whenSignedOut,
} from "../api/http";
import type { Status, User } from "../api/types";
import { t } from "../words";
import { forgetDraft } from "./draft";

export type Phase = "starting" | "signed-out" | "signed-in" | "unreachable";

export const phase = signal<Phase>("starting");
export const user = signal<User | null>(null);
export const status = signal<Status | null>(null);
export const isOffline = computed(
  () => status.value !== null && ["director", "offline"].includes(status.value.model_kind),
);
export const signInNote = signal("");

/** Sign in by the link in the address, else by the cookie. */
export async function start(): Promise<void> {
  whenSignedOut(() => {
    signInNote.value = t("Your session is over. Sign in again to go on.");
    phase.value = "signed-out";
  });
  const token = takeToken();
  try {
    if (token) await signInBy("/v1/auth/link", { token });
    else if (!hadSession() || !(await refresh())) {
      phase.value = "signed-out";
      return;
    }
    await enter();
  } catch (error) {
    failToStart(error, token !== "");
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  await signInBy("/v1/auth/password", { email, password });
  await enter();
}

export async function signOut(): Promise<void> {
  await send("/v1/auth/sign-out", { method: "POST" }).catch(() => undefined);
  forgetSession();
  forgetDraft();
  user.value = null;
  signInNote.value = "";
  phase.value = "signed-out";
}

async function enter(): Promise<void> {
  const [me, server] = await Promise.all([
    getJson<User>("/v1/me"),
    getJson<Status>("/v1/status").catch(() => null),
  ]);
  user.value = me;
  status.value = server;
  signInNote.value = "";
  if (location.pathname !== "/") history.replaceState(null, "", "/");
  phase.value = "signed-in";
}

function failToStart(error: unknown, byLink: boolean): void {
  if (error instanceof SignedOut) return;
  if (error instanceof ApiError && error.problem.status === 0) {
    phase.value = "unreachable";
    return;
  }
  const said = error instanceof Error ? error.message : t("Signing in failed.");
  signInNote.value = byLink
    ? `${said} ${t("A link works once; `make start` prints a new one.")}`
    : said;
  phase.value = "signed-out";
}

/** Take the one-time token out of the address, so that it is not kept in the history. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  if (token) history.replaceState(null, "", "/");
  return token;
}
