import type { VideoCard } from "../../api/types";
import { takePlayhead } from "../../state/playhead";
import { asDownload, bytes, clock, seconds } from "../format";
import { Icon } from "../Icons";

export function Video({ card }: { card: VideoCard }) {
  const segments = card.segments_made + card.segments_reused;
  return (
    <section class="card video" aria-label={`Video: ${card.title}, version ${card.version}`}>
      <video
        class="screen"
        src={card.video_url}
        {...(card.cover_url ? { poster: card.cover_url } : {})}
        controls
        playsInline
        preload="metadata"
        onLoadedMetadata={(event) => takePlayhead(card.render_id, event.currentTarget)}
      >
        {card.webvtt_url && <track kind="captions" label="Captions" src={card.webvtt_url} />}
      </video>
      <div class="video-side">
        <p class="kicker">
          Video <span class="version">v{card.version}</span>
        </p>
        <h2>{card.title}</h2>
        <dl class="video-facts">
          <Fact name="Length" value={clock(card.duration_s)} />
          <Fact name="Size" value={bytes(card.size_bytes)} />
          <Fact name="Made in" value={seconds(card.made_s)} />
          {card.segments_reused > 0 && (
            <Fact name="Kept" value={`${card.segments_reused} of ${segments} parts`} />
          )}
        </dl>
        <div class="video-actions">
          <a class="button primary" href={asDownload(card.video_url)} download>
            <Icon name="download" /> Download
          </a>
          {card.subtitles_url && (
            <a class="button" href={asDownload(card.subtitles_url)} download>
              <Icon name="text" /> Subtitles
            </a>
          )}
        </div>
        {card.credits && card.credits.length > 0 && (
          <details class="quiet small">
            <summary>Credits</summary>
            {card.credits.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </details>
        )}
        <p class="quiet small video-hint">
          Say what to change: “make scene 2 shorter and start with a question”.
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
