import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { signIn, signInNote } from "../state/session";
import { t } from "../words";
import { Icon, Mark } from "./Icons";
import { Rich } from "./Rich";

export function SignIn() {
  const isBusy = useSignal(false);
  const email = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    isBusy.value = true;
    signInNote.value = "";
    try {
      await signIn(String(form.get("email")), String(form.get("password")));
    } catch (error) {
      signInNote.value = error instanceof Error ? error.message : t("Signing in failed.");
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <main class="door">
      <Mark />
      <h1>Reelwright</h1>
      <p class="quiet">{t("Talk a short vertical video into being.")}</p>
      <form class="door-form" onSubmit={(event) => void submit(event)}>
        {signInNote.value && (
          <p class="trouble" role="alert">
            <Icon name="alert" />
            <span>{signInNote.value}</span>
          </p>
        )}
        <label>
          {t("E-mail")}
          <input ref={email} name="email" type="email" autocomplete="username" required />
        </label>
        <label>
          {t("Password")}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit" class="button primary" disabled={isBusy.value}>
          {t(isBusy.value ? "Signing in …" : "Sign in")}
        </button>
      </form>
      <p class="quiet small">
        <Rich text={t("On your own machine, open the one-time link that `make start` prints.")} />
      </p>
    </main>
  );
}
