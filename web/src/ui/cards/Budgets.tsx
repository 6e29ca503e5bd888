import type { BudgetLeft } from "../../api/gates";
import { t } from "../../words";
import { usd } from "../format";

/** What is left of each budget that is set. */
export function Budgets({ left }: { left: readonly BudgetLeft[] | undefined }) {
  return (
    <>
      {left?.map((budget) => (
        <p key={budget.label} class="quiet small">
          {t("{left} of {limit} are left for {label}.", {
            left: usd(budget.left_usd),
            limit: usd(budget.limit_usd),
            label: budget.label,
          })}
        </p>
      ))}
    </>
  );
}
