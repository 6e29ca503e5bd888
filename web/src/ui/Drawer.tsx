import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { Icon } from "./Icons";

interface Props {
  isOpen: Signal<boolean>;
  label: string;
  children: ComponentChildren;
}

/** A modal drawer: the browser keeps the focus inside and closes it with Escape. */
export function Drawer({ isOpen, label, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen.value]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      ref={dialog}
      class="drawer"
      aria-label={label}
      onClose={() => (isOpen.value = false)}
      onClick={(event) => {
        if (event.target === dialog.current) isOpen.value = false;
      }}
    >
      {isOpen.value && (
        <div class="drawer-inner">
          <button
            type="button"
            class="icon-button drawer-close"
            aria-label={t("Close")}
            onClick={() => (isOpen.value = false)}
          >
            <Icon name="close" />
          </button>
          {children}
        </div>
      )}
    </dialog>
  );
}
