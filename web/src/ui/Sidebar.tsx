import { useSignal } from "@preact/signals";
import type { ThreadSummary } from "../api/types";
import { isOffline, signOut, status, user } from "../state/session";
import { theme, toggleTheme } from "../state/theme";
import { deleteThread, goTo, isLoaded, openId, threads } from "../state/threads";
import { t } from "../words";
import { when } from "./format";
import { Icon, Mark } from "./Icons";
import { LanguageChoice } from "./LanguageChoice";
import { Rich } from "./Rich";
import { Waits } from "./Waits";
import { Weather } from "./Weather";

export function Sidebar({ onPick }: { onPick: () => void }) {
  const pick = (id: string) => {
    goTo(id);
    onPick();
  };
  return (
    <>
      <div class="brand">
        <Mark />
        <span>Reelwright</span>
      </div>
      <button type="button" class="button wide" onClick={() => pick("")}>
        <Icon name="plus" /> {t("New video")}
      </button>
      <nav class="threads" aria-label={t("Your videos")}>
        {isLoaded.value && threads.value.length === 0 && (
          <p class="quiet small">{t("Your videos will be listed here.")}</p>
        )}
        <ul>
          {threads.value.map((thread) => (
            <ThreadRow key={thread.id} thread={thread} onPick={pick} />
          ))}
        </ul>
      </nav>
      <footer class="side-foot">
        <div class="side-more">
          <ModelBadge />
          <Weather />
          <Waits />
        </div>
        <div class="side-row">
          <span class="quiet small ellipsis" title={user.value?.email}>
            {user.value?.name || user.value?.email}
          </span>
          <LanguageChoice />
          <button
            type="button"
            class="icon-button"
            aria-label={t(theme.value === "dark" ? "Use light colours" : "Use dark colours")}
            onClick={toggleTheme}
          >
            <Icon name={theme.value === "dark" ? "sun" : "moon"} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t("Sign out")}
            onClick={() => void signOut()}
          >
            <Icon name="leave" />
          </button>
        </div>
      </footer>
    </>
  );
}

function ThreadRow({ thread, onPick }: { thread: ThreadSummary; onPick: (id: string) => void }) {
  const isAsking = useSignal(false);
  const trouble = useSignal("");
  const name = thread.title || t("Untitled video");
  const remove = () =>
    deleteThread(thread.id).catch((error: unknown) => {
      trouble.value = error instanceof Error ? error.message : t("It could not be deleted.");
    });
  if (isAsking.value) {
    return (
      <li class="thread asking">
        <p>{t("Delete “{name}” and its videos?", { name })}</p>
        {trouble.value && <p role="alert">{trouble.value}</p>}
        <div class="side-row">
          <button
            type="button"
            class="button danger"
            ref={(button) => button?.focus()}
            onClick={() => void remove()}
          >
            {t("Delete")}
          </button>
          <button type="button" class="button" onClick={() => (isAsking.value = false)}>
            {t("Keep")}
          </button>
        </div>
      </li>
    );
  }
  return (
    <li class="thread" data-open={openId.value === thread.id}>
      <button
        type="button"
        class="thread-pick"
        aria-current={openId.value === thread.id ? "page" : undefined}
        onClick={() => onPick(thread.id)}
      >
        <span class="ellipsis">{name}</span>
        <time class="quiet small" dateTime={thread.updated_at}>
          {when(thread.updated_at, new Date())}
        </time>
      </button>
      <button
        type="button"
        class="icon-button thread-delete"
        aria-label={t("Delete {name}", { name })}
        onClick={() => (isAsking.value = true)}
      >
        <Icon name="trash" />
      </button>
    </li>
  );
}

function ModelBadge() {
  const server = status.value;
  if (!server) return null;
  if (!isOffline.value) {
    return (
      <p class="badge" title={t("Language model ({kind})", { kind: server.model_kind })}>
        <i class="dot on" aria-hidden="true" /> {server.model}
      </p>
    );
  }
  return (
    <details class="badge-more" name="side">
      <summary class="badge" data-more={t("Connect a model")} data-less={t("Close")}>
        <i class="dot" aria-hidden="true" /> {t("Offline director")}
      </summary>
      <p class="small">
        <Rich
          text={t(
            "Makes videos from your own text and follows plain edit requests. For scripts from a bare topic connect a model: set `OPENAI_API_KEY`, or start Ollama, or set `REELWRIGHT_MODEL`; then start again.",
          )}
        />
      </p>
    </details>
  );
}
