import { useRef, useState } from "preact/hooks";
import type { SceneCard, StoryboardCard } from "../../api/types";
import { items } from "../../state/chat";
import type { Item } from "../../state/transcript";
import { t } from "../../words";
import { seconds } from "../format";
import { Icon } from "../Icons";
import { later } from "./later";

export function Storyboard({ card }: { card: StoryboardCard }) {
  const scenes = card.scenes.length;
  const [edited, setEdited] = useState("");
  const section = useRef<HTMLElement>(null);
  const close = () => {
    const place = card.scenes.findIndex((one) => one.id === edited);
    setEdited("");
    section.current?.querySelectorAll<HTMLElement>(".scene-edit")[place]?.focus();
  };
  const isNewest = items.value.findLast(isStoryboard)?.content === (card as unknown);
  const more = isNewest ? later() : null;
  const scene = card.scenes.find((one) => one.id === edited);
  return (
    <section
      ref={section}
      class="card storyboard"
      role={isNewest ? "region" : "group"}
      aria-label={t("Storyboard, version {version}", { version: card.version })}
    >
      <header class="card-head">
        <div>
          <p class="kicker">
            {t("Storyboard")} <span class="version">v{card.version}</span>
            {card.is_outline_only && <span class="tag">{t("Outline only")}</span>}
          </p>
          {card.title && <h2>{card.title}</h2>}
        </div>
        <p class="facts">
          {t(scenes === 1 ? "{count} scene" : "{count} scenes", { count: scenes })} ·{" "}
          {seconds(card.estimated_s)}
          <span class="hide-phone">{t(" of {length}", { length: seconds(card.target_s) })}</span> ·{" "}
          {card.language}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ol class="scenes" tabIndex={0} aria-label={t("Scenes")}>
        {card.scenes.map((scene) => (
          <Scene
            key={scene.id}
            scene={scene}
            isEdited={edited === scene.id}
            edit={more ? () => setEdited(edited === scene.id ? "" : scene.id) : null}
          />
        ))}
      </ol>
      {more && scene && (
        <more.SceneForm key={scene.id} scene={scene} version={card.version} close={close} />
      )}
      {more && <more.Past version={card.version} />}
      {card.hooks.length > 0 && (
        <details class="hooks">
          <summary>{t("{count} hooks to open with", { count: card.hooks.length })}</summary>
          <ol>
            {card.hooks.map((hook, index) => (
              <li key={hook} data-chosen={index === card.chosen_hook}>
                {hook}
                {index === card.chosen_hook && <span class="tag">{t("Chosen")}</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function isStoryboard(item: Item): item is Item & { kind: "card" } {
  return item.kind === "card" && item.card === "storyboard";
}

interface SceneProps {
  scene: SceneCard;
  isEdited: boolean;
  edit: (() => void) | null;
}

function Scene({ scene, isEdited, edit }: SceneProps) {
  const cards = later();
  return (
    <li class="scene">
      <div class="frame">
        {scene.picture_url ? (
          <img src={scene.picture_url} alt="" loading="lazy" width={270} height={480} />
        ) : (
          <span class="frame-text">{scene.on_screen_text || scene.narration}</span>
        )}
        <span class="scene-number">{scene.number}</span>
        {scene.locked && (
          <span class="scene-lock">
            <Icon name="lock" />
            <span class="hidden">{t("Locked")}</span>
          </span>
        )}
        {scene.duration_ms !== null && (
          <span class="scene-time">{seconds(scene.duration_ms / 1000)}</span>
        )}
      </div>
      {scene.on_screen_text && <p class="scene-title">{scene.on_screen_text}</p>}
      <p class="scene-text">{scene.narration}</p>
      {scene.claims?.[0] && cards && <cards.Claims of={scene.claims} />}
      {edit && (
        <button
          type="button"
          class="link-button scene-edit"
          aria-label={t("Edit scene {number}", { number: scene.number })}
          aria-expanded={isEdited}
          onClick={edit}
        >
          {t("Edit")}
        </button>
      )}
    </li>
  );
}
