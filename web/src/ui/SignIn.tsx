import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { signIn, signInNote } from "../state/session";
import { Icon, Mark } from "./Icons";

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
      signInNote.value = error instanceof Error ? error.message : "Signing in failed.";
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <main class="door">
      <Mark />
      <h1>Reelwright</h1>
      <p class="quiet">Talk a short vertical video into being.</p>
      <form class="door-form" onSubmit={(event) => void submit(event)}>
        {signInNote.value && (
          <p class="trouble" role="alert">
            <Icon name="alert" />
            <span>{signInNote.value}</span>
          </p>
        )}
        <label>
          E-mail
          <input ref={email} name="email" type="email" autocomplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit" class="button primary" disabled={isBusy.value}>
          {isBusy.value ? "Signing in …" : "Sign in"}
        </button>
      </form>
      <p class="quiet small">
        On your own machine, open the one-time link that <code>make start</code> prints.
      </p>
    </main>
  );
}
