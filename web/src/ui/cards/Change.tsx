import type { ChangeCard } from "../../api/versions";
import { seconds, usd } from "../format";

/** What a change is about before anything is made: what it touches, takes, costs and leaves. */
export function Change({ card }: { card: ChangeCard }) {
  return (
    <section class="card change" aria-label={`Change, version ${card.old} to ${card.new}`}>
      <p class="kicker">
        Change{" "}
        <span class="version">
          v{card.old} → v{card.new}
        </span>
      </p>
      <ul class="change-words">
        {card.words.slice(0, 8).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {card.words.length > 8 && <li>and {card.words.length - 8} more</li>}
      </ul>
      <dl class="change-facts">
        <Fact name="Touches" value={listed(card.scenes)} />
        <Fact name="Pictures" value={`${card.pictures.length}`} />
        <Fact name="Lines" value={`${card.lines.length}`} />
        <Fact name="Rendered" value={`${seconds(card.render_s)} of ${seconds(card.total_s)}`} />
        <Fact name="Kept as it is" value={pieces(card)} />
        <Fact name="Takes" value={`about ${seconds(card.takes_s)}`} />
        <Fact name="Costs" value={Number(card.cost_usd ?? 1) ? usd(card.cost_usd) : "nothing"} />
      </dl>
      <p class="quiet small">{decision(card)}</p>
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
  if (scenes.length === 0) return "no scene";
  const shown = scenes.slice(0, 6).join(", ");
  return `${scenes.length === 1 ? "scene" : "scenes"} ${shown}${scenes.length > 6 ? " …" : ""}`;
}

function pieces(card: ChangeCard): string {
  return `${card.segments_reused} of ${card.segments_made + card.segments_reused} pieces`;
}

function decision(card: ChangeCard): string {
  if (card.asks) return "You are asked before anything is paid for.";
  if (!Number(card.cost_usd)) return "It costs nothing, so it goes ahead.";
  if (card.above_usd === null) return "It goes ahead; you chose not to be asked.";
  return `It goes ahead: below the ${usd(card.above_usd)} from which you are asked.`;
}
