import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Attached, attach, attached, detach, KINDS, mention } from "../state/attached";
import { t } from "../words";
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
          attach(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="attach"
        aria-label={t("Attach pictures, clips and sounds")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}

/** What is being attached, above the message. */
export function AttachedList() {
  return (
    <div class="attaching" aria-live="polite">
      {isDropping.value && (
        <p class="drop">{t("Drop pictures, clips and sounds to attach them")}</p>
      )}
      {attached.value.length > 0 && (
        <ul class="attached" aria-label={t("Attached")}>
          {attached.value.map((one) => (
            <Chip key={one.key} one={one} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Chip({ one }: { one: Attached }) {
  const { key, name, share, called, thumbnail, error } = one;
  return (
    <li class="chip" data-bad={error !== ""}>
      {thumbnail ? <img src={thumbnail} alt="" /> : <Icon name={error ? "alert" : "clip"} />}
      <span class="chip-text">
        <b>{name}</b>
        {error && <span>{error}</span>}
        {called && (
          <button type="button" class="chip-name" onClick={() => mention(called)}>
            {called}
          </button>
        )}
        {!error && !called && (
          <progress value={share} max={1} aria-label={t("Uploading {name}", { name })} />
        )}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Remove {name}", { name })}
        onClick={() => detach(key)}
      >
        <Icon name="close" />
      </button>
    </li>
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
    attach(event.dataTransfer.files);
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
