import type { VideoCard } from "../../api/types";
import { takePlayhead } from "../../state/playhead";
import { t } from "../../words";
import { asDownload, bytes, clock, seconds } from "../format";
import { Icon } from "../Icons";
import { later } from "./later";

export function Video({ card }: { card: VideoCard }) {
  const cards = later();
  const segments = card.segments_made + card.segments_reused;
  return (
    <section
      class="card video"
      aria-label={t("Video: {title}, version {version}", {
        title: card.title,
        version: card.version,
      })}
    >
      <video
        class="screen"
        src={card.video_url}
        {...(card.cover_url ? { poster: card.cover_url } : {})}
        controls
        playsInline
        preload="metadata"
        onLoadedMetadata={(event) => takePlayhead(card.render_id, event.currentTarget)}
      >
        {card.webvtt_url && <track kind="captions" label={t("Captions")} src={card.webvtt_url} />}
      </video>
      <div class="video-side">
        <p class="kicker">
          {t("Video")} <span class="version">v{card.version}</span>
        </p>
        {card.title && <h2>{card.title}</h2>}
        <dl class="video-facts">
          <Fact name={t("Length")} value={clock(card.duration_s)} />
          <Fact name={t("Size")} value={bytes(card.size_bytes)} />
          <Fact name={t("Made in")} value={seconds(card.made_s)} />
          {card.segments_reused > 0 && (
            <Fact
              name={t("Kept")}
              value={t("{count} of {all} parts", { count: card.segments_reused, all: segments })}
            />
          )}
        </dl>
        <div class="video-actions">
          <a class="button primary" href={asDownload(card.video_url)} download>
            <Icon name="download" /> {t("Download")}
          </a>
          {card.subtitles_url && (
            <a class="button" href={asDownload(card.subtitles_url)} download>
              <Icon name="text" /> {t("Subtitles")}
            </a>
          )}
        </div>
        {cards && <cards.Notes card={card} />}
        <p class="quiet small video-hint">
          {t("Say what to change: “make scene 2 shorter and start with a question”.")}
        </p>
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
