import type { CostCard } from "../../api/types";
import { figure, t } from "../../words";
import { dollars, usd } from "../format";
import { Budgets } from "./Budgets";
import { unitName } from "./units";

export function Cost({ card }: { card: CostCard }) {
  return (
    <section class="card cost" aria-label={t("Cost so far")}>
      <p class="kicker">{t("Cost so far")}</p>
      {card.lines.length === 0 ? (
        <p>{t("Nothing was spent.")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("What")}</th>
              <th scope="col">{t("Used")}</th>
              <th scope="col">{t("Cost")}</th>
            </tr>
          </thead>
          <tbody>
            {card.lines.map((line) => (
              <tr key={`${line.provider} ${line.model} ${line.unit} ${line.is_cached}`}>
                <td>{[line.provider, line.model].filter(Boolean).join(" ")}</td>
                <td>
                  {figure(line.quantity)} {unitName(line.unit, line.quantity)}
                  {line.is_cached && ` ${t("reused")}`}
                </td>
                <td>{dollars(line.cost_usd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {card.unknown_calls ? (
        <p>
          {t(
            card.unknown_calls === 1
              ? "{count} call lost the answer and may have been billed;"
              : "{count} calls lost the answer and may have been billed;",
            { count: card.unknown_calls },
          )}{" "}
          {card.unknown_usd === null
            ? t("their price is not known")
            : t("they count with {usd}", { usd: dollars(card.unknown_usd) })}
          .
        </p>
      ) : null}
      {card.to_come_calls ? (
        <p>
          {t(
            card.to_come_calls === 1
              ? "Still to be made: {count} call, {price}."
              : "Still to be made: {count} calls, {price}.",
            { count: card.to_come_calls, price: toCome(card.to_come_usd) },
          )}
        </p>
      ) : null}
      <Budgets left={card.budgets} />
    </section>
  );
}

function toCome(amount: string | null | undefined): string {
  return amount ? t("up to {usd}", { usd: usd(amount) }) : t("at a price that is not known");
}
