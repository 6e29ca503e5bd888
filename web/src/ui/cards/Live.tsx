import { useEffect, useRef, useState } from "preact/hooks";
import { keepPlayhead } from "../../state/playhead";
import { t } from "../../words";

/** A video that can be watched while it is made. It starts by itself, without sound. */
export function Live({ render, url }: { render: string; url: string }) {
  const player = useRef<HTMLVideoElement>(null);
  // A stream that was begun is not begun anew when its link is signed again.
  const [source] = useState(url);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const video = player.current;
    if (!video || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    video.play().catch(() => undefined);
  }, []);
  if (isBroken) return null;
  const keep = () => player.current && keepPlayhead(render, player.current);
  return (
    <video
      ref={player}
      class="screen live"
      src={source}
      controls
      muted
      playsInline
      preload="auto"
      aria-label={t("The video while it is made")}
      onTimeUpdate={keep}
      onPause={keep}
      onError={() => setBroken(true)}
    />
  );
}
