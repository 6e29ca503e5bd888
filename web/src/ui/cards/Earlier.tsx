import { signal } from "@preact/signals";
import { getJson } from "../../api/http";
import { openThread, report } from "../../state/chat";
import { earlier, items, type Page } from "../../state/shown";
import { fromMessages } from "../../state/transcript";
import { t } from "../../words";

const isFetching = signal(false);

/** Fetches what was said before; what is read stays where it is on the screen. */
export function Earlier() {
  const more = async (event: MouseEvent) => {
    const scroller = (event.currentTarget as HTMLElement).closest(".scroller");
    const below = (scroller?.scrollHeight ?? 0) - (scroller?.scrollTop ?? 0);
    await showEarlier().catch((error) => report(error, null));
    requestAnimationFrame(() => {
      if (scroller) scroller.scrollTop = scroller.scrollHeight - below;
    });
  };
  return (
    <button
      type="button"
      class="button earlier"
      disabled={isFetching.value}
      onClick={(event) => void more(event)}
    >
      {t("Show earlier messages")}
    </button>
  );
}

/** Show what was said before all that is shown. */
export async function showEarlier(): Promise<void> {
  const before = earlier.value;
  if (before === null || isFetching.value) return;
  isFetching.value = true;
  try {
    const path = `/v1/threads/${openThread()}/messages?before=${encodeURIComponent(before)}`;
    const page = await getJson<Page>(path);
    if (earlier.value !== before) return;
    items.value = [...fromMessages(page.messages), ...items.value];
    earlier.value = page.earlier;
  } finally {
    isFetching.value = false;
  }
}
