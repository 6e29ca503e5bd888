import type { BudgetLeft } from "../../api/types";
import { usd } from "../format";

/** What is left of each budget that is set. */
export function Budgets({ left }: { left: readonly BudgetLeft[] | undefined }) {
  return (
    <>
      {left?.map((budget) => (
        <p key={budget.label} class="quiet small">
          {usd(budget.left_usd)} of {usd(budget.limit_usd)} are left for {budget.label}.
        </p>
      ))}
    </>
  );
}
