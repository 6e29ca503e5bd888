import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { attached, KINDS, take } from "../state/attached";
import { waiting } from "../state/draft";
import { t } from "../words";
import { later } from "./cards/later";
import { Icon } from "./Icons";

const isDropping = signal(false);

/** The button that opens the file chooser; on a phone, its camera and its pictures. */
export function AttachButton() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(dropsOnThePage, []);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={KINDS}
        multiple
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="attach"
        aria-label={t("Attach pictures, clips, sounds and documents")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}

/** What is to be sent, above the message: files, and messages that wait for the end of a run. */
export function ToBeSent() {
  const isWaiting = waiting.value.length > 0;
  const isAttached = attached.value.length > 0;
  const cards = isWaiting || isAttached ? later() : null;
  return (
    <div class="attaching" aria-live="polite">
      {isDropping.value && <p class="drop">{t("Drop files here to attach them")}</p>}
      {isWaiting && cards && <cards.WaitingList />}
      {isAttached && cards && <cards.Chips />}
    </div>
  );
}

function dropsOnThePage(): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    isDropping.value = true;
  };
  const out = (event: DragEvent) => {
    if (!event.relatedTarget) isDropping.value = false;
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    isDropping.value = false;
    take(event.dataTransfer.files);
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", out);
  addEventListener("drop", drop);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("dragleave", out);
    removeEventListener("drop", drop);
  };
}
