import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { leave, open } from "../state/chat";
import { goTo, loadThreads, openId, threads } from "../state/threads";
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
        Skip to the message box
      </button>
      <aside class="side" aria-label="Videos">
        <Sidebar onPick={() => undefined} />
      </aside>
      <Drawer isOpen={isDrawerOpen} label="Videos">
        <Sidebar onPick={() => (isDrawerOpen.value = false)} />
      </Drawer>
      <div class="stage">
        <header class="top">
          <button
            type="button"
            class="icon-button"
            aria-label="Show your videos"
            onClick={() => (isDrawerOpen.value = true)}
          >
            <Icon name="menu" />
          </button>
          <p class="top-title">{title || "New video"}</p>
          <button
            type="button"
            class="icon-button"
            aria-label="Start a new video"
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
