import type { Json } from "../../api/types";
import type { ComparisonCard, FieldChange } from "../../api/versions";
import { figure, t } from "../../words";
import { dollars } from "../format";
import { nameOf } from "./names";

const FIGURES = {
  length_s: "Seconds",
  scenes: "Scenes",
  words: "Words",
  words_per_s: "Words a second",
  cost_usd: "Pictures and voices",
  to_come_usd: "Still to be paid",
} as const;

type SceneChange = ComparisonCard["scenes"][number];

/** Two versions side by side. */
export function Comparison({ card }: { card: ComparisonCard }) {
  const name = t("Version {old} and version {new}", { old: card.old, new: card.new });
  return (
    <section class="card comparison" aria-label={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("What")}</th>
            <th scope="col">{card.old_title || t("Version {version}", { version: card.old })}</th>
            <th scope="col">{card.new_title || t("Version {version}", { version: card.new })}</th>
          </tr>
        </thead>
        <tbody>
          {card.figures?.map((one) => (
            <tr key={one.name}>
              <th scope="row">{t(FIGURES[one.name as keyof typeof FIGURES])}</th>
              <td class="was">{counted(one.name, one.old)}</td>
              <td>{counted(one.name, one.new)}</td>
            </tr>
          ))}
          {card.general.map((field) => (
            <Row key={field.field} what={field.label} field={field} />
          ))}
          {card.scenes.flatMap((scene) => rows(scene))}
          {card.words.length === 0 && (
            <tr>
              <td colSpan={3}>{t("Nothing is different.")}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function counted(name: string, value: number | null): string {
  if (name.endsWith("usd")) return dollars(value === null ? null : String(value));
  return value === null ? t("not known") : figure(value);
}

function rows(scene: SceneChange) {
  const number = scene.new_number ?? scene.old_number ?? 0;
  const moved = scene.old_number !== scene.new_number && scene.old_number && scene.new_number;
  const shown = scene.fields.filter((f) => f.old !== null || f.new !== null);
  const told = scene.kind === "added" || scene.kind === "removed" ? shown.slice(0, 1) : shown;
  return [
    ...(moved
      ? [
          <tr key={`${scene.scene}-place`}>
            <th scope="row">{t("Scene {number}, place", { number })}</th>
            <td>{scene.old_number}</td>
            <td>{scene.new_number}</td>
          </tr>,
        ]
      : []),
    ...told.map((field) => (
      <Row
        key={`${scene.scene}-${field.field}`}
        what={t("Scene {number}, {what}", { number, what: field.label })}
        field={field}
        old={scene.kind === "added" ? t("not there") : undefined}
        now={scene.kind === "removed" ? t("not there") : undefined}
      />
    )),
  ];
}

function Row({
  what,
  field,
  old,
  now,
}: {
  what: string;
  field: FieldChange;
  old?: string | undefined;
  now?: string | undefined;
}) {
  return (
    <tr>
      <th scope="row">{what.charAt(0).toUpperCase() + what.slice(1)}</th>
      <td class="was">{old ?? plain(field.old, field.field)}</td>
      <td>{now ?? plain(field.new, field.field)}</td>
    </tr>
  );
}

function plain(value: Json, field: string): string {
  if (typeof value === "boolean") return t(value ? "on" : "off");
  if (value === null || value === "") return "–";
  if (Array.isArray(value))
    return value.length ? t("{count} entries", { count: value.length }) : "–";
  if (typeof value === "object") return t("set");
  if (field === "fixed_ms") return `${figure(Number(value) / 1000)} s`;
  return typeof value === "string" ? nameOf(field, value) : String(value);
}
