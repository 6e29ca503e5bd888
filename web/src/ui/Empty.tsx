import { say } from "../state/chat";
import { draft } from "../state/draft";
import { isOffline } from "../state/session";
import { type Sentence, t } from "../words";
import { Rich } from "./Rich";

interface Example {
  kind: Sentence;
  title: Sentence;
  hint: Sentence;
  text: Sentence;
  sends: boolean;
}

const PASTED: Sentence =
  "Make this into a 15 s video: The octopus has three hearts. Two pump blood to the gills, and one pumps it to the rest of the body. When an octopus swims, that third heart stops beating. This is why octopuses prefer to crawl. Swimming simply wears them out.";

const EXAMPLES: Example[] = [
  {
    kind: "Your own text",
    title: "“The octopus has three hearts …”",
    hint: "Cut into scenes, spoken, illustrated, rendered.",
    text: PASTED,
    sends: true,
  },
  {
    kind: "A topic",
    title: "Why do we dream? 45 seconds, calm",
    hint: "Hooks, an outline, then the scenes.",
    text: "Make a 45 s video about why we dream. Calm mood.",
    sends: true,
  },
  {
    kind: "In another language",
    title: "Un vídeo de 30 s en español",
    hint: "Say the language; voice and captions follow.",
    text: "Make a 30 s video in Spanish from this text: ",
    sends: false,
  },
];

export function Empty() {
  return (
    <section class="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">
        <Rich text={t("What should the *next video* tell?")} />
      </h2>
      <p class="lead">
        {t(
          "Paste a text of your own or name a topic. You get a storyboard, a voice, pictures and a finished vertical video. Then just say what to change.",
        )}
      </p>
      <ul class="examples">
        {EXAMPLES.map((example) => (
          <li key={example.kind}>
            <button type="button" class="example" onClick={() => pick(example)}>
              <span class="example-kind">{t(example.kind)}</span>
              <span class="example-title">{t(example.title)}</span>
              <span class="example-hint">{t(example.hint)}</span>
            </button>
          </li>
        ))}
      </ul>
      {isOffline.value && (
        <p class="quiet small">
          {t(
            "No language model is connected: the offline director works best with a text of your own.",
          )}
        </p>
      )}
    </section>
  );
}

function pick(example: Example) {
  if (example.sends) {
    void say(t(example.text));
    return;
  }
  draft.value = t(example.text);
  document.getElementById("composer")?.focus();
}
