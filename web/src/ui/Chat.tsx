import {
  dismiss,
  isLoading,
  isRunning,
  items,
  link,
  notice,
  sayAgain,
  trouble,
} from "../state/chat";
import { openId } from "../state/threads";
import { t } from "../words";
import { ToBeSent } from "./Attach";
import { Composer } from "./Composer";
import { Empty } from "./Empty";
import { Icon } from "./Icons";
import { Transcript } from "./Transcript";

export function Chat() {
  const isEmpty = items.value.length === 0 && !isLoading.value && !isRunning.value;
  return (
    <main class="chat">
      <h1 class="hidden">{t("Conversation")}</h1>
      {isLoading.value && <Loading />}
      {isEmpty && !trouble.value && (!openId.value || !isLoading.value) && <Empty />}
      {!isEmpty && <Transcript />}
      <div class="dock">
        <div role="status" class="dock-notes">
          {link.value === "reconnecting" && (
            <p class="note">
              <i class="pulse" aria-hidden="true" /> {t("Reconnecting … the work goes on.")}
            </p>
          )}
          {notice.value && <p class="note">{notice.value}</p>}
        </div>
        {trouble.value && <TroubleNote />}
        <ToBeSent />
        <Composer />
      </div>
    </main>
  );
}

function TroubleNote() {
  const told = trouble.value;
  if (!told) return null;
  const { text, retry } = told;
  return (
    <div class="trouble" role="alert">
      <Icon name="alert" />
      <span>{text}</span>
      {retry && (
        <button type="button" class="button" onClick={() => void sayAgain()}>
          {t("Send again")}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={t("Dismiss")} onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Loading() {
  return (
    <div class="loading" role="status">
      <span class="hidden">{t("Loading the conversation")}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
