/** Files on their way to the server, one after the other. */

import type { Upload } from "../api/types";
import { DOCUMENT, upload } from "../api/upload";
import { t } from "../words";
import { type Attached, attached, isNamed } from "./attached";
import { items } from "./chat";
import { draft } from "./draft";

const MOST_MIB = 512;
const MOST_DOCUMENT_MIB = 20;
/** Types that are neither shown, heard nor told from; an unknown one may still be a clip. */
const OTHER = /^text\/|^application\/(?!octet-stream|ogg|mp4|mxf|x-matroska)/;

let next = 0;
let queue = Promise.resolve();
const aborts = new Map<number, AbortController>();

/** Upload files in their order; what is wrong with one stands beside its name. */
export function attach(files: Iterable<File>): void {
  for (const file of files) {
    const key = ++next;
    const error = wrongWith(file);
    const isDocument = DOCUMENT.test(file.name);
    const bare = { share: 0, called: "", wish: "", thumbnail: "" };
    attached.value = [...attached.value, { key, name: file.name, isDocument, error, ...bare }];
    if (error) continue;
    aborts.set(key, new AbortController());
    queue = queue.then(() => send(key, file));
  }
}

/** Take one away; while it is on its way, stop it. What is uploaded stays among one's uploads. */
export function detach(key: number): void {
  aborts.get(key)?.abort();
  aborts.delete(key);
  attached.value = attached.value.filter((one) => one.key !== key);
}

/** Name one in the message. */
export function mention({ called, wish }: Attached): void {
  const text = draft.value.trimEnd();
  if (!isNamed(called, text)) draft.value = text ? `${text} ${called} ` : wish;
}

function wrongWith(file: File): string {
  const isDocument = DOCUMENT.test(file.name);
  const most = isDocument ? MOST_DOCUMENT_MIB : MOST_MIB;
  if (file.size === 0) return t("The file is empty.");
  if (file.size > most * 1024 ** 2) return t("It is larger than {most} MiB.", { most });
  if (isDocument || !OTHER.test(file.type)) return "";
  return t(
    "This kind of file is of no use here. Pictures, clips, sounds, TXT, MD, DOCX, PDF and SRT are.",
  );
}

function namesOf({ kind, number }: Upload): Pick<Attached, "called" | "wish"> {
  switch (kind) {
    case "document": {
      const name = t("document {number}", { number });
      return { called: name, wish: t("Make a video of {name}", { name }) };
    }
    case "sound":
      return {
        called: t("sound {number}", { number }),
        wish: t("Use my song {number} as the music", { number }),
      };
    default: {
      const name = t(kind === "clip" ? "clip {number}" : "picture {number}", { number });
      return { called: name, wish: t("Use {name} in scene ", { name }) };
    }
  }
}

async function send(key: number, file: File): Promise<void> {
  const abort = aborts.get(key);
  if (!abort || abort.signal.aborted) return;
  try {
    const kept = await upload(file, (share) => change(key, { share }), abort.signal);
    change(key, { share: 1, thumbnail: kept.thumbnail_url, ...namesOf(kept) });
    const one = attached.value.find((each) => each.key === key);
    const isFirst = items.value.length === 0;
    if (one && (isFirst ? one.isDocument && !draft.value.trim() : true)) mention(one);
  } catch (error) {
    if (!abort.signal.aborted) change(key, { error: (error as Error).message || t("Signed out.") });
  } finally {
    aborts.delete(key);
  }
}

function change(key: number, to: Partial<Attached>): void {
  attached.value = attached.value.map((one) => (one.key === key ? { ...one, ...to } : one));
}
