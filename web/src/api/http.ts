/** Requests with the access token, which lives in this module's memory only. */

import { language, t, wrong } from "../words";
import type { Problem } from "./types";

/** What the server said was wrong, fit to show. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterS: number | null = null,
  ) {
    super(wrong(problem.code, problem.detail));
  }
}

/** The session is over; nothing but signing in helps. */
export class SignedOut extends Error {}

const KEY = "reelwright.session";

let access = "";
let onSignedOut = (): void => {};
let refreshing: Promise<boolean> | null = null;

export function forgetSession(): void {
  access = "";
  localStorage.removeItem(KEY);
}

export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

/** Whether this browser was signed in; its cookie cannot be seen, and a stranger has none to renew. */
export function hadSession(): boolean {
  return localStorage.getItem(KEY) !== null;
}

/** Send a request; after a 401 renew the token once, by the cookie, and try again. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response = await attempt(path, init);
  if (response.status === 401 && (await refresh())) response = await attempt(path, init);
  if (response.status === 401) {
    access = "";
    onSignedOut();
    throw new SignedOut();
  }
  if (!response.ok) throw await asError(response);
  return response;
}

export async function getJson<T>(path: string): Promise<T> {
  return (await send(path)).json() as Promise<T>;
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await send(path, jsonBody(body));
  return (response.status === 204 ? null : await response.json()) as T;
}

/** Trade a password or a one-time link for a session. */
export async function signInBy(path: string, body: unknown): Promise<void> {
  const response = await reach(path, jsonBody(body));
  if (!response.ok) throw await asError(response);
  await keepSession(response);
}

/** Renew the access token by the cookie; callers at the same moment share one request. */
export function refresh(): Promise<boolean> {
  refreshing ??= renew().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

export function jsonBody(body: unknown): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function renew(): Promise<boolean> {
  const response = await reach("/v1/auth/refresh", { method: "POST" });
  if (response.status >= 500) throw await asError(response);
  if (!response.ok) {
    forgetSession();
    return false;
  }
  await keepSession(response);
  return true;
}

async function keepSession(response: Response): Promise<void> {
  access = ((await response.json()) as { access_token: string }).access_token;
  localStorage.setItem(KEY, "1");
}

/** Let a request carry the token. */
export function authorize(set: (name: string, value: string) => void): void {
  if (access) set("Authorization", `Bearer ${access}`);
}

function attempt(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", language.value);
  authorize((name, value) => headers.set(name, value));
  return reach(path, { ...init, headers });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError({
      code: "unreachable",
      detail: t("The server does not answer. Is `make start` still running?"),
      status: 0,
    });
  }
}

async function asError(response: Response): Promise<ApiError> {
  const fallback: Problem = {
    code: "",
    detail: t("The server answered {status}. Try again in a moment.", { status: response.status }),
    status: response.status,
  };
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  try {
    return new ApiError({ ...fallback, ...((await response.json()) as Problem) }, retryAfter);
  } catch {
    return new ApiError(fallback, retryAfter);
  }
}
