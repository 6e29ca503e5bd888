import { useEffect, useRef } from "preact/hooks";
import { clearAttached, take, withDocuments } from "../state/attached";
import { isRunning, isStopping, say, stop } from "../state/chat";
import { draft } from "../state/draft";
import { openId } from "../state/threads";
import { t } from "../words";
import { AttachButton } from "./Attach";
import { Icon } from "./Icons";

const MOST_CHARACTERS = 20_000;
const COUNT_FROM = 18_000;

export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const length = draft.value.length;
  const isTooLong = length > MOST_CHARACTERS;
  const canSend = draft.value.trim() !== "" && !isTooLong;

  useEffect(() => grow(box.current), [draft.value]);
  useEffect(() => {
    if (matchMedia("(min-width: 900px)").matches) box.current?.focus();
  }, [openId.value]);

  const send = () => {
    if (!canSend) return;
    const text = withDocuments(draft.value.trim());
    draft.value = "";
    clearAttached();
    void say(text);
    box.current?.focus();
  };

  return (
    <form
      class="composer"
      aria-label={t("Message")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <AttachButton />
      <textarea
        id="composer"
        ref={box}
        rows={1}
        value={draft.value}
        aria-label={t("Your message")}
        aria-describedby="composer-hint"
        aria-invalid={isTooLong}
        placeholder={
          isRunning.value
            ? t("At work. You can write the next message.")
            : t("Paste a text, or ask for a change")
        }
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!files?.length) return;
          event.preventDefault();
          take(files);
        }}
        onInput={(event) => (draft.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <span id="composer-hint" class="composer-hint" data-bad={isTooLong}>
        {length >= COUNT_FROM ? (
          t("{length} of {most} characters", { length, most: MOST_CHARACTERS })
        ) : (
          <span class="keys">{t("Enter sends, Shift + Enter starts a new line")}</span>
        )}
      </span>
      <div class="sends">
        {isRunning.value && (
          <button
            type="button"
            class="round stop"
            aria-label={t("Stop")}
            disabled={isStopping.value}
            onClick={() => void stop()}
          >
            <Icon name="stop" />
          </button>
        )}
        {(!isRunning.value || canSend) && (
          <button
            type="submit"
            class="round"
            aria-label={t(isRunning.value ? "Send next" : "Send")}
            disabled={!canSend}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}

function grow(box: HTMLTextAreaElement | null) {
  if (!box) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.4)}px`;
}
