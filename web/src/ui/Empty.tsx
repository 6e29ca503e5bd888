import { say } from "../state/chat";
import { draft } from "../state/draft";
import { isOffline } from "../state/session";

const PASTED = `Make this into a 15 s video: The octopus has three hearts. Two pump blood to the gills, and one pumps it to the rest of the body. When an octopus swims, that third heart stops beating. This is why octopuses prefer to crawl. Swimming simply wears them out.`;

const EXAMPLES = [
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
        What should the <em>next video</em> tell?
      </h2>
      <p class="lead">
        Paste a text of your own or name a topic. You get a storyboard, a voice, pictures and a
        finished vertical video. Then just say what to change.
      </p>
      <ul class="examples">
        {EXAMPLES.map((example) => (
          <li key={example.kind}>
            <button type="button" class="example" onClick={() => pick(example)}>
              <span class="example-kind">{example.kind}</span>
              <span class="example-title">{example.title}</span>
              <span class="example-hint">{example.hint}</span>
            </button>
          </li>
        ))}
      </ul>
      {isOffline.value && (
        <p class="quiet small">
          No language model is connected: the offline director works best with a text of your own.
        </p>
      )}
    </section>
  );
}

function pick(example: (typeof EXAMPLES)[number]) {
  if (example.sends) {
    void say(example.text);
    return;
  }
  draft.value = example.text;
  document.getElementById("composer")?.focus();
}
