import { useEffect, useState } from "preact/hooks";
import { getJson, send } from "../../api/http";
import { draft } from "../../state/draft";
import { goTo } from "../../state/threads";
import { t } from "../../words";
import { labelOf } from "./channel";
import { nameOf } from "./names";

interface PresetLine {
  name: string;
  title: string;
  is_default: boolean;
  lines: [string, string][];
}

export interface PresetsCard {
  presets: PresetLine[];
}

/** The user's presets: one is taken for the next video, made the default, or deleted. */
export function Presets({ card }: { card?: PresetsCard }) {
  const [there, setThere] = useState<PresetLine[] | null>(card?.presets ?? null);
  const [problem, setProblem] = useState("");
  const load = () =>
    getJson<{ items: PresetLine[] }>("/v1/presets").then(
      (found) => setThere(found.items),
      (error: Error) => setProblem(error.message),
    );
  useEffect(() => {
    if (!card) void load();
  }, []);
  const act = async (name: string, init: RequestInit) => {
    setProblem("");
    try {
      await send(`/v1/presets/${encodeURIComponent(name)}`, init);
      await load();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div class={card ? "card profile presets" : "waits-rule small presets"}>
      {card && <p class="kicker">{t("Your presets")}</p>}
      {there?.length === 0 && (
        <p class="quiet">{t("None yet. Say “save this as my preset” and a name.")}</p>
      )}
      <ul>
        {there?.map((one) => (
          <Preset key={one.name} preset={one} act={act} />
        ))}
      </ul>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}

interface Row {
  preset: PresetLine;
  act: (name: string, init: RequestInit) => Promise<void>;
}

function Preset({ preset, act }: Row) {
  const [isAsking, setAsking] = useState(false);
  const { name, title, is_default } = preset;
  const choose = () => {
    document.querySelector<HTMLDialogElement>("dialog.drawer[open]")?.close();
    goTo("");
    draft.value = t("Use my preset “{title}” for a video about ", { title });
    document.getElementById("composer")?.focus();
  };
  const usual = () =>
    act(name, {
      method: "PATCH",
      headers: { "Content-Type": "application/json", "If-Match": "*" },
      body: JSON.stringify({ is_default: !is_default }),
    });
  return (
    <li>
      <details>
        <summary>
          <b>{title}</b> {is_default && <span class="quiet">{t("default")}</span>}
        </summary>
        <dl>
          {preset.lines.map(([what, how]) => (
            <div key={what}>
              <dt>{presetLabel(what)}</dt>
              <dd>{presetValue(what, how)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {isAsking ? (
        <div class="preset-row">
          <span>{t("Delete it for good?")}</span>
          <button
            type="button"
            class="button small danger"
            ref={(button) => button?.focus()}
            onClick={() => void act(name, { method: "DELETE" })}
          >
            {t("Delete")}
          </button>
          <button type="button" class="button small" onClick={() => setAsking(false)}>
            {t("Keep")}
          </button>
        </div>
      ) : (
        <div class="preset-row">
          <button
            type="button"
            class="button small primary"
            aria-label={t("Next video with {title}", { title })}
            onClick={choose}
          >
            {t("Next video")}
          </button>
          <button
            type="button"
            class="button small"
            aria-pressed={is_default}
            aria-label={t("Make {title} the default", { title })}
            onClick={() => void usual()}
          >
            {t("Default")}
          </button>
          <button
            type="button"
            class="button small"
            aria-label={t("Delete {name}", { name: title })}
            onClick={() => setAsking(true)}
          >
            {t("Delete")}
          </button>
        </div>
      )}
    </li>
  );
}

/** Say how a preset has something, in the reader's words. */
function presetValue(what: string, how: string): string {
  if (what === "voice" && how === "usual") return t("the usual one");
  if (what === "music" && how === "off") return t("off");
  const named = how.split(", ").map((each) => nameOf(what, each));
  return named.join(", ");
}

/** Name what a preset says, in the reader's words. */
function presetLabel(what: string): string {
  switch (what) {
    case "length":
      return t("Length");
    case "format":
      return t("Shape");
    case "platform":
      return t("Platform");
    case "pack":
      return t("Pack");
    case "template":
      return t("Template");
    case "audience":
      return t("Audience");
    case "tone":
      return t("Tone");
    case "camera":
      return t("Camera");
    default:
      return labelOf(what);
  }
}
