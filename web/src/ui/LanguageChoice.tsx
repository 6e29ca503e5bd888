import { chooseLanguage, LANGUAGES, language, t } from "../words";

/** Each language by its own name, so that whoever reads no other finds it. */
export function LanguageChoice() {
  return (
    <select
      class="language"
      aria-label={t("Language of this page")}
      value={language.value}
      onChange={(event) => void chooseLanguage(event.currentTarget.value)}
    >
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
