/** One conversation, as events and as stored messages. */

export const thread = {
  id: "0193aaaa-0000-7000-8000-000000000001",
  title: "Three hearts",
  created_at: "2026-11-22T20:00:00Z",
  updated_at: "2026-11-22T21:10:00Z",
};

const LINES = [
  ["3 hearts, 1 secret", "Why does an octopus hate to swim? The answer beats in its chest."],
  ["Two for the gills", "Two hearts pump blood to the gills, where it picks up oxygen."],
  ["One for the body", "The third sends it on to the rest of the body."],
  ["It stops", "But when the octopus swims, that third heart stops beating."],
  ["So it crawls", "That is why it would rather crawl. Swimming wears it out."],
];

const scene = (index, isDone) => ({
  id: `s${index}`,
  number: index + 1,
  narration: LINES[index][1],
  on_screen_text: LINES[index][0],
  locked: index === 1,
  duration_ms: isDone ? 5200 + index * 400 : null,
  ...(isDone
    ? { picture: `${index}`, picture_url: `/v1/assets/${index}?sig=x` }
    : { picture: null }),
});

const card = (isDone) => ({
  version: 1,
  title: "An octopus has three hearts",
  language: "en",
  target_s: 30,
  estimated_s: 29.4,
  is_outline_only: false,
  hooks: [
    "Why does an octopus hate to swim?",
    "Three hearts. One keeps stopping.",
    "Swimming breaks its heart.",
  ],
  chosen_hook: 0,
  scenes: LINES.map((_, index) => scene(index, isDone)),
});

export const storyboard = card(true);

const video = {
  render_id: "r1",
  version: 1,
  title: "An octopus has three hearts",
  duration_s: 29.6,
  size_bytes: 6_400_000,
  made_s: 21.4,
  segments_made: 2,
  segments_reused: 3,
  video: "video",
  video_url: "/v1/artifacts/video?sig=x",
  cover_url: "/v1/assets/0?sig=x",
  subtitles_url: "/v1/artifacts/subs?sig=x",
};

const progress = (stage, label, done, total, fraction, left, state = "running") => ({
  stage,
  label,
  done,
  total,
  fraction,
  seconds_left: left,
  state,
});

const call = (id, name, result) => [
  [150, { type: "TOOL_CALL_START", toolCallId: id, toolCallName: name }],
  [10, { type: "TOOL_CALL_ARGS", toolCallId: id, delta: "{}" }],
  [10, { type: "TOOL_CALL_END", toolCallId: id }],
  ...(result
    ? [[300, { type: "TOOL_CALL_RESULT", messageId: `m-${id}`, toolCallId: id, content: result }]]
    : []),
];

const say = (id, text) => [
  [200, { type: "TEXT_MESSAGE_START", messageId: id, role: "assistant" }],
  ...text
    .split(/(?<= )/)
    .map((delta) => [25, { type: "TEXT_MESSAGE_CONTENT", messageId: id, delta }]),
  [10, { type: "TEXT_MESSAGE_END", messageId: id }],
];

const show = (messageId, activityType, content) => [
  120,
  { type: "ACTIVITY_SNAPSHOT", messageId, activityType, content, replace: true },
];

const bar = (id, stage, label, total, ms) => [
  show(id, "progress", progress(stage, label, 0, total, 0, null)),
  ...Array.from({ length: total }, (_, i) => [
    ms,
    {
      type: "ACTIVITY_DELTA",
      messageId: id,
      activityType: "progress",
      patch: [
        { op: "replace", path: "/done", value: i + 1 },
        { op: "replace", path: "/fraction", value: (i + 1) / total },
        { op: "replace", path: "/seconds_left", value: ((total - i - 1) * ms) / 1000 },
        ...(i + 1 === total ? [{ op: "replace", path: "/state", value: "done" }] : []),
      ],
    },
  ]),
];

const FIRST =
  "I cut your text into **five scenes** and opened with a question. Pictures and voice come next.";
const LAST =
  "Your video is ready. Some things you could say now:\n\n- make scene 2 shorter\n- use a calmer voice\n- say it in Spanish";

export const script = {
  run: (runId) => [
    [300, { type: "RUN_STARTED", threadId: thread.id, runId }],
    ...call("c1", "set_brief", "30 s, English."),
    ...call("c2", "draft_script", "5 scenes, about 29 s."),
    show("storyboard-1", "storyboard", card(false)),
    ...say("a1", FIRST),
    ...call("c3", "make_pictures"),
    ...bar("pictures-1", "pictures", "Drawing pictures", 5, 350),
    show("storyboard-1", "storyboard", card(true)),
    ...bar("voice-1", "voice", "Recording the voice", 5, 250),
    ...bar("render-1", "render", "Rendering the video", 12, 300),
    show("video-1", "video", video),
    ...say("a2", LAST),
    [50, { type: "RUN_FINISHED", threadId: thread.id, runId, outcome: { type: "success" } }],
  ],
  messages: [
    {
      id: "u1",
      role: "user",
      content:
        "Make this into a 30 s video: The octopus has three hearts. Two pump blood to the gills …",
    },
    {
      id: "t1",
      role: "assistant",
      content: "",
      toolCalls: [{ id: "c1", function: { name: "draft_script", arguments: "{}" } }],
    },
    { id: "t2", role: "tool", toolCallId: "c1", content: "5 scenes, about 29 s." },
    { id: "storyboard-1", role: "activity", activityType: "storyboard", content: storyboard },
    { id: "a1", role: "assistant", content: FIRST },
    {
      id: "p1",
      role: "activity",
      activityType: "progress",
      content: progress("pictures", "Drawing pictures", 5, 5, 1, null, "done"),
    },
    {
      id: "p2",
      role: "activity",
      activityType: "progress",
      content: progress("render", "Rendering the video", 12, 12, 1, null, "done"),
    },
    { id: "v1", role: "activity", activityType: "video", content: video },
    {
      id: "k1",
      role: "activity",
      activityType: "cost",
      content: {
        lines: [
          { provider: "illustrator", model: "1", unit: "pictures", quantity: 5, cost_usd: "0.00" },
        ],
      },
    },
    { id: "a2", role: "assistant", content: LAST },
  ],
  picture: (n) => {
    const [from, to] = [
      ["#0b3954", "#ff6663"],
      ["#1b1b3a", "#f2a65a"],
      ["#26413c", "#e8c547"],
      ["#3a0ca3", "#f72585"],
      ["#003049", "#fcbf49"],
    ][n % 5];
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 480"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="270" height="480" fill="url(#g)"/><circle cx="${60 + n * 40}" cy="180" r="70" fill="#fff" opacity=".18"/><circle cx="${190 - n * 20}" cy="330" r="110" fill="#000" opacity=".16"/></svg>`;
  },
};
