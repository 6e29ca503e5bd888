import { phase, start } from "../state/session";
import { Mark } from "./Icons";
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
          <h1>The studio is closed</h1>
          <p>
            The server does not answer. Start it with <code>make start</code>, then try again.
          </p>
          <button type="button" class="button primary" onClick={() => void start()}>
            Try again
          </button>
        </main>
      );
    default:
      return (
        <main class="door" aria-busy="true">
          <Mark />
          <p class="quiet">Opening the studio …</p>
        </main>
      );
  }
}
