/** Uploads with progress, which fetch cannot tell of. */

import { t } from "../words";
import { ApiError, authorize, refresh } from "./http";
import type { Problem, Upload } from "./types";

/** What is told from instead of shown. */
export const DOCUMENT = /\.(txt|md|markdown|docx|pdf|srt|vtt)$/i;

/** Send a file; `onShare` hears how much of it has left, 0 to 1. */
export async function upload(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  let answer = await attempt(file, onShare, signal);
  if (answer.status === 401 && (await refresh())) answer = await attempt(file, onShare, signal);
  if (answer.status === 201) return uploaded(JSON.parse(answer.responseText) as Upload, file);
  throw new ApiError(problemOf(answer));
}

function uploaded(kept: Upload, file: File): Upload {
  if (!DOCUMENT.test(file.name)) return kept;
  return { ...kept, kind: "document", thumbnail_url: "" };
}

function attempt(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const door = DOCUMENT.test(file.name) ? "/v1/sources" : "/v1/media";
    request.open("POST", `${door}?name=${encodeURIComponent(file.name.slice(-255))}`);
    authorize((name, value) => request.setRequestHeader(name, value));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0);
    request.onload = () => resolve(request);
    request.onerror = () => resolve(request);
    request.onabort = () => reject(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function problemOf(answer: XMLHttpRequest): Problem {
  const { status } = answer;
  const detail = status
    ? t("The server answered {status}. Try again in a moment.", { status })
    : t("The connection broke. Attach it again.");
  const fallback: Problem = { code: "", detail, status };
  try {
    return { ...fallback, ...(JSON.parse(answer.responseText) as Problem) };
  } catch {
    return fallback;
  }
}
