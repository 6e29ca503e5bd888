import { useEffect, useState } from "preact/hooks";
import { getJson, send } from "../../api/http";
import { t } from "../../words";

const PATH = "/v1/me/wait-rule";

interface Waits {
  script: boolean;
  above_s: number | null;
  above_scenes: number | null;
}

/** The rule, read when it is opened and kept as soon as it is changed. */
export function WaitRule() {
  const [rule, setRule] = useState<Waits | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    getJson<Waits>(PATH).then(setRule, (error: Error) => setProblem(error.message));
  }, []);
  const change = async (part: Partial<Waits>) => {
    if (!rule) return;
    const wanted = { ...rule, ...part };
    setProblem("");
    try {
      const headers = { "Content-Type": "application/json" };
      await send(PATH, { method: "PUT", headers, body: JSON.stringify(wanted) });
      setRule(wanted);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div class="waits-rule small">
      {rule && (
        <>
          <label>
            <input
              type="checkbox"
              checked={rule.script}
              onChange={(event) => void change({ script: event.currentTarget.checked })}
            />
            {t("The script, before anything is made of it")}
          </label>
          <label>
            {t("Changes that take more seconds than")}
            <input
              type="number"
              min={0}
              value={rule.above_s ?? ""}
              placeholder={t("never")}
              onChange={(event) => void change({ above_s: figure(event.currentTarget.value) })}
            />
          </label>
          <label>
            {t("Changes that touch more scenes than")}
            <input
              type="number"
              min={0}
              max={60}
              value={rule.above_scenes ?? ""}
              placeholder={t("never")}
              onChange={(event) => void change({ above_scenes: figure(event.currentTarget.value) })}
            />
          </label>
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}

function figure(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
