import type { FileCard } from "../../api/types";
import { type Sentence, t } from "../../words";
import { asDownload, bytes } from "../format";
import { Icon } from "../Icons";

const KINDS: Record<string, string> = { gif: "GIF", webp: "WebP" };
const NAMES: Record<string, Sentence> = {
  covers: "Covers",
  audio: "Sound",
  relay: "Small copy",
};

/** A file made of the finished video: shown or heard where a page can, and to be downloaded. */
export function File({ card }: { card: FileCard }) {
  const known = NAMES[card.made];
  const name = KINDS[card.made] ?? (known ? t(known) : card.filename);
  return (
    <section class="card file" aria-label={`${name}: ${card.filename}`}>
      {card.media_type.startsWith("image/") && (
        <img class="file-picture" src={card.file_url} alt={t("The first seconds of the video")} />
      )}
      <div class="file-side">
        <p class="kicker">{name}</p>
        <p class="file-name">{card.filename}</p>
        {/* biome-ignore lint/a11y/useMediaCaption: the words stand in the storyboard above. */}
        {card.media_type.startsWith("audio/") && <audio src={card.file_url} controls />}
        <div class="video-actions">
          <a class="button primary" href={asDownload(card.file_url)} download>
            <Icon name="download" /> {t("Download")}
          </a>
          <span class="quiet small">{bytes(card.size_bytes)}</span>
        </div>
      </div>
    </section>
  );
}
