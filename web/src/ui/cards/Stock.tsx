import type { StockCard } from "../../api/types";
import { t } from "../../words";

/** What stock libraries have, by the numbers that the chat chooses by. */
export function Stock({ card }: { card: StockCard }) {
  const place =
    card.scene === null ? t("Stock") : t("Stock for scene {number}", { number: card.scene });
  return (
    <section class="card stock" aria-label={`${place}: ${card.query}`}>
      <p class="kicker">
        {place}: “{card.query}”
      </p>
      {card.candidates.length === 0 && (
        <p class="quiet">{t("Nothing was found. Try other words.")}</p>
      )}
      <ol class="stock-list">
        {card.candidates.map((one) => (
          <li key={one.id}>
            {one.picture_url && <img src={one.picture_url} alt={one.title || card.query} />}
            <p>
              <strong>{one.number}</strong> {one.title || card.query}
              {one.duration_s > 0 && ` · ${Math.round(one.duration_s)} s`}
            </p>
            <p class="quiet small">
              {one.page_link ? (
                <a href={one.page_link} target="_blank" rel="noreferrer noopener">
                  {one.author || one.library}
                </a>
              ) : (
                one.author || one.library
              )}
              {` · ${one.library} · ${one.licence}`}
            </p>
          </li>
        ))}
      </ol>
      {card.failed.map((why) => (
        <p class="quiet small" key={why}>
          {why}
        </p>
      ))}
    </section>
  );
}
