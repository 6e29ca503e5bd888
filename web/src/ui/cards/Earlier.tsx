import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { getJson } from "../../api/http";
import { openThread, report } from "../../state/chat";
import { earlier, items, type Page } from "../../state/shown";
import { fromMessages } from "../../state/transcript";
import { t } from "../../words";

const NEAR_PX = 600;
const isFetching = signal(false);

/** Fetches what was said before, once it is scrolled to; what is read stays where it is on the screen. */
export function Earlier() {
  const button = useRef<HTMLButtonElement>(null);
  const more = () => {
    const scroller = button.current?.closest(".scroller");
    if (scroller) void showEarlier(scroller).catch((error) => report(error, null));
  };
  useEffect(() => {
    const scroller = button.current?.closest(".scroller");
    if (!scroller) return;
    let last = scroller.scrollTop;
    const look = () => {
      // What grows at the end moves the page down; only a reader moves it up.
      const isUp = scroller.scrollTop < last;
      last = scroller.scrollTop;
      if (isUp && last < NEAR_PX) more();
    };
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, []);
  return (
    <button
      ref={button}
      type="button"
      class="button earlier"
      disabled={isFetching.value}
      onClick={more}
    >
      {t("Show earlier messages")}
    </button>
  );
}

/** Show what was said before all that is shown, above what is on the screen. */
export async function showEarlier(scroller?: Element): Promise<void> {
  const before = earlier.value;
  if (before === null || isFetching.value) return;
  isFetching.value = true;
  try {
    const path = `/v1/threads/${openThread()}/messages?before=${encodeURIComponent(before)}`;
    const page = await getJson<Page>(path);
    if (earlier.value !== before) return;
    const below = scroller ? scroller.scrollHeight - scroller.scrollTop : 0;
    items.value = [...fromMessages(page.messages), ...items.value];
    earlier.value = page.earlier;
    if (!scroller) return;
    requestAnimationFrame(() => {
      scroller.scrollTop = scroller.scrollHeight - below;
    });
  } finally {
    isFetching.value = false;
  }
}
