"""Fit a video to the length asked for, without changing a word. Pure; what is locked stays."""

from collections.abc import Mapping

from studio.domain.asset import SceneAssets
from studio.domain.footage import ClipSound
from studio.domain.pacing import TEMPO_RATE, breath_ms, measured_pace, scene_seconds
from studio.domain.scene import MAX_SCENE_MS, MIN_SCENE_MS, DurationPolicy, Scene
from studio.domain.storyboard import FASTEST, SLOWEST, Storyboard, Tempo
from studio.domain.units import Milliseconds, SceneId
from studio.domain.value import Value

CLOSE_ENOUGH = 0.05
"""Share of the wanted length that a video may miss."""
_PAUSE_SHARE, _PAUSE_S = 0.3, 0.8
"""How much longer than its words a scene may last before it drags: a share of them and a pause."""
_SILENT_S = 6.0
"""The longest that a scene without words may last."""
_STEP_MS = 50
_SURE = 0.03
"""A voice that is asked for another rate does not keep it to the last word."""
_RATES = tuple(n / 100 for n in range(round(SLOWEST * 100), round(FASTEST * 100) + 1))


class Stretch(Value):
    """What became of a video's length.

    Attributes:
        storyboard: With the new lengths.
        before_s: How long it was.
        after_s: How long it is.
        target_s: How long it should be.
        changed: Numbers of the scenes that last longer or shorter, from 1.
        offers: What would bring it nearer, where it is not near enough.
    """

    storyboard: Storyboard
    before_s: float
    after_s: float
    target_s: int
    changed: tuple[int, ...]
    offers: tuple[str, ...] = ()

    @property
    def is_close(self) -> bool:
        """Tell whether it is near enough."""
        return abs(self.after_s / self.target_s - 1) <= CLOSE_ENOUGH


def fit(board: Storyboard, made: Mapping[SceneId, SceneAssets]) -> Stretch:
    """Lengthen pauses, or take them out, until the video lasts as long as the brief says.

    A locked scene, one whose length the user has set, and one that lasts as its clip does stay.
    No word and no voice is changed, so nothing is made again but the frames.
    """
    pace = measured_pace(board.scenes, made)

    def seconds(scene: Scene) -> float:
        place = board.position(scene.id)
        breath = breath_ms(board, place)
        return scene_seconds(scene, made.get(scene.id), board.brief, pace=pace, breath_ms=breath)

    before = [seconds(scene) for scene in board.scenes]
    least = [
        _least(s, now, seconds(_by_voice(s)), board)
        for s, now in zip(board.scenes, before, strict=True)
    ]
    most = [
        _most(scene, now, low, board)
        for scene, now, low in zip(board.scenes, before, least, strict=True)
    ]
    wanted = _shared(least, most, board.brief.target_s)
    scenes = tuple(
        _timed(scene, want, low, now)
        for scene, want, low, now in zip(board.scenes, wanted, least, before, strict=True)
    )
    after = [seconds(scene) for scene in scenes]
    fitted = board.model_copy(update={"scenes": scenes})
    target = board.brief.target_s
    if abs(sum(after) - target) > abs(sum(before) - target):
        fitted, after = board, before
    done = Stretch(
        storyboard=fitted,
        before_s=round(sum(before), 2),
        after_s=round(sum(after), 2),
        target_s=target,
        changed=tuple(
            n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if abs(a - b) > 0.01
        ),
    )
    if done.is_close:
        return done
    return done.model_copy(update={"offers": _offers(done, fitted)})


def with_lengths(board: Storyboard, fitted: Storyboard) -> Storyboard:
    """Give each scene the length that it has in a fitted storyboard, and keep all else of it.

    So nothing is lost that was changed while the lengths were fitted; a locked scene stays.
    """
    lengths = {
        scene.id: {"duration_policy": scene.duration_policy, "fixed_ms": scene.fixed_ms}
        for scene in fitted.scenes
    }
    scenes = (
        scene if scene.locked else scene.model_copy(update=lengths.get(scene.id, {}))
        for scene in board.scenes
    )
    return board.model_copy(update={"scenes": tuple(scenes)})


def is_retold(before: Storyboard | None, now: Storyboard) -> bool:
    """Tell whether a video is told anew, or at another length, tempo, language or by another voice."""
    if before is None or not before.scenes:
        return True
    kept = {scene.id for scene in before.scenes} & {scene.id for scene in now.scenes}
    return not kept or _told_by(before) != _told_by(now)


def is_other_length(before: Storyboard | None, now: Storyboard) -> bool:
    """Tell whether anything is changed by which a video lasts longer or shorter."""
    return before is None or is_retold(before, now) or _times(before) != _times(now)


def why_missed(board: Storyboard, *, seconds: float, is_new_tempo: bool = False) -> str:
    """Say why a video is not as long as asked for, and what helps."""
    target = board.brief.target_s
    is_long, voiced = seconds > target, sum(len(s.spoken.split()) for s in board.scenes)
    if any(scene.locked for scene in board.scenes):
        why = "locked scenes stay as they are"
    elif is_new_tempo:
        why = "the voice keeps the tempo that you chose"
    elif is_long:
        why = "there are more words than fit, even without pauses"
    else:
        why = "there are too few words, and longer pauses would drag"
    words = max(1, round(abs(seconds - target) / seconds * voiced))
    fix = f"Leave out about {words} words" if is_long else f"Give me about {words} more words"
    return (
        f"The video lasts {seconds:.1f} s, not {target} s: {why}. "
        f"{fix}, or say “make it {round(seconds)} seconds”."
    )


def _told_by(board: Storyboard) -> tuple[object, ...]:
    brief, voice = board.brief, board.style.voice
    return brief.target_s, brief.tempo, brief.language, voice.maker, voice.voice


def _times(board: Storyboard) -> list[tuple[object, ...]]:
    return [(s.narration, s.duration_policy, s.fixed_ms, s.media) for s in board.scenes]


def rate_for(board: Storyboard, made: Mapping[SceneId, SceneAssets]) -> float | None:
    """Give the voice's rate at which pauses alone can bring a video to its length.

    Returns:
        The one nearest to 1; ``None`` where the present one does, none within ``SLOWEST`` and
        ``FASTEST`` would, a locked scene would sound different, or a voice is not made yet.
    """
    said = [scene for scene in board.scenes if scene.spoken]
    voices = [(made.get(scene.id) or SceneAssets()).voice for scene in said]
    if not said or any(scene.locked for scene in board.scenes) or not all(voices):
        return None
    now = board.voice_rate

    def reached(rate: float) -> Stretch:
        return fit(board, {**made, **{s.id: _at(made[s.id], now / rate) for s in said}})

    near = [r for r in _RATES if abs(reached(r).after_s / board.brief.target_s - 1) <= _SURE]
    best = min(near, key=lambda rate: abs(rate - 1), default=None)
    return None if best == now or (fit(board, made).is_close and now == 1.0) else best


def _at(assets: SceneAssets, longer: float) -> SceneAssets:
    if assets.voice is None:
        return assets
    duration = Milliseconds(round(assets.voice.duration_ms * longer))
    voice = assets.voice.model_copy(update={"duration_ms": duration})
    return assets.model_copy(update={"voice": voice})


def _is_fixed(scene: Scene, board: Storyboard) -> bool:
    follows_clip = scene.media is not None and scene.media.sound is ClipSound.INSTEAD
    return scene.locked or follows_clip or f"{scene.id}.length" in board.own


def _least(scene: Scene, now: float, spoken: float, board: Storyboard) -> float:
    if _is_fixed(scene, board):
        return now
    return spoken if scene.spoken else MIN_SCENE_MS / 1000


def _most(scene: Scene, now: float, low: float, board: Storyboard) -> float:
    if _is_fixed(scene, board):
        return now
    longest = low * (1 + _PAUSE_SHARE) + _PAUSE_S if scene.spoken else _SILENT_S
    return max(low, min(longest, MAX_SCENE_MS / 1000))


def _shared(least: list[float], most: list[float], target: float) -> list[float]:
    """Share out the time that is left, to each by how much it can take."""
    room = [high - low for low, high in zip(least, most, strict=True)]
    whole = sum(room)
    part = min(1.0, max(0.0, (target - sum(least)) / whole)) if whole else 0.0
    return [low + part * free for low, free in zip(least, room, strict=True)]


def _timed(scene: Scene, want: float, low: float, now: float) -> Scene:
    """Let a scene last so long; where that is as long as its words, they decide."""
    if abs(want - now) < _STEP_MS / 2000:
        return scene
    if scene.spoken and want - low < _STEP_MS / 1000:
        return _by_voice(scene)
    wanted = round(want * 1000 / _STEP_MS) * _STEP_MS
    held = {
        "duration_policy": DurationPolicy.FIXED,
        "fixed_ms": min(MAX_SCENE_MS, max(MIN_SCENE_MS, wanted)),
    }
    return scene.model_copy(update=held)


def _by_voice(scene: Scene) -> Scene:
    free = {"duration_policy": DurationPolicy.VOICE, "fixed_ms": None}
    return scene.model_copy(update=free)


def _offers(done: Stretch, board: Storyboard) -> tuple[str, ...]:
    gap = done.target_s - done.after_s
    said = sum(len(scene.spoken.split()) for scene in board.scenes)
    words = round(abs(gap) / done.after_s * said) if done.after_s else 0
    offers = [f"{'Tell' if gap > 0 else 'Leave out'} about {words} words"] if words else []
    tempo = _other_tempo(board.brief.tempo, is_slower=gap > 0)
    if tempo is not None and said:
        changed = done.after_s * TEMPO_RATE[board.brief.tempo] / TEMPO_RATE[tempo]
        offers.append(f"a {tempo.value} voice would make it about {changed:.0f} s")
    if any(scene.locked for scene in board.scenes):
        offers.append("unlock scenes, which stay as they are")
    return tuple(offers)


def _other_tempo(tempo: Tempo, *, is_slower: bool) -> Tempo | None:
    order = [Tempo.SLOW, Tempo.NORMAL, Tempo.FAST]
    place = order.index(tempo) + (-1 if is_slower else 1)
    return order[place] if 0 <= place < len(order) else None
