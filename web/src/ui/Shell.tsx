import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { leave, open } from "../state/chat";
import { goTo, loadThreads, openId, threads } from "../state/threads";
import { t } from "../words";
import { Chat } from "./Chat";
import { Drawer } from "./Drawer";
import { Icon } from "./Icons";
import { Sidebar } from "./Sidebar";

export function Shell() {
  const isDrawerOpen = useSignal(false);
  useEffect(() => void loadThreads().catch(() => undefined), []);
  useEffect(() => leave, []);
  useSignalEffect(() => {
    const id = openId.value;
    queueMicrotask(() => void open(id));
  });
  const title = threads.value.find((t) => t.id === openId.value)?.title;
  useEffect(() => {
    document.title = title ? `${title} · Reelwright` : "Reelwright";
  }, [title]);

  return (
    <div class="shell">
      <button type="button" class="skip" onClick={focusComposer}>
        {t("Skip to the message box")}
      </button>
      <aside class="side" aria-label={t("Videos and settings")}>
        <Sidebar onPick={() => undefined} />
      </aside>
      <Drawer isOpen={isDrawerOpen} label={t("Videos and settings")}>
        <Sidebar onPick={() => (isDrawerOpen.value = false)} />
      </Drawer>
      <div class="stage">
        <header class="top">
          <button
            type="button"
            class="icon-button"
            aria-label={t("Videos and settings")}
            onClick={() => (isDrawerOpen.value = true)}
          >
            <Icon name="menu" />
          </button>
          <p class="top-title">{title || t("New video")}</p>
          <button
            type="button"
            class="icon-button"
            aria-label={t("Start a new video")}
            onClick={() => goTo("")}
          >
            <Icon name="plus" />
          </button>
        </header>
        <Chat />
      </div>
    </div>
  );
}

function focusComposer() {
  document.getElementById("composer")?.focus();
}
