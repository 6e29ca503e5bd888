import type { ChangeCard } from "../../api/versions";
import { t } from "../../words";
import { seconds, usd } from "../format";

/** What a change is about before anything is made: what it touches, takes, costs and leaves. */
export function Change({ card }: { card: ChangeCard }) {
  const { removed = [], renumbered = [] } = card;
  return (
    <section
      class="card change"
      aria-label={t("Change, version {old} to {new}", { old: card.old, new: card.new })}
    >
      <p class="kicker">
        {card.is_dry ? t("This would change; nothing is changed yet") : t("Change")}{" "}
        {!card.is_dry && (
          <span class="version">
            v{card.old} → v{card.new}
          </span>
        )}
      </p>
      <ul class="change-words">
        {card.words.slice(0, 8).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {card.words.length > 8 && (
          <li>{t("and {count} more", { count: card.words.length - 8 })}</li>
        )}
      </ul>
      <dl class="change-facts">
        {removed.length > 0 && <Fact name={t("Removes")} value={listed(removed)} />}
        {renumbered.length > 0 && (
          <Fact
            name={t("Renumbered")}
            value={renumbered.map(([was, now]) => `${was} → ${now}`).join(", ")}
          />
        )}
        {(card.scenes.length > 0 || removed.length === 0) && (
          <Fact name={t("Touches")} value={listed(card.scenes)} />
        )}
        <Fact name={t("Pictures")} value={`${card.pictures.length}`} />
        <Fact name={t("Lines")} value={`${card.lines.length}`} />
        <Fact
          name={t("Rendered")}
          value={t("{part} of {whole}", {
            part: seconds(card.render_s),
            whole: seconds(card.total_s),
          })}
        />
        <Fact name={t("Kept as it is")} value={pieces(card)} />
        <Fact name={t("Takes")} value={t("about {time}", { time: seconds(card.takes_s) })} />
        <Fact
          name={t("Costs")}
          value={Number(card.cost_usd ?? 1) ? usd(card.cost_usd) : t("nothing")}
        />
      </dl>
      {!card.is_dry && <p class="quiet small">{decision(card)}</p>}
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

function listed(scenes: number[]): string {
  if (scenes.length === 0) return t("no scene");
  const numbers = scenes.slice(0, 6).join(", ") + (scenes.length > 6 ? " …" : "");
  return t(scenes.length === 1 ? "scene {numbers}" : "scenes {numbers}", { numbers });
}

function pieces(card: ChangeCard): string {
  const all = card.segments_made + card.segments_reused;
  return t("{count} of {all} pieces", { count: card.segments_reused, all });
}

function decision(card: ChangeCard): string {
  if (card.asks) return t("You are asked before anything is paid for.");
  if (!Number(card.cost_usd)) return t("It costs nothing, so it goes ahead.");
  if (card.above_usd === null) return t("It goes ahead; you chose not to be asked.");
  return t("It goes ahead: below the {usd} from which you are asked.", {
    usd: usd(card.above_usd),
  });
}
