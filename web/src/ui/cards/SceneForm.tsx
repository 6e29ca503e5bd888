import { useEffect, useRef, useState } from "preact/hooks";
import type { SceneCard } from "../../api/types";
import { isRunning } from "../../state/chat";
import { isChanging, type Operation, patch } from "../../state/versions";
import { t } from "../../words";
import { tenths } from "../format";

/** Change a scene by hand; what is saved is a version that the agent is told of. */
export function SceneForm({
  scene,
  version,
  close,
}: {
  scene: SceneCard;
  version: number;
  close: () => void;
}) {
  // What was typed outlives what others change meanwhile; the rest follows it.
  const [said, setSaid] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [seconds, setSeconds] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("textarea:enabled, button:enabled")?.focus();
  }, []);
  const isBusy = isRunning.value || isChanging.value;
  const at = `/scenes/${scene.number - 1}`;
  const save = async (operations: Operation[]) => {
    if (operations.length === 0 || (await patch(version, operations))) close();
  };
  const edits: Operation[] = [];
  if (said !== null && said !== scene.narration) edits.push(replace(`${at}/narration`, said));
  if (shown !== null && shown !== scene.on_screen_text) {
    edits.push(replace(`${at}/on_screen_text`, shown));
  }
  if (seconds) {
    edits.push(replace(`${at}/duration_policy`, "fixed"));
    edits.push(replace(`${at}/fixed_ms`, Math.round(Number(seconds) * 1000)));
  }
  return (
    <form
      ref={form}
      class="scene-form"
      aria-label={t("Scene {number}", { number: scene.number })}
      onSubmit={(event) => {
        event.preventDefault();
        void save(edits);
      }}
    >
      <p class="kicker">{t("Scene {number}", { number: scene.number })}</p>
      {scene.locked && (
        <p class="quiet small">{t("A locked scene stays as it is. Unlock it to change it.")}</p>
      )}
      <label>
        {t("Narration")}
        <textarea
          rows={3}
          maxLength={1200}
          value={said ?? scene.narration}
          disabled={scene.locked}
          onInput={(event) => setSaid(event.currentTarget.value)}
        />
      </label>
      <label>
        {t("On-screen text")}
        <input
          type="text"
          maxLength={120}
          value={shown ?? scene.on_screen_text}
          disabled={scene.locked}
          onInput={(event) => setShown(event.currentTarget.value)}
        />
      </label>
      <label>
        {t("Seconds")}
        <input
          type="number"
          min={1}
          max={20}
          step={0.1}
          value={seconds}
          disabled={scene.locked}
          placeholder={scene.duration_ms === null ? "" : tenths(scene.duration_ms / 1000)}
          onInput={(event) => setSeconds(event.currentTarget.value)}
        />
      </label>
      <div class="scene-form-actions">
        <button type="submit" class="button primary" disabled={isBusy || scene.locked}>
          {t("Save")}
        </button>
        <button
          type="button"
          class="button"
          disabled={isBusy}
          onClick={() => void save([replace(`${at}/locked`, !scene.locked)])}
        >
          {t(scene.locked ? "Unlock" : "Lock")}
        </button>
        <button type="button" class="button" onClick={close}>
          {t("Close")}
        </button>
      </div>
    </form>
  );
}

function replace(path: string, value: string | number | boolean): Operation {
  return { op: "replace", path, value };
}
