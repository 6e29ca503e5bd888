import { useEffect, useState } from "preact/hooks";
import { postJson } from "../../api/http";
import { t } from "../../words";
import { type Brand, changed, type House, labelOf, PATH, type Profile, read } from "./channel";
import { nameOf } from "./names";

const WRITTEN = ["name", "handle", "colours", "call_to_action"];
const HOUSE = ["captions", "caption_colour", "mood", "effects", "language", "look", "negative"];

/** Change what is remembered; it is read anew when it opens, and only what differs is sent. */
export function ProfileForm({
  take,
  close,
}: {
  take: (profile: Profile) => void;
  close: () => void;
}) {
  const [known, setKnown] = useState<Profile | null>(null);
  const [given, setGiven] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    read().then(setKnown, (error: Error) => setProblem(error.message));
  }, []);
  const set = (field: string) => (text: string) => setGiven({ ...given, [field]: text });
  const save = async () => {
    setBusy(true);
    setProblem("");
    try {
      const rule = given.rule?.trim();
      let profile = await changed(changeOf(given));
      if (rule) {
        await postJson(`${PATH}/rules`, { says: rule });
        profile = await read();
      }
      take(profile);
      close();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="scene-form"
      aria-label={t("Change the channel")}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {known && (
        <>
          {WRITTEN.map((field) => (
            <Text
              key={field}
              label={labelOf(field)}
              text={given[field] ?? written(known.brand[field])}
              write={set(field)}
            />
          ))}
          {HOUSE.map((field) =>
            known.choices?.[field] ? (
              <Choice
                key={field}
                field={field}
                options={known.choices[field]}
                chosen={given[field] ?? written(known.house[field])}
                choose={set(field)}
              />
            ) : (
              <Text
                key={field}
                label={labelOf(field)}
                text={given[field] ?? written(known.house[field])}
                write={set(field)}
              />
            ),
          )}
          <Text label={t("Never says")} text={given.ban ?? ""} write={set("ban")} />
          <Text label={t("Another rule")} text={given.rule ?? ""} write={set("rule")} />
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
      <div class="scene-form-actions">
        <button type="submit" class="button primary" disabled={isBusy || !known}>
          {t("Save")}
        </button>
        <button type="button" class="button" onClick={close}>
          {t("Close")}
        </button>
      </div>
    </form>
  );
}

function Text({
  label,
  text,
  write,
}: {
  label: string;
  text: string;
  write: (text: string) => void;
}) {
  return (
    <label>
      {label}
      <input type="text" value={text} onInput={(event) => write(event.currentTarget.value)} />
    </label>
  );
}

function Choice({
  field,
  options,
  chosen,
  choose,
}: {
  field: string;
  options: string[];
  chosen: string;
  choose: (option: string) => void;
}) {
  return (
    <label>
      {labelOf(field)}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {["", ...options].map((option) => (
          <option key={option} value={option}>
            {nameOf(field, option) || t("as the video wants")}
          </option>
        ))}
      </select>
    </label>
  );
}

function written(value: Brand[string] | House[string] | undefined): string {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : "";
}

function changeOf(given: Record<string, string>): Parameters<typeof changed>[0] {
  const list = (text: string) =>
    text
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean);
  const brand: Brand = {};
  const house: Record<string, string | null> = {};
  for (const [field, text] of Object.entries(given)) {
    if (field === "colours") brand[field] = list(text);
    else if (WRITTEN.includes(field)) brand[field] = text.trim();
    else if (HOUSE.includes(field)) house[field] = text.trim() || null;
  }
  return { brand, house, ban: list(given.ban ?? "") };
}
