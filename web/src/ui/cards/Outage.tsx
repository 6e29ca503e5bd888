import { useState } from "preact/hooks";
import type { GateCard } from "../../api/gates";
import { answerGate } from "../../state/answers";
import { isRunning } from "../../state/chat";
import { locale, t } from "../../words";

/** Another maker; what it shows or sounds like cost nothing. */
interface Alternative {
  name: string;
  title: string;
  price: string;
  picture_url?: string;
  sample_url?: string;
}

interface ProviderCard extends GateCard {
  ask: {
    kind: string;
    trouble?: string;
    reason?: string;
    undone?: string;
    numbers?: number[];
    is_divisible?: boolean;
    alternatives?: Alternative[];
  };
}

const WAYS_OUT = [
  ["retry", "Wait and try again"],
  ["reject", "Skip"],
] as const;

/** A maker that is down: who else could do its work, what it costs more, and how it looks or sounds. */
export function Outage({ card }: { card: ProviderCard }) {
  const { ask } = card;
  const ways = ask.alternatives ?? [];
  const numbers = ask.numbers ?? [];
  const isDivisible = ask.is_divisible;
  const [left, setLeft] = useState<readonly number[]>([]);
  const isOpen = card.state === "open";
  const wanted = numbers.filter((one) => !left.includes(one));
  const turn = (one: number) =>
    setLeft(left.includes(one) ? left.filter((other) => other !== one) : [...left, one]);
  const use = (name: string) =>
    void answerGate(
      card,
      isDivisible
        ? { action: "edit", scenes: wanted, use: name }
        : { action: "approve", use: name },
    );
  return (
    <section
      class="card gate"
      aria-label={t("Approval: {message}", { message: ask.undone ?? "" })}
      data-state={card.state}
    >
      <p class="kicker">
        {t("Approval")} {!isOpen && <span class="tag">{outcome(card)}</span>}
      </p>
      <p class="gate-question">{ask.undone}</p>
      <p class="quiet small">{ask.reason}</p>
      {isOpen && isDivisible && numbers[1] && (
        <fieldset class="outage-scenes">
          <legend>{t("Scenes")}</legend>
          {numbers.map((one) => (
            <label key={one}>
              <input type="checkbox" checked={!left.includes(one)} onChange={() => turn(one)} />
              {one}
            </label>
          ))}
        </fieldset>
      )}
      <ul class="outage-ways">
        {ways.map((way) => (
          <li key={way.name} data-out={!isOpen && chosen(card) !== way.name}>
            {way.picture_url && (
              <img
                src={way.picture_url}
                alt={t("Scene {number} by {maker}", { number: numbers[0] ?? 0, maker: way.title })}
                loading="lazy"
              />
            )}
            <div>
              <p class="file-name">{way.title}</p>
              <p class="quiet small">{way.price}</p>
              {way.sample_url && (
                // biome-ignore lint/a11y/useMediaCaption: it says the narration that stands on the card.
                <audio src={way.sample_url} controls aria-label={way.title} />
              )}
              {isOpen && (
                <button
                  type="button"
                  class="button primary"
                  disabled={isRunning.value || wanted.length === 0}
                  onClick={() => use(way.name)}
                >
                  {isDivisible
                    ? t("Use for {scenes}", { scenes: listed(wanted) })
                    : t("Use for the whole video")}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {isOpen && (
        <div class="video-actions">
          {WAYS_OUT.slice(ask.trouble === "retired" ? 1 : 0).map(([action, label]) => (
            <button
              key={action}
              type="button"
              class="button"
              disabled={isRunning.value}
              onClick={() => void answerGate(card, { action })}
            >
              {t(label)}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function chosen({ answer, ask, state }: ProviderCard): string | undefined {
  if (state !== "approved" || answer?.action === "retry") return undefined;
  return answer?.use || ask.alternatives?.[0]?.name;
}

function outcome(card: ProviderCard): string {
  const name = chosen(card);
  if (name) return name;
  if (card.answer?.action === "retry") return t("Tried again");
  return t(card.state === "withdrawn" ? "Withdrawn" : "Skipped");
}

function listed(scenes: readonly number[]): string {
  return new Intl.ListFormat(locale()).format(scenes.map(String));
}
