"""Edits: a storyboard in, a changed storyboard out. Pure; a locked scene is never changed."""

import base64
import hashlib

from studio.domain.changes import (
    BriefChange,
    OutputChange,
    SceneChange,
    SceneDraft,
    ScriptDraft,
    StyleChange,
)
from studio.domain.errors import InvalidEdit, InvalidScript, SceneLocked
from studio.domain.footage import ClipSound, SceneMedia
from studio.domain.output import SIZES
from studio.domain.scene import MAX_SCENE_MS, MIN_SCENE_MS, DurationPolicy, Scene
from studio.domain.storyboard import (
    MAX_SCENES,
    Brief,
    Music,
    Storyboard,
)
from studio.domain.units import SceneId
from studio.domain.value import Value

CAPTION_LOOK = {
    "caption_colour": "colour",
    "caption_accent": "accent",
    "caption_size": "size",
    "caption_place": "place",
    "captions_shown": "is_shown",
}
"""What a change of style calls the fields of a caption's look."""


def draft(storyboard: Storyboard, script: ScriptDraft) -> Storyboard:
    """Replace the script; locked scenes keep their places and the new ones flow around them.

    Raises:
        InvalidScript: The script has no scene, too many, or a hook that is not there.
    """
    if not script.scenes:
        raise InvalidScript("The script has no scenes; write at least one.")
    if script.chosen_hook is not None and script.chosen_hook >= len(script.hooks):
        raise InvalidScript(
            f"Hook {script.chosen_hook + 1} was chosen, but there are {len(script.hooks)}."
        )
    kept = [(i, scene) for i, scene in enumerate(storyboard.scenes) if scene.locked]
    scenes: list[Scene] = []
    for written in script.scenes:
        others = [scene.id for _, scene in kept] + [scene.id for scene in scenes]
        scenes.append(_new_scene(written, taken=others))
    for place, scene in kept:
        scenes.insert(min(place, len(scenes)), scene)
    if len(scenes) > MAX_SCENES:
        raise InvalidScript(f"{len(scenes)} scenes are too many; the limit is {MAX_SCENES}.")
    return storyboard.model_copy(
        update={
            "title": script.title,
            "hooks": script.hooks,
            "chosen_hook": script.chosen_hook,
            "outline": script.outline,
            "scenes": tuple(scenes),
            "is_outline_only": script.is_outline_only,
            "prompt_language": "",
        }
    )


def add_scene(storyboard: Storyboard, written: SceneDraft, *, at: int) -> Storyboard:
    """Insert a scene so that it stands at the zero-based place ``at``.

    Raises:
        InvalidEdit: The place does not exist, or the storyboard is full.
    """
    if not 0 <= at <= len(storyboard.scenes):
        raise InvalidEdit(
            f"A new scene can stand at place 1 to {len(storyboard.scenes) + 1}, not {at + 1}."
        )
    if len(storyboard.scenes) >= MAX_SCENES:
        raise InvalidEdit(f"The storyboard is full: {MAX_SCENES} scenes.")
    scenes = list(storyboard.scenes)
    scenes.insert(at, _new_scene(written, taken=[scene.id for scene in scenes]))
    return _with_scenes(storyboard, scenes)


def remove_scene(storyboard: Storyboard, scene_id: SceneId) -> Storyboard:
    """Take a scene out.

    Raises:
        InvalidEdit: There is no such scene, or it is the last one.
        SceneLocked: It is locked.
    """
    _unlocked(storyboard, scene_id)
    if len(storyboard.scenes) == 1:
        raise InvalidEdit("A video needs at least one scene; rewrite it instead.")
    return _with_scenes(storyboard, [s for s in storyboard.scenes if s.id != scene_id])


def move_scene(storyboard: Storyboard, scene_id: SceneId, *, to: int) -> Storyboard:
    """Move a scene to the zero-based place ``to``; a locked scene may be moved.

    Raises:
        InvalidEdit: There is no such scene or place.
    """
    scene = _existing(storyboard, scene_id)
    if not 0 <= to < len(storyboard.scenes):
        raise InvalidEdit(f"There are places 1 to {len(storyboard.scenes)}, not {to + 1}.")
    scenes = [s for s in storyboard.scenes if s.id != scene_id]
    scenes.insert(to, scene)
    return _with_scenes(storyboard, scenes)


def rewrite_scene(storyboard: Storyboard, scene_id: SceneId, change: SceneChange) -> Storyboard:
    """Change what a scene says, shows or how it moves.

    Raises:
        InvalidEdit: There is no such scene.
        SceneLocked: It is locked.
    """
    scene, given = _unlocked(storyboard, scene_id), _given(change)
    camera = [f"{scene_id}.{name}" for name in ("motion", "transition") if name in given]
    return _replaced(storyboard, scene.model_copy(update=given)).owning(*camera)


def retime_scene(storyboard: Storyboard, scene_id: SceneId, *, seconds: float | None) -> Storyboard:
    """Give a scene a wanted length, or with ``None`` let the voice decide again.

    Raises:
        InvalidEdit: There is no such scene, or the length is not 1 to 20 s.
        SceneLocked: It is locked.
    """
    scene = _unlocked(storyboard, scene_id)
    if seconds is None:
        timed = {"duration_policy": DurationPolicy.VOICE, "fixed_ms": None}
        free = tuple(name for name in storyboard.own if name != f"{scene_id}.length")
        storyboard = storyboard.model_copy(update={"own": free})
        return _replaced(storyboard, scene.model_copy(update=timed))
    wanted = round(seconds * 1000)
    if not MIN_SCENE_MS <= wanted <= MAX_SCENE_MS:
        raise InvalidEdit(f"A scene can last 1 to 20 seconds, not {seconds:g}.")
    timed = {"duration_policy": DurationPolicy.FIXED, "fixed_ms": wanted}
    return _replaced(storyboard, scene.model_copy(update=timed)).owning(f"{scene_id}.length")


def use_media(storyboard: Storyboard, scene_id: SceneId, media: SceneMedia | None) -> Storyboard:
    """Show the user's own picture or clip in a scene, or with ``None`` a made picture again.

    Raises:
        InvalidEdit: There is no such scene.
        SceneLocked: It is locked.
    """
    scene = _unlocked(storyboard, scene_id)
    return _replaced(storyboard, scene.model_copy(update={"media": media}))


def hear_media(
    storyboard: Storyboard, scene_id: SceneId, sound: ClipSound, *, gain_db: float | None = None
) -> Storyboard:
    """Say what becomes of the sound of a scene's clip; a gain that is ``None`` stays.

    Raises:
        InvalidEdit: There is no such scene, or it shows no upload.
        SceneLocked: It is locked.
    """
    scene = _unlocked(storyboard, scene_id)
    if scene.media is None:
        number = storyboard.position(scene_id) + 1
        raise InvalidEdit(f"Scene {number} shows no clip of yours, so there is nothing to hear.")
    gain = scene.media.gain_db if gain_db is None else gain_db
    heard = scene.media.model_copy(update={"sound": sound, "gain_db": gain})
    return use_media(storyboard, scene_id, heard)


def set_lock(storyboard: Storyboard, scene_id: SceneId, *, locked: bool) -> Storyboard:
    """Lock a scene against every change, or open it again.

    Raises:
        InvalidEdit: There is no such scene.
    """
    scene = _existing(storyboard, scene_id)
    return _replaced(storyboard, scene.model_copy(update={"locked": locked}))


def choose_hook(storyboard: Storyboard, index: int) -> Storyboard:
    """Open the first scene with one of the hooks, in place of the one before; never with it twice.

    Raises:
        StudioError: There is no such hook or scene, or the scene is locked.
    """
    if not 0 <= index < len(storyboard.hooks):
        raise InvalidEdit(f"There are {len(storyboard.hooks)} hooks; there is no {index + 1}.")
    if not storyboard.scenes:
        raise InvalidEdit("There is no scene to open with a hook; draft a script first.")
    first = _unlocked(storyboard, storyboard.scenes[0].id)
    hooks = [hook.text for hook in storyboard.hooks]
    known = (hooks[n] for n in (storyboard.chosen_hook, index) if n is not None)
    before = next((text for text in known if first.narration.startswith(text)), "")
    narration = f"{hooks[index]} {first.narration.removeprefix(before).strip()}".strip()
    opened = _replaced(storyboard, first.model_copy(update={"narration": narration}))
    return _checked(opened.model_copy(update={"chosen_hook": index}))


def set_brief(storyboard: Storyboard, change: BriefChange) -> Storyboard:
    """Change what was asked for."""
    brief: Brief = storyboard.brief.model_copy(update=_given(change))
    changed = storyboard.model_copy(update={"brief": brief})
    if brief.tempo is not storyboard.brief.tempo:
        changed = changed.model_copy(update={"voice_rate": 1.0})
    return changed.owning(*(name for name in ("tempo", "target_s") if getattr(change, name)))


def set_style(storyboard: Storyboard, change: StyleChange) -> Storyboard:
    """Change what all scenes share."""
    given = _given(change)
    storyboard = _freed(storyboard, given).owning(*given)
    names = {"voice_maker": "maker", "voice": "voice", "pitch_semitones": "pitch_semitones"}
    voice = {field: given.pop(name) for name, field in names.items() if name in given}
    music = {
        field: given.pop(name)
        for name, field in (("music_enabled", "enabled"), ("music_gain_db", "gain_db"))
        if name in given
    }
    look = {
        field: None if given[name] == "auto" else given[name]
        for name, field in CAPTION_LOOK.items()
        if name in given
    }
    given = {name: value for name, value in given.items() if name not in CAPTION_LOOK}
    style = storyboard.style.model_copy(update=given)
    nested = {
        "voice": style.voice.model_copy(update=voice),
        "caption_look": style.caption_look.model_copy(update=look),
    }
    style = style.model_copy(update=nested)
    return storyboard.model_copy(
        update={"style": style, "music": storyboard.music.model_copy(update=music)}
    )


def set_music(storyboard: Storyboard, music: Music) -> Storyboard:
    """Play other music, or none."""
    own = [
        f"music_{name}"
        for name in ("mood", "pace", "gain_db")
        if getattr(music, name) != getattr(storyboard.music, name)
    ]
    return _checked(storyboard.model_copy(update={"music": music})).owning(*own)


def set_output(storyboard: Storyboard, change: OutputChange) -> Storyboard:
    """Change what the finished file is."""
    given = _given(change)
    if shape := change.format:
        del given["format"]
        given["width_px"], given["height_px"] = SIZES[shape]
    return storyboard.model_copy(update={"output": storyboard.output.model_copy(update=given)})


def _given(change: Value) -> dict[str, object]:
    return {
        name: getattr(change, name)
        for name in type(change).model_fields
        if getattr(change, name) is not None
    }


def _freed(storyboard: Storyboard, given: dict[str, object]) -> Storyboard:
    """Let go of what a pack has set and what would outweigh the mood or the colours now wanted."""
    style, music = storyboard.style, storyboard.music
    if given.keys() & {"mood", "palette_seed"} and "palette" not in storyboard.own:
        style = style.model_copy(update={"palette": None})
    if "mood" in given and "music_mood" not in storyboard.own and storyboard.pack:
        music = music.model_copy(update={"mood": None})
    return storyboard.model_copy(update={"style": style, "music": music})


def _existing(storyboard: Storyboard, scene_id: SceneId) -> Scene:
    try:
        return storyboard.scene(scene_id)
    except KeyError:
        raise InvalidEdit(f"There is no scene {scene_id!r}.") from None


def _unlocked(storyboard: Storyboard, scene_id: SceneId) -> Scene:
    scene = _existing(storyboard, scene_id)
    if scene.locked:
        number = storyboard.position(scene_id) + 1
        raise SceneLocked(f"Scene {number} is locked; unlock it before you change it.")
    return scene


def _replaced(storyboard: Storyboard, scene: Scene) -> Storyboard:
    scenes = [scene if s.id == scene.id else s for s in storyboard.scenes]
    return _with_scenes(storyboard, scenes)


def _with_scenes(storyboard: Storyboard, scenes: list[Scene]) -> Storyboard:
    return _checked(storyboard.model_copy(update={"scenes": tuple(scenes)}))


def _checked(storyboard: Storyboard) -> Storyboard:
    """Run the validators that ``model_copy`` skips."""
    return Storyboard.model_validate(storyboard.model_dump())


def _new_scene(written: SceneDraft, *, taken: list[SceneId]) -> Scene:
    salt = 0
    while (scene_id := _scene_id(written, salt)) in taken:
        salt += 1
    return Scene(id=scene_id, **written.model_dump())


def _scene_id(written: SceneDraft, salt: int) -> SceneId:
    source = f"{written.narration}\n{written.visual_prompt}\n{salt}".encode()
    name = base64.b32encode(hashlib.sha256(source).digest())[:8].decode().lower()
    return SceneId(f"s{name}")
