import { type Attached, attached } from "../state/attached";
import { detach, mention } from "../state/attaching";
import { t } from "../words";
import { Icon } from "./Icons";

/** The files that are being attached, or were just now. */
export function Chips() {
  return (
    <ul class="attached" aria-label={t("Attached")}>
      {attached.value.map((one) => (
        <Chip key={one.key} one={one} />
      ))}
    </ul>
  );
}

function Chip({ one }: { one: Attached }) {
  const { key, name, share, called, thumbnail, error } = one;
  return (
    <li class="chip" data-bad={error !== ""}>
      {thumbnail ? <img src={thumbnail} alt="" /> : <Icon name={error ? "alert" : "clip"} />}
      <span class="chip-text">
        <b>{name}</b>
        {error && <span>{error}</span>}
        {called && (
          <button type="button" class="chip-name" onClick={() => mention(one)}>
            {called}
          </button>
        )}
        {!error && !called && (
          <progress value={share} max={1} aria-label={t("Uploading {name}", { name })} />
        )}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Remove {name}", { name })}
        onClick={() => detach(key)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
