"""Answers to gates: whether they fit, what they allow, and scenes that are answered one by one. Pure."""

from collections.abc import Sequence
from typing import Any

from studio.domain.asking import ChangeAsk, LineEdit, ScriptAsk, ScriptsAsk, edited
from studio.domain.errors import GateClosed, InvalidAnswer
from studio.domain.gate import (
    MAX_NOTE_CHARACTERS,
    Action,
    Answer,
    Ask,
    GateState,
    ProviderAsk,
    SceneAnswer,
    SpendAsk,
    lines_of,
)
from studio.domain.scene import MAX_NARRATION, MAX_SHORT_TEXT
from studio.domain.share import MOST_DAYS, PublishAsk
from studio.domain.units import Digest


def scenes_of(ask: Ask) -> tuple[int, ...]:
    """Give the numbers of the scenes that may be chosen among; none where it is all or nothing.

    Of many scripts these are the numbers of their videos.
    """
    if isinstance(ask, ScriptsAsk):
        return ask.numbers
    return ask.scenes if isinstance(ask, ScriptAsk | SpendAsk | ProviderAsk) else ()


def keys_of(ask: Ask) -> tuple[Digest, ...]:
    """Give the names of all that a question is about: what is approved is this and nothing else."""
    match ask:
        case ScriptAsk(script=script):
            return tuple(line.key for line in script if line.is_new)
        case ChangeAsk(key=key):
            return (key,)
        case _:
            return tuple(line.key for line in lines_of(ask))


def checked(ask: Ask, answer: Answer) -> Answer:
    """Give an answer that fits its question.

    Raises:
        InvalidAnswer: It does not.
    """
    _check_choice(ask, answer)
    _check_lines(ask, answer)
    _check_terms(ask, answer)
    if answer.action is not Action.EDIT:
        if answer.scenes is not None:
            raise InvalidAnswer("Scenes are named with the action `edit` only.")
        return answer
    is_said = answer.lines or answer.note.strip() or has_terms(answer)
    if answer.scenes is None and not is_said:
        raise InvalidAnswer("An edit names the scenes that are approved, or says what to change.")
    _check_scenes(ask, answer.scenes or ())
    return answer


def checked_part(ask: Ask, said: SceneAnswer, *, parts: Sequence[SceneAnswer]) -> SceneAnswer:
    """Give what is said of one scene, where it fits and nothing was said of it before.

    Raises:
        InvalidAnswer: It does not fit.
        GateClosed: The scene was answered before.
    """
    if isinstance(ask, ProviderAsk) or not scenes_of(ask):
        raise InvalidAnswer("This is answered as a whole; there are no scenes to choose among.")
    _check_scenes(ask, (said.scene,))
    if any(part.scene == said.scene for part in parts):
        raise GateClosed(f"Scene {said.scene} was answered before; the first answer counts.")
    has_words = said.narration is not None or said.on_screen_text is not None
    if has_words != (said.action is Action.EDIT):
        raise InvalidAnswer("Other words go with the action `edit`, and `edit` with other words.")
    if has_words:
        _check_lines(ask, Answer(action=Action.EDIT, lines=(line_of(said),)))
    return said


def is_whole(ask: Ask, parts: Sequence[SceneAnswer]) -> bool:
    """Tell whether nothing is open any more."""
    return set(scenes_of(ask)) <= {part.scene for part in parts}


def joined(ask: Ask, parts: Sequence[SceneAnswer], rest: Answer) -> Answer:
    """Lay what was said of single scenes under an answer to all the others."""
    if not parts:
        return rest
    said = {part.scene for part in parts}
    others = [scene for scene in scenes_of(ask) if scene not in said]
    is_yes = outcome(rest) is GateState.APPROVED
    more = others if rest.scenes is None else [s for s in rest.scenes if s in others]
    yes = sorted({*_approved(parts), *(more if is_yes else ())})
    lines = (*(line_of(part) for part in parts if part.action is Action.EDIT), *rest.lines)
    notes = [f"scene {part.scene}: {part.note.strip()}" for part in parts if part.note.strip()]
    note = "; ".join((*notes, *([rest.note.strip()] if rest.note.strip() else ())))
    note = note[:MAX_NOTE_CHARACTERS]
    if not yes and not lines:
        return Answer(action=Action.REJECT, note=note)
    if not lines and set(yes) == set(scenes_of(ask)):
        return Answer(action=Action.APPROVE, note=note)
    return Answer(action=Action.EDIT, scenes=tuple(yes), lines=lines, note=note)


def line_of(said: SceneAnswer) -> LineEdit:
    """Give the other words that are said for a scene."""
    return LineEdit(scene=said.scene, narration=said.narration, on_screen_text=said.on_screen_text)


def outcome(answer: Answer) -> GateState:
    """Give the state that an answer leads to; an edit of nothing that is asked is a no with a word."""
    if answer.action in {Action.APPROVE, Action.RETRY} or answer.scenes or answer.lines:
        return GateState.APPROVED
    return GateState.APPROVED if has_terms(answer) else GateState.REJECTED


def has_terms(answer: Answer) -> bool:
    """Tell whether an answer words anew under what title, or for how long, a video is public."""
    return answer.title is not None or answer.days is not None


def agreed(ask: PublishAsk, answer: Answer) -> PublishAsk:
    """Give what may be published, as the answer words it."""
    edits = {"title": answer.title, "days": answer.days}
    return ask.model_copy(update={name: v for name, v in edits.items() if v is not None})


def granted(ask: Ask, answer: Answer) -> dict[str, str | None]:
    """Give the keys of what an answer allows, for calls with the most that each may cost."""
    if answer.action is Action.RETRY or outcome(answer) is not GateState.APPROVED:
        return {}
    if isinstance(ask, ScriptAsk):
        scenes = ask.scenes if answer.scenes is None else answer.scenes
        return dict.fromkeys(edited(ask, answer.lines, scenes))
    if isinstance(ask, ChangeAsk):
        return {ask.key: None}
    chosen = ask.chosen(answer.use) if isinstance(ask, ProviderAsk) else None
    lines = chosen.lines if chosen else lines_of(ask)
    return {
        line.key: None if line.cost_usd is None else str(line.cost_usd)
        for line in lines
        if answer.scenes is None or line.scene is None or line.scene in answer.scenes
    }


def answer_schema(ask: Ask) -> dict[str, Any]:
    """Give the JSON Schema of the answers that a gate takes, for clients that build a form."""
    may_retry = isinstance(ask, ProviderAsk) and ask.may_wait
    actions = [each.value for each in Action if may_retry or each is not Action.RETRY]
    properties: dict[str, Any] = {
        "action": {"type": "string", "enum": actions},
        "note": {"type": "string", "maxLength": MAX_NOTE_CHARACTERS},
    }
    if isinstance(ask, ProviderAsk):
        names = [each.name for each in ask.alternatives]
        properties["use"] = {"type": "string", "enum": names}
    if scenes := scenes_of(ask):
        items = {"type": "integer", "enum": list(scenes)}
        properties["scenes"] = {"type": "array", "items": items, "uniqueItems": True}
    if isinstance(ask, PublishAsk):
        properties["title"] = {"type": "string", "minLength": 1, "maxLength": 120}
        properties["days"] = {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}
    if isinstance(ask, ScriptAsk):
        properties["lines"] = {"type": "array", "items": _line_schema(scenes)}
    return {
        "type": "object",
        "properties": properties,
        "required": ["action"],
        "additionalProperties": False,
    }


def _check_choice(ask: Ask, answer: Answer) -> None:
    if not isinstance(ask, ProviderAsk):
        if answer.use or answer.action is Action.RETRY:
            raise InvalidAnswer("There is nothing to choose among; answer yes or no.")
        return
    if answer.action is Action.RETRY and not ask.may_wait:
        raise InvalidAnswer("A model that has ended does not come back; choose another, or say no.")
    if ask.chosen(answer.use) is None:
        there_are = ", ".join(each.name for each in ask.alternatives)
        raise InvalidAnswer(f"{answer.use!r} is no alternative. There are: {there_are}.")


def _check_terms(ask: Ask, answer: Answer) -> None:
    if not has_terms(answer):
        return
    if not isinstance(ask, PublishAsk):
        raise InvalidAnswer("Nothing is published here; there are no title and days to edit.")
    if answer.action is not Action.EDIT:
        raise InvalidAnswer("Title and days are edited with the action `edit` only.")


def _check_lines(ask: Ask, answer: Answer) -> None:
    if not answer.lines:
        return
    if not isinstance(ask, ScriptAsk):
        raise InvalidAnswer("This is no script; it has no lines to edit.")
    if answer.action is not Action.EDIT:
        raise InvalidAnswer("Lines are edited with the action `edit` only.")
    numbers = [line.scene for line in answer.lines]
    if len(set(numbers)) != len(numbers):
        raise InvalidAnswer("A scene is edited twice; give each its words once.")
    _check_scenes(ask, numbers)


def _check_scenes(ask: Ask, scenes: Sequence[int]) -> None:
    asked = scenes_of(ask)
    if strange := sorted(set(scenes) - set(asked)):
        known = ", ".join(map(str, asked)) or "no scenes"
        raise InvalidAnswer(f"Scene {strange[0]} is not asked for; this is about {known}.")


def _approved(parts: Sequence[SceneAnswer]) -> set[int]:
    return {part.scene for part in parts if part.action is not Action.REJECT}


def _line_schema(scenes: Sequence[int]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "scene": {"type": "integer", "enum": list(scenes)},
            "narration": {"type": "string", "maxLength": MAX_NARRATION},
            "on_screen_text": {"type": "string", "maxLength": MAX_SHORT_TEXT},
        },
        "required": ["scene"],
        "additionalProperties": False,
    }
