import { phase, start } from "../state/session";
import { t } from "../words";
import { Mark } from "./Icons";
import { Rich } from "./Rich";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";

export function App() {
  switch (phase.value) {
    case "signed-in":
      return <Shell />;
    case "signed-out":
      return <SignIn />;
    case "unreachable":
      return (
        <main class="door">
          <Mark />
          <h1>{t("The studio is closed")}</h1>
          <p>
            <Rich
              text={t("The server does not answer. Start it with `make start`, then try again.")}
            />
          </p>
          <button type="button" class="button primary" onClick={() => void start()}>
            {t("Try again")}
          </button>
        </main>
      );
    default:
      return (
        <main class="door" aria-busy="true">
          <Mark />
          <p class="quiet">{t("Opening the studio …")}</p>
        </main>
      );
  }
}
