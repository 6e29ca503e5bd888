import type { CostCard } from "../../api/types";
import { usd } from "../format";
import { Budgets } from "./Budgets";

export function Cost({ card }: { card: CostCard }) {
  return (
    <section class="card cost" aria-label="Cost so far">
      <p class="kicker">Cost so far</p>
      {card.lines.length === 0 ? (
        <p>Nothing was spent.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Used</th>
              <th scope="col">Cost</th>
            </tr>
          </thead>
          <tbody>
            {card.lines.map((line) => (
              <tr key={`${line.provider} ${line.model} ${line.unit} ${line.is_cached}`}>
                <td>{[line.provider, line.model].filter(Boolean).join(" ")}</td>
                <td>
                  {line.quantity.toLocaleString("en")} {line.unit}
                  {line.is_cached && " reused"}
                </td>
                <td>{line.cost_usd === null ? "not known" : `$${line.cost_usd}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {card.unknown_calls ? (
        <p>
          {card.unknown_calls} {card.unknown_calls === 1 ? "call" : "calls"} lost the answer and may
          have been billed;{" "}
          {card.unknown_usd === null
            ? "their price is not known"
            : `they count with $${card.unknown_usd}`}
          .
        </p>
      ) : null}
      {card.to_come_calls ? (
        <p>
          Still to be made: {card.to_come_calls} {card.to_come_calls === 1 ? "call" : "calls"},{" "}
          {card.to_come_usd ? `up to ${usd(card.to_come_usd)}` : "at a price that is not known"}.
        </p>
      ) : null}
      <Budgets left={card.budgets} />
    </section>
  );
}
