"""A short video about tides and its words in four other languages, as a model server gives them."""

import json
from collections.abc import Mapping
from typing import Any

WISH = "localise it, please"
DRAFTED = "a film about tides, please"
SCENES = (
    ("Why does the sea leave twice a day?", "Twice a day"),
    ("The moon pulls the water, and the earth turns below it.", "The moon pulls"),
    ("So look up when your feet get wet.", "Look up"),
)
HOOKS = ("Why does the sea leave twice a day?", "The moon pulls the sea away.")
CARD = {"kind": "title_card", "title": "Tides", "subtitle": "The sea on the move"}
ASKED = {"kind": "call_to_action", "text": "Follow for more"}
WORDS: dict[str, dict[str, Any]] = {
    "de": {
        "title": "Gezeiten",
        "hooks": ["Warum geht das Meer zweimal am Tag?", "Der Mond zieht das Meer fort."],
        "keywords": ["Gezeiten", "Mond"],
        "scenes": [
            ("Warum geht das Meer zweimal am Tag?", "Zweimal am Tag"),
            ("Der Mond zieht am Wasser, und die Erde dreht sich darunter.", "Der Mond zieht"),
            ("Schau also nach oben, wenn deine Füße nass werden.", "Schau nach oben"),
        ],
        "card": ("Gezeiten", "Das Meer in Bewegung"),
        "asked": "Folge für mehr",
    },
    "pt": {
        "title": "Marés",
        "hooks": ["Por que o mar vai embora duas vezes por dia?", "A lua puxa o mar para longe."],
        "keywords": ["marés", "lua"],
        "scenes": [
            ("Por que o mar vai embora duas vezes por dia?", "Duas vezes por dia"),
            ("A lua puxa a água, e a terra gira debaixo dela.", "A lua puxa"),
            ("Então olhe para cima quando molhar os pés.", "Olhe para cima"),
        ],
        "card": ("Marés", "O mar em movimento"),
        "asked": "Siga para mais",
    },
    "ja": {
        "title": "潮の満ち引き",
        "hooks": ["海はなぜ一日に二回引くのか。", "月が海を引っ張る。"],
        "keywords": ["潮", "月"],
        "scenes": [
            # The built-in voice reads kana only.
            ("うみはなぜいちにちににかいひくのか。", "一日に二回"),
            ("つきがみずをひっぱっている。", "月が引く"),
            ("あしがぬれたら、そらをみよう。", "見上げよう"),
        ],
        "card": ("潮の満ち引き", "動く海"),
        "asked": "フォローしてね",
    },
    "ar": {
        "title": "المد والجزر",
        "hooks": ["لماذا يرحل البحر مرتين في اليوم؟", "القمر يسحب البحر بعيدا."],
        "keywords": ["المد", "القمر"],
        "scenes": [
            ("لماذا يرحل البحر مرتين في اليوم؟", "مرتين في اليوم"),
            ("القمر يسحب الماء، والأرض تدور تحته.", "القمر يسحب"),
            ("فانظر إلى الأعلى حين تبتل قدماك.", "انظر إلى الأعلى"),
        ],
        "card": ("المد والجزر", "البحر يتحرك"),
        "asked": "تابعنا للمزيد",
    },
}


def translation(language: str) -> dict[str, Any]:
    """Give the arguments of `translate_script` for a language."""
    words = WORDS[language]
    scenes = [
        {"scene": n, "narration": told, "on_screen_text": shown, "overlays": []}
        for n, (told, shown) in enumerate(words["scenes"], start=1)
    ]
    title, subtitle = words["card"]
    scenes[0]["overlays"] = [CARD | {"title": title, "subtitle": subtitle}]
    scenes[-1]["overlays"] = [ASKED | {"text": words["asked"]}]
    told = {name: words[name] for name in ("title", "hooks", "keywords")}
    return {"language": language, **told, "scenes": scenes}


def fixtures(*languages: str, profile: str = "draft") -> list[dict[str, Any]]:
    """Give what the model server answers: a draft, the wish, and each language's translation."""
    scenes: list[dict[str, Any]] = [
        {"narration": told, "on_screen_text": shown, "visual_prompt": f"the sea, view {n}"}
        for n, (told, shown) in enumerate(SCENES, start=1)
    ]
    scenes[0]["overlays"], scenes[-1]["overlays"] = [CARD], [ASKED]
    draft = {"title": "Tides", "hooks": HOOKS, "chosen_hook": 1, "scenes": scenes}
    render: Mapping[str, Any] = {"profile": profile}
    brief = {"target_s": 10, "keywords": ["tides", "moon"]}
    steps: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
        DRAFTED: [("set_brief", brief), ("draft_script", draft), ("render", render)],
        WISH: [("localise", {"languages": list(languages)})],
    }
    for language in languages:
        steps[f"into the language {language}:"] = [
            ("show_storyboard", {}),
            ("translate_script", translation(language)),
            ("render", render),
        ]
    before = len(steps[DRAFTED]) + 1
    return [
        one
        for said, calls in steps.items()
        for one in _answers(said, calls, after=before if said == WISH else 0)
    ]


def _answers(
    said: str, calls: list[tuple[str, Mapping[str, Any]]], *, after: int
) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = [
        {"toolCalls": [{"name": name, "arguments": json.dumps(arguments)}]}
        for name, arguments in calls
    ]
    return [
        {"match": {"userMessage": said, "turnIndex": n}, "response": reply}
        for n, reply in enumerate([*replies, {"content": "Done."}], start=after)
    ]
