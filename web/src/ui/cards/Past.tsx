import { useEffect, useState } from "preact/hooks";
import { getJson } from "../../api/http";
import type { ChangeMade, ComparisonCard, Versions } from "../../api/versions";
import { isRunning, openThread, report } from "../../state/chat";
import {
  compare,
  fork,
  goBack,
  isChanging,
  loadPast,
  past,
  redo,
  undo,
} from "../../state/versions";
import { t } from "../../words";
import { Icon } from "../Icons";
import { Comparison } from "./Comparison";

/** Undo, redo, history and fork of the storyboard that is shown. */
export function Past({ version }: { version: number }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => void loadPast(), [version]);
  const known = past.value?.newest === version ? past.value : null;
  const isBusy = isRunning.value || isChanging.value;
  const canUndo = !isBusy && known?.undo != null;
  const canRedo = !isBusy && known?.redo != null;
  return (
    <>
      {/* Not `disabled`: a button that is off for a moment would lose the focus for good. */}
      <div class="past-tools">
        <button
          type="button"
          class="button small-button"
          aria-disabled={!canUndo}
          title={known?.undo ?? undefined}
          onClick={() => canUndo && void undo()}
        >
          <Icon name="undo" /> {t("Undo")}
        </button>
        <button
          type="button"
          class="button small-button"
          aria-disabled={!canRedo}
          title={known?.redo ?? undefined}
          onClick={() => canRedo && void redo()}
        >
          <Icon name="redo" /> {t("Redo")}
        </button>
        <button
          type="button"
          class="button small-button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t("History")}
        </button>
        <button
          type="button"
          class="button small-button"
          disabled={isBusy}
          onClick={() => void fork()}
        >
          {t("Fork")}
        </button>
      </div>
      {isOpen && known && <Changes items={known.items} newest={known.newest} />}
      {isOpen && known?.earlier && (
        <button
          type="button"
          class="button small"
          onClick={() => void showEarlier(known).catch((error) => report(error, null))}
        >
          {t("Show earlier versions")}
        </button>
      )}
    </>
  );
}

async function showEarlier(known: Versions): Promise<void> {
  const path = `/v1/threads/${openThread()}/versions?before=${known.earlier}`;
  const older = await getJson<Versions>(path);
  if (past.value !== known) return;
  past.value = { ...known, items: [...older.items, ...known.items], earlier: older.earlier };
}

/** What was changed, the newest first, each to go back to or to be compared with what holds. */
export function Changes({ items, newest }: { items: ChangeMade[]; newest: number }) {
  const [found, setFound] = useState<ComparisonCard | null>(null);
  const isBusy = isRunning.value || isChanging.value;
  const look = (version: number) =>
    compare(version, newest).then(setFound, (error) => report(error, null));
  return (
    <div class="past">
      <ol class="past-list" aria-label={t("Versions")}>
        {[...items].reverse().map((change) => (
          <li key={change.version} data-stands={change.stands}>
            <span class="version">v{change.version}</span>
            <span class="past-what">
              {change.message || change.reason}
              {change.author === "user" && <span class="quiet"> · {t("by hand")}</span>}
              {!change.stands && <span class="quiet"> · {t("undone")}</span>}
            </span>
            {change.is_current ? (
              <span class="tag">{t("Now")}</span>
            ) : (
              <span class="past-actions">
                <button
                  type="button"
                  class="link-button"
                  aria-label={t("Compare version {version} with now", { version: change.version })}
                  onClick={() => void look(change.version)}
                >
                  {t("Compare")}
                </button>
                <button
                  type="button"
                  class="link-button"
                  disabled={isBusy}
                  aria-label={t("Go back to version {version}", { version: change.version })}
                  onClick={() => void goBack(change.version)}
                >
                  {t("Go back")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      {found && <Comparison card={found} />}
    </div>
  );
}
