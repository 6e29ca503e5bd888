import { useEffect } from "preact/hooks";
import type { BatchCard, BatchVideo } from "../../api/batches";
import { act, known, watch } from "../../state/batches";
import { goTo } from "../../state/threads";
import { figure, t } from "../../words";
import { dollars } from "../format";
import { BatchScripts } from "./BatchScripts";

const STATES = {
  queued: "In line",
  making: "Being made",
  rendering: "Rendering",
  asks: "Asks you",
  done: "Done",
  failed: "Failed",
  cancelled: "Stopped",
} as const;

/** Many videos as a table, each a way to its own conversation; it is asked for again until all are over. */
export function Batch({ card }: { card: BatchCard }) {
  const now = known.value.get(card.batch_id) ?? card;
  const isRunning = now.state === "running";
  useEffect(() => watch(card.batch_id), [card.batch_id, isRunning]);
  const unmade = now.videos.some(({ state }) => state === "failed" || state === "cancelled");
  return (
    <section
      tabIndex={-1}
      class="card batch"
      aria-label={t("{count} videos", { count: now.count })}
    >
      <p class="kicker">
        {t("{count} videos", { count: now.count })}
        <span class="facts">{t("{done} of {total}", { done: now.done, total: now.count })}</span>
      </p>
      <progress
        max={now.count}
        value={now.videos.reduce((all, video) => all + share(video), 0)}
        aria-label={t("{done} of {total}", { done: now.done, total: now.count })}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">{t("Video")}</th>
            <th scope="col">{t("Length")}</th>
            <th scope="col">{t("State")}</th>
            <th scope="col">{t("Cost")}</th>
          </tr>
        </thead>
        <tbody>
          {now.videos.map((video) => (
            <Line key={video.number} video={video} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t("In all")}
            </th>
            <td>{dollars(now.cost_usd)}</td>
          </tr>
        </tfoot>
      </table>
      {now.price_usd !== null && Number(now.price_usd) > 0 && (
        <p class="quiet small">{t("Agreed: up to {usd}", { usd: dollars(now.price_usd) })}</p>
      )}
      <BatchScripts card={now} />
      {(isRunning || unmade) && (
        <div class="video-actions">
          <button
            type="button"
            class="button"
            onClick={() => void act(now.batch_id, isRunning ? "cancel" : "retry")}
          >
            {t(isRunning ? "Stop the rest" : "Try again what failed")}
          </button>
        </div>
      )}
    </section>
  );
}

function Line({ video }: { video: BatchVideo }) {
  const { thread_id: thread, state } = video;
  const percent = state === "rendering" ? ` ${figure(Math.round(100 * video.fraction))} %` : "";
  return (
    <tr data-state={state}>
      <td>
        {thread ? (
          <a
            href={`/#thread=${thread}`}
            onClick={(event) => {
              event.preventDefault();
              goTo(thread);
            }}
          >
            {video.title}
          </a>
        ) : (
          video.title
        )}
        {video.reason && <span class="quiet batch-reason">{video.reason}</span>}
      </td>
      <td>{t("{seconds} s", { seconds: Math.round(video.duration_s ?? video.target_s) })}</td>
      <td>
        <span class="batch-state">
          {t(STATES[state])}
          {percent}
        </span>
      </td>
      <td>{dollars(video.cost_usd)}</td>
    </tr>
  );
}

function share(video: BatchVideo): number {
  return video.state === "done" ? 1 : video.state === "rendering" ? video.fraction : 0;
}
