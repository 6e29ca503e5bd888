import type { CheckCard } from "../../api/types";

/** What the rules say of the storyboard, the gravest first. */
export function Check({ card }: { card: CheckCard }) {
  return (
    <section class="card check" aria-label="Check of the storyboard">
      <p class="kicker">
        Check <span class="version">version {card.version}</span>
      </p>
      <p class="quiet small">
        {card.seconds.toFixed(1)} s of {card.target_s} s asked for
      </p>
      {card.issues.length === 0 ? (
        <p>All {card.checked} rules are kept.</p>
      ) : (
        <ul class="check-list">
          {card.issues.map((issue) => (
            <li key={`${issue.rule} ${issue.scene} ${issue.message}`}>
              <span class={`level ${issue.level}`}>{issue.level}</span>
              <div>
                <p>{issue.message}</p>
                <p class="quiet small">
                  {issue.fix} <code>{issue.rule}</code>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
