import { useState } from "preact/hooks";
import { postJson } from "../../api/http";
import type { VoiceCard } from "../../api/types";
import { t } from "../../words";
import { dollars } from "../format";

/** A voice to be heard before it is used; a sample that costs something waits for a click. */
export function Voice({ card }: { card: VoiceCard }) {
  const [url, setUrl] = useState(card.sample_url);
  const [problem, setProblem] = useState("");
  const hear = async () => {
    setProblem("");
    try {
      const { maker, voice, language, sample_usd: accepts_usd } = card;
      const wanted = { maker, voice, language, accepts_usd };
      const made = await postJson<{ url: string }>("/v1/voices/sample", wanted);
      setUrl(made.url);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <section class="card file" aria-label={t("Voice: {label}", { label: card.label })}>
      <div class="file-side">
        <p class="kicker">{t("Voice")}</p>
        <p class="file-name">{card.label}</p>
        <p class="quiet small">
          {card.maker} · {asPrice(card.price_per_1000_usd)}
          {card.retires_on && ` · ${t("ends {date}", { date: card.retires_on })}`}
        </p>
        {url ? (
          // biome-ignore lint/a11y/useMediaCaption: a sample says nothing that is needed.
          <audio src={url} controls aria-label={t("Sample of {label}", { label: card.label })} />
        ) : (
          card.sample_usd && (
            <button type="button" class="button" onClick={hear}>
              {t("Hear it for {usd}", { usd: dollars(card.sample_usd) })}
            </button>
          )
        )}
        {problem && <p role="alert">{problem}</p>}
      </div>
    </section>
  );
}

function asPrice(amount: string | null): string {
  if (amount === null) return t("price unknown");
  if (Number(amount) === 0) return t("free");
  return t("{usd} per 1,000 characters", { usd: dollars(amount) });
}
