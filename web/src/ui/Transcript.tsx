import { useEffect, useRef } from "preact/hooks";
import { isRunning, items } from "../state/chat";
import { earlier } from "../state/shown";
import type { Item } from "../state/transcript";
import { t } from "../words";
import { Card } from "./cards/Card";
import { later } from "./cards/later";
import { Markdown } from "./Markdown";
import { Steps } from "./Steps";

export function Transcript() {
  const end = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const top = useRef(0);
  const shown = items.value;
  const last = shown.at(-1);

  const follow = () => {
    const scroller = end.current?.closest(".scroller");
    if (!scroller || !isNear.current) return;
    scroller.scrollTop = scroller.scrollHeight;
    top.current = scroller.scrollTop;
  };

  useEffect(() => {
    const scroller = end.current?.closest(".scroller");
    if (!scroller) return;
    const look = () => {
      const now = scroller.scrollTop;
      if (scroller.scrollHeight - now - scroller.clientHeight < 160) isNear.current = true;
      // Told late, of where the page itself scrolled to, while the end went on growing.
      else if (now < top.current) isNear.current = false;
      top.current = now;
    };
    scroller.addEventListener("scroll", look, { passive: true });
    const grown = new ResizeObserver(follow);
    if (scroller.firstElementChild) grown.observe(scroller.firstElementChild);
    return () => {
      scroller.removeEventListener("scroll", look);
      grown.disconnect();
    };
  }, []);
  useEffect(() => {
    if (last?.kind === "user") isNear.current = true;
    follow();
  }, [last?.id]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroller" aria-label={t("Messages")} tabIndex={0}>
      <div class="column">
        {earlier.value !== null && <Earlier />}
        {shown.map((item) => (
          <Row key={`${item.kind}-${item.id}`} item={item} />
        ))}
        {isRunning.value && last?.kind === "user" && (
          <p class="thinking">
            <i />
            <i />
            <i />
            <span class="hidden">{t("Thinking")}</span>
          </p>
        )}
        <div ref={end} />
      </div>
      <Announcer />
    </section>
  );
}

function Earlier() {
  const cards = later();
  return cards && <cards.Earlier />;
}

function Row({ item }: { item: Item }) {
  switch (item.kind) {
    case "user":
      return <UserText text={item.text} />;
    case "assistant":
      return item.text ? <AssistantText text={item.text} isOpen={item.isOpen} /> : null;
    case "steps":
      return <Steps steps={item.steps} />;
    case "card":
      return <Card item={item} />;
  }
}

function UserText({ text }: { text: string }) {
  return (
    <article class="user" aria-label={t("You")}>
      <p>{text}</p>
    </article>
  );
}

function AssistantText({ text, isOpen }: { text: string; isOpen: boolean }) {
  return (
    <article class="said" aria-label="Reelwright" aria-busy={isOpen}>
      <div class="prose">
        <Markdown text={text} />
      </div>
    </article>
  );
}

/** Tells screen readers of complete messages only, never of every word that streams in. */
function Announcer() {
  const last = items.value.findLast((i) => i.kind === "assistant" && !i.isOpen);
  const isNew = useRef(false);
  useEffect(() => {
    if (isRunning.value) isNew.current = true;
  }, [isRunning.value]);
  return (
    <p class="hidden" aria-live="polite">
      {isNew.current && last?.kind === "assistant" ? last.text : ""}
    </p>
  );
}
