"""Is a storyboard any good: what is wrong, doubtful or could be better, by rule. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.domain.asset import SceneAssets
from studio.domain.channel import has_word
from studio.domain.claims import ClaimKind, claims_of
from studio.domain.languages import primary
from studio.domain.pacing import lengths, measured_pace, scene_seconds
from studio.domain.pack import Pack
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import LEAD_IN_MS
from studio.domain.units import SceneId
from studio.domain.value import Value

HOOK_S, HOOK_LEEWAY_S = 3.0, 0.4
LENGTH_WARNING, LENGTH_ERROR = 0.05, 0.2
"""Share of the wanted length that a video may miss."""
LONG_SCENE_S, ENDLESS_SCENE_S, SHORT_SCENE_S = 8.0, 12.0, 1.2
READ_PER_S, NOTICED_S = 15.0, 0.6
"""Letters that are read in a second from a screen, and the time until one begins to.

Source:
    Netflix Timed Text Style Guide: 17 to 20 characters a second are the most for adults; text over
    pictures that is not subtitles is read more slowly.
"""
HEARD_PER_S = 21.0
"""Letters a second that captions can still be followed at; the same source."""
SCENES_APART = 0.4
_CLAUSE = re.compile(r"[.!?…:;,，。！？、—–]+(?=\s|$)|[。！？]")  # noqa: RUF001
_IDLE = {
    "en": ("hello", "hi everyone", "hey guys", "welcome", "in this video", "today we", "today i", "did you know"),
    "es": ("hola", "bienvenid", "en este vídeo", "en este video", "hoy vamos", "hoy os", "sabías que", "¿sabías que"),
    "fr": ("bonjour", "salut", "bienvenue", "dans cette vidéo", "aujourd'hui", "saviez-vous", "le saviez-vous"),
    "de": ("hallo", "willkommen", "in diesem video", "heute zeige", "heute geht", "wusstest du", "wussten sie"),
    "pt": ("olá", "oi pessoal", "bem-vind", "neste vídeo", "hoje vamos", "hoje eu", "você sabia"),
}  # fmt: skip
"""Openings that say nothing yet."""


class Level(StrEnum):
    """How much an issue weighs."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"


class Check(StrEnum):
    """The rules, by the names that people are told."""

    HOOK_LANDS = "hook_lands_in_3_s"
    HOOK_IDLES = "hook_says_something"
    EMPTY = "no_empty_fields"
    LENGTH = "total_length"
    PACING = "pacing"
    SCENE_COUNT = "scene_count"
    READING = "reading_pace"
    PICTURES = "no_duplicate_pictures"
    BANNED = "no_banned_words"
    SOURCES = "figures_have_sources"
    OUTLINE = "not_only_an_outline"


class Issue(Value):
    """A rule that is not kept.

    Attributes:
        rule: Which.
        level: How much it weighs.
        scene: Number of the scene it is about, from 1; ``None`` for the whole video.
        message: What is, and what should be.
        fix: What helps.
    """

    rule: Check
    level: Level
    scene: int | None = None
    message: str
    fix: str


class Review(Value):
    """What the rules say of a storyboard.

    Attributes:
        issues: The gravest first, then in the order of the scenes.
        seconds: How long the video is, measured where voices exist, else estimated.
        target_s: How long it should be.
        checked: All rules that were asked.
    """

    issues: tuple[Issue, ...]
    seconds: float
    target_s: int
    checked: tuple[Check, ...] = tuple(Check)

    def count(self, level: Level) -> int:
        """Count the issues of a level."""
        return sum(issue.level is level for issue in self.issues)


@dataclass(frozen=True, slots=True)
class _Look:
    board: Storyboard
    made: Mapping[SceneId, SceneAssets]
    seconds: Sequence[float]
    pace: float | None
    pack: Pack | None
    banned: Sequence[str]

    @property
    def scenes(self) -> Iterator[tuple[int, Scene, float]]:
        """Give number, scene and length of each."""
        for number, scene in enumerate(self.board.scenes, start=1):
            yield number, scene, self.seconds[number - 1]


def review(
    board: Storyboard,
    made: Mapping[SceneId, SceneAssets],
    *,
    pack: Pack | None = None,
    banned: Sequence[str] = (),
) -> Review:
    """Ask all rules.

    Args:
        board: What is looked at.
        made: What is made for it, as far as it is.
        pack: What the storyboard follows; its pacing and banned words count.
        banned: Words that must not occur.
    """
    pace = measured_pace(board.scenes, made)
    seconds = lengths(board, made)
    words = pack.in_language(board.brief.language).banned if pack else ()
    look = _Look(board, made, seconds, pace, pack, (*banned, *words))
    rules = (
        _hook,
        _empty,
        _length,
        _pacing,
        _count,
        _reading,
        _pictures,
        _banned,
        _sources,
        _outline,
    )
    found = [issue for rule in rules for issue in rule(look)]
    order = list(Level)
    found.sort(key=lambda issue: (order.index(issue.level), issue.scene or 0))
    return Review(
        issues=tuple(found), seconds=round(sum(seconds), 2), target_s=board.brief.target_s
    )


def _hook(look: _Look) -> Iterator[Issue]:
    if not look.board.scenes:
        return
    first = look.board.scenes[0]
    said = first.spoken
    if not said:
        if not first.on_screen_text and not first.overlays:
            yield Issue(
                rule=Check.HOOK_LANDS,
                level=Level.ERROR,
                scene=1,
                message="The video opens with neither words nor text.",
                fix="Give scene 1 a sentence or an on-screen text.",
            )
        return
    end = _clause_end_s(look, first)
    if end > HOOK_S + HOOK_LEEWAY_S:
        yield Issue(
            rule=Check.HOOK_LANDS,
            level=Level.WARNING,
            scene=1,
            message=f"The first thought ends after {end:.1f} s; viewers decide within {HOOK_S:g} s.",
            fix="Shorten the first sentence, or break it where it can be understood already.",
        )
    opening = said.casefold().lstrip("¡¿ ")
    idle = _IDLE.get(primary(look.board.brief.language), _IDLE["en"])
    if opening.startswith(tuple(phrase.lstrip("¿") for phrase in idle)):
        yield Issue(
            rule=Check.HOOK_IDLES,
            level=Level.SUGGESTION,
            scene=1,
            message="The video opens with words that say nothing yet.",
            fix="Begin with the most surprising part itself.",
        )


def _clause_end_s(look: _Look, first: Scene) -> float:
    """Give when the first clause of at least two words is said."""
    text = first.spoken
    ends = (m.end() for m in _CLAUSE.finditer(text) if len(text[: m.start()].split()) > 1)
    clause = text[: next(ends, len(text))]
    assets = look.made.get(first.id)
    if assets and assets.voice and assets.voice.words:
        count = min(len(clause.split()), len(assets.voice.words))
        return (LEAD_IN_MS + assets.voice.words[count - 1].end_ms) / 1000
    share = len(clause) / len(text)
    whole = scene_seconds(first.model_copy(update={"fixed_ms": None}), None, look.board.brief)
    return share * whole


def _empty(look: _Look) -> Iterator[Issue]:
    board = look.board
    if not board.scenes:
        yield Issue(
            rule=Check.EMPTY,
            level=Level.ERROR,
            message="There is no scene.",
            fix="Draft a script.",
        )
    if not board.title.strip():
        yield Issue(
            rule=Check.EMPTY,
            level=Level.SUGGESTION,
            message="The video has no title.",
            fix="Give it one; the file is named by it.",
        )
    for number, scene, _ in look.scenes:
        is_silent = not scene.spoken and not scene.on_screen_text and not scene.overlays
        if is_silent and scene.media is None:
            yield Issue(
                rule=Check.EMPTY,
                level=Level.WARNING,
                scene=number,
                message=f"Scene {number} says and tells nothing.",
                fix="Give it a narration or a text, or take it out.",
            )
        if not scene.visual_prompt.strip() and scene.media is None:
            yield Issue(
                rule=Check.EMPTY,
                level=Level.WARNING,
                scene=number,
                message=f"Scene {number} does not say what it shows.",
                fix="Describe its picture: subject, place, light.",
            )


def _length(look: _Look) -> Iterator[Issue]:
    whole, target = sum(look.seconds), look.board.brief.target_s
    off = whole / target - 1
    if not look.board.scenes or abs(off) <= LENGTH_WARNING:
        return
    short = off < 0
    yield Issue(
        rule=Check.LENGTH,
        level=Level.ERROR if abs(off) > LENGTH_ERROR else Level.WARNING,
        message=f"The video lasts {whole:.1f} s, {abs(off):.0%} {'less' if short else 'more'} than "
        f"the {target} s asked for.",
        fix="Fit the length; " + ("or tell more." if short else "or tell less."),
    )


def _pacing(look: _Look) -> Iterator[Issue]:
    for number, _, seconds in look.scenes:
        if seconds > LONG_SCENE_S:
            yield Issue(
                rule=Check.PACING,
                level=Level.WARNING if seconds > ENDLESS_SCENE_S else Level.SUGGESTION,
                scene=number,
                message=f"Scene {number} shows one picture for {seconds:.1f} s.",
                fix="Split it in two.",
            )
        elif seconds < SHORT_SCENE_S:
            yield Issue(
                rule=Check.PACING,
                level=Level.SUGGESTION,
                scene=number,
                message=f"Scene {number} is over after {seconds:.1f} s.",
                fix="Join it with a neighbour.",
            )


def _count(look: _Look) -> Iterator[Issue]:
    pack, count = look.pack, len(look.board.scenes)
    if pack is None or not count:
        return
    wanted = pack.pace(look.board.brief.target_s).scenes
    if abs(count - wanted) > max(1, SCENES_APART * wanted):
        yield Issue(
            rule=Check.SCENE_COUNT,
            level=Level.SUGGESTION,
            message=f"There are {count} scenes; {pack.name} has about {wanted} in "
            f"{look.board.brief.target_s} s.",
            fix="Split scenes." if count < wanted else "Join scenes.",
        )


def _reading(look: _Look) -> Iterator[Issue]:
    for number, scene, seconds in look.scenes:
        need = NOTICED_S + len(scene.on_screen_text.strip()) / READ_PER_S
        if scene.on_screen_text.strip() and need > seconds:
            yield Issue(
                rule=Check.READING,
                level=Level.WARNING,
                scene=number,
                message=f"The text of scene {number} takes {need:.1f} s to read and is seen for "
                f"{seconds:.1f} s.",
                fix="Shorten it to two to five words.",
            )
        assets = look.made.get(scene.id)
        if scene.spoken and assets and assets.voice and assets.voice.duration_ms > 0:
            rate = len(scene.spoken) / assets.voice.duration_ms * 1000
            if rate > HEARD_PER_S:
                yield Issue(
                    rule=Check.READING,
                    level=Level.WARNING,
                    scene=number,
                    message=f"Scene {number} is spoken at {rate:.0f} letters a second; captions "
                    f"are followed up to {HEARD_PER_S:.0f}.",
                    fix="Take a slower tempo, or fewer words.",
                )


def _pictures(look: _Look) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for number, scene, _ in look.scenes:
        shown = (
            str(scene.media.id) if scene.media else " ".join(scene.visual_prompt.lower().split())
        )
        if not shown:
            continue
        if shown in seen:
            yield Issue(
                rule=Check.PICTURES,
                level=Level.WARNING if scene.media is None else Level.SUGGESTION,
                scene=number,
                message=f"Scene {number} shows the same as scene {seen[shown]}.",
                fix="Show another subject, place or distance.",
            )
        seen.setdefault(shown, number)


def _banned(look: _Look) -> Iterator[Issue]:
    for number, scene, _ in look.scenes:
        text = f"{scene.narration} {scene.on_screen_text}"
        for word in dict.fromkeys(w.strip() for w in look.banned if w.strip()):
            if has_word(text, word):
                yield Issue(
                    rule=Check.BANNED,
                    level=Level.ERROR,
                    scene=number,
                    message=f"Scene {number} says “{word}”, which is not to be said.",
                    fix="Say it in other words.",
                )


def _sources(look: _Look) -> Iterator[Issue]:
    is_strict = look.pack is not None and look.pack.needs_sources
    told: set[int] = set()
    for claim in claims_of(look.board):
        if claim.is_sourced or claim.scene in told:
            continue
        told.add(claim.scene)
        is_grave = is_strict or set(claim.kinds) != {ClaimKind.FIGURE}
        yield Issue(
            rule=Check.SOURCES,
            level=Level.WARNING if is_grave else Level.SUGGESTION,
            scene=claim.scene,
            message=f"Nothing says where scene {claim.scene} has this from: {claim.says[:120]}",
            fix="Name a source, read the page or document it is from, or take the claim out.",
        )


def _outline(look: _Look) -> Iterator[Issue]:
    if look.board.is_outline_only:
        yield Issue(
            rule=Check.OUTLINE,
            level=Level.WARNING,
            message="The script is a mere outline, written without a language model.",
            fix="Put your own sentences in, or paste a text.",
        )
