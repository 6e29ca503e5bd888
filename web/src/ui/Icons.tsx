/** Line icons on a 20-unit grid; all are decoration, the controls around them have names. */

const PATHS = {
  clip: "M13.5 6.5l-6 6a1.8 1.8 0 0 0 2.5 2.5l6-6a3.6 3.6 0 0 0-5-5l-6 6a5.4 5.4 0 0 0 7.6 7.6l4.4-4.4",
  plus: "M10 4v12M4 10h12",
  menu: "M3 6h14M3 10h14M3 14h9",
  close: "M5 5l10 10M15 5L5 15",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6M8.5 9v4.5M11.5 9v4.5",
  send: "M10 16V4M5 9l5-5 5 5",
  stop: "M6 6h8v8H6z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16 11.5A6.5 6.5 0 1 1 8.5 4a5.2 5.2 0 0 0 7.5 7.5z",
  download: "M10 3v10M6 9.5l4 4 4-4M4 16.5h12",
  text: "M3 5h14v10H3zM6 12h3M11 12h3M6 9h8",
  lock: "M6 9V7a4 4 0 0 1 8 0v2M5 9h10v7H5z",
  leave: "M12 4h4v12h-4M9 7l-3 3 3 3M6 10h7",
  undo: "M8 5L4 9l4 4M4 9h8a4 4 0 0 1 0 8H9",
  redo: "M12 5l4 4-4 4M16 9H8a4 4 0 0 0 0 8h3",
  check: "M4 10.5l4 4 8-9",
  alert: "M10 3.5L18 16.5H2zM10 8.5v3.5M10 14v.4",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: an upright frame with a cut corner of light. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 36 48" aria-hidden="true" focusable="false">
      <rect x="1.5" y="1.5" width="33" height="45" rx="9" class="mark-frame" />
      <path d="M13 15.5v17L26 24z" class="mark-play" />
      <path d="M9 40.5h18" class="mark-line" />
    </svg>
  );
}
