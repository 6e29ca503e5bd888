/** Figures as people read them. Pure. */

export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? trim(value) : Math.round(value)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function clock(value: number): string {
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytes(value: number): string {
  if (value < 1_000_000) return `${Math.max(1, Math.round(value / 1000))} kB`;
  return `${trim(value / 1_000_000)} MB`;
}

/** An amount to the cent, below a cent exactly; null is a price that nobody knows. */
export function usd(amount: string | null): string {
  if (amount === null) return "not known";
  const value = Number(amount);
  return `$${value === 0 || value >= 0.01 ? value.toFixed(2) : Number(value.toFixed(6))}`;
}

export function remaining(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "";
  if (value < 1.5) return "almost done";
  return value < 90
    ? `about ${Math.round(value)} s left`
    : `about ${Math.round(value / 60)} min left`;
}

export function when(iso: string, now: Date): string {
  const then = new Date(iso);
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (then.toDateString() === now.toDateString()) {
    return then.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  }
  return then.toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** Name a tool for people: "draft_script" reads "Draft script". */
export function toolLabel(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

/** The address under which a file is saved instead of shown. */
export function asDownload(url: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}download=1`;
}
