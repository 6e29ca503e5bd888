"""Scope: what a change touches, what of it must be made, and what stays byte-identical. Pure."""

from collections.abc import Collection, Mapping
from uuid import UUID

from studio.domain.asset import PictureAsset, SceneAssets, VoiceAsset, Word
from studio.domain.comparison import compare
from studio.domain.explanation import pieces_of
from studio.domain.media import Media
from studio.domain.output import Hardware
from studio.domain.pacing import scene_seconds
from studio.domain.render import RenderProfile
from studio.domain.scene import Scene
from studio.domain.segments import audio_digest
from studio.domain.storyboard import Music, Storyboard
from studio.domain.timeline import BREATH_MS, LEAD_IN_MS, compile_timeline
from studio.domain.units import AssetId, Digest, Milliseconds, SceneId, StorageKey
from studio.domain.value import Value

REAL_TIME = 3.2
"""Seconds of video that are rendered in a second, on two cores; ``docs/performance.md``."""
CLOSING_S = 1.5
"""Sound, joining and checking, whatever changed."""
DRAWN_S, BOUGHT_PICTURE_S = 0.25, 6.0
"""A picture of the built-in illustrator; one of a vendor, two at a time."""
SPOKEN_S, BOUGHT_VOICE_S = 0.1, 1.5
_UNMADE = AssetId(UUID(int=0))

Made = Mapping[SceneId, SceneAssets]


class Work(Value):
    """How much there is to make.

    Attributes:
        pictures: Scenes whose pictures are made.
        lines: Scenes whose words are spoken.
        frames: That are rendered.
        segments: Pieces that are rendered.
        is_sound_made: Whether the sound is mixed.
    """

    pictures: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    frames: int = 0
    segments: int = 0
    is_sound_made: bool = False

    def seconds(self, *, fps: int, is_bought: bool = False) -> float:
        """Judge how long it takes.

        Args:
            fps: Frames a second.
            is_bought: Whether pictures and voices are made by vendors.
        """
        picture_s = BOUGHT_PICTURE_S if is_bought else DRAWN_S
        voice_s = BOUGHT_VOICE_S if is_bought else SPOKEN_S
        made = len(self.pictures) * picture_s + len(self.lines) * voice_s
        rendered = self.frames / fps / REAL_TIME
        is_closed = self.frames or self.is_sound_made
        return made + rendered + (CLOSING_S if is_closed else 0.0)


class Scope(Value):
    """What a change is about.

    Attributes:
        words: What is different, a line each.
        scenes: The scenes that are touched, by their new numbers.
        work: What must be made.
        whole: What would have to be made were nothing there.
        fps: Frames a second.
        reused: Pieces that stay, byte by byte.
    """

    words: tuple[str, ...]
    scenes: tuple[int, ...]
    work: Work
    whole: Work
    fps: int
    reused: int

    @property
    def render_s(self) -> float:
        """Give the seconds of video that are rendered."""
        return round(self.work.frames / self.fps, 1)

    @property
    def total_s(self) -> float:
        """Give the length of the video."""
        return round(self.whole.frames / self.fps, 1)

    def share(self, *, is_bought: bool = False) -> float:
        """Give the part of the whole work that is done again, 0 to 1, closing left out."""
        whole = self.whole.model_copy(update={"is_sound_made": False})
        again = self.work.model_copy(update={"is_sound_made": False})
        parts = [work.seconds(fps=self.fps, is_bought=is_bought) for work in (again, whole)]
        closing = [CLOSING_S if work.frames else 0.0 for work in (again, whole)]
        done, everything = (part - close for part, close in zip(parts, closing, strict=True))
        return done / everything if everything else 0.0


def scope_of(
    old: Storyboard,
    new: Storyboard,
    *,
    made: Made,
    known: Made,
    rendered: Collection[Digest],
    profile: RenderProfile = RenderProfile.STANDARD,
    hardware: Hardware = Hardware.OFF,
    music: Media | None = None,
) -> Scope:
    """Tell what a change is about, before anything is made.

    Args:
        old: What holds before.
        new: What holds after; it has scenes.
        made: What exists for the new one's scenes.
        known: What exists for the old one's.
        rendered: Digests of the pieces that exist.
        profile: That is rendered.
        hardware: That encodes.
        music: The recording that the new one plays.
    """
    found = compare(old, new)
    timeline = compile_timeline(new, imagined(new, made), hardware=hardware, music=music)
    pieces = pieces_of(timeline, profile)
    missing = {
        p.segment.digest: p.segment.frames for p in pieces if p.segment.digest not in rendered
    }
    every = {p.segment.digest: p.segment.frames for p in pieces}
    touched = {d.new_number for d in found.scenes if d.new_number is not None}
    if old.scenes:
        # What is seen does not depend on the music, whose recording is not at hand.
        silent = old.model_copy(update={"music": Music(enabled=False)})
        before = compile_timeline(silent, imagined(old, known), hardware=hardware)
        same = {p.segment.digest for p in pieces_of(before, profile)}
        touched |= {n for p in pieces if p.segment.digest not in same for n in p.numbers[:1]}
    numbered = list(enumerate(new.scenes, 1))
    drawn = tuple(n for n, s in numbered if s.media is None)
    spoken = tuple(n for n, s in numbered if s.spoken)
    return Scope(
        words=found.words,
        scenes=tuple(sorted(touched)),
        work=Work(
            pictures=tuple(n for n in drawn if _of(made, new.scenes[n - 1]).picture is None),
            lines=tuple(n for n in spoken if _of(made, new.scenes[n - 1]).voice is None),
            frames=sum(missing.values()),
            segments=len(missing),
            is_sound_made=audio_digest(timeline.audio) not in rendered,
        ),
        whole=Work(
            pictures=drawn,
            lines=spoken,
            frames=sum(every.values()),
            segments=len(every),
            is_sound_made=True,
        ),
        fps=timeline.fps,
        reused=len(every) - len(missing),
    )


def pieces_wanted(
    board: Storyboard,
    made: Made,
    *,
    profile: RenderProfile = RenderProfile.STANDARD,
    hardware: Hardware = Hardware.OFF,
    music: Media | None = None,
) -> frozenset[Digest]:
    """Give the digests of all that a storyboard's video is made of."""
    timeline = compile_timeline(board, imagined(board, made), hardware=hardware, music=music)
    pieces = {piece.segment.digest for piece in pieces_of(timeline, profile)}
    return frozenset({*pieces, audio_digest(timeline.audio)})


def imagined(board: Storyboard, made: Made) -> dict[SceneId, SceneAssets]:
    """Fill in what is not made yet, so that a timeline can be laid out; voices last as estimated."""
    return {scene.id: _imagined(board, scene, _of(made, scene)) for scene in board.scenes}


def _imagined(board: Storyboard, scene: Scene, known: SceneAssets) -> SceneAssets:
    filled: dict[str, object] = {}
    if known.picture is None:
        filled["picture"] = PictureAsset(
            id=_UNMADE,
            key=StorageKey(f"unmade/{scene.id}.jpg"),
            thumbnail=StorageKey(""),
            recipe=Digest(""),
            width_px=board.output.width_px,
            height_px=board.output.height_px,
            maker="",
        )
    if known.voice is None and scene.spoken:
        filled["voice"] = _unspoken(board, scene)
    return known.model_copy(update=filled)


def _unspoken(board: Storyboard, scene: Scene) -> VoiceAsset:
    wanted = scene.model_copy(update={"fixed_ms": None, "duration_policy": "voice"})
    spoken_ms = scene_seconds(wanted, None, board.brief) * 1000 - LEAD_IN_MS - BREATH_MS
    texts = scene.narration.split()
    step = max(spoken_ms, 1.0) / len(texts)
    return VoiceAsset(
        id=_UNMADE,
        key=StorageKey(f"unmade/{scene.id}.wav"),
        recipe=Digest(""),
        duration_ms=Milliseconds(max(1, round(spoken_ms))),
        words=tuple(
            Word(
                text=text,
                start_ms=Milliseconds(round(n * step)),
                end_ms=Milliseconds(round((n + 1) * step)),
            )
            for n, text in enumerate(texts)
        ),
        maker="",
    )


def _of(made: Made, scene: Scene) -> SceneAssets:
    return made.get(scene.id, SceneAssets())


def removed(old: Storyboard, new: Storyboard) -> tuple[int, ...]:
    """Give the scenes that go, by the numbers that they had."""
    gone = (d.old_number for d in compare(old, new).scenes if d.kind == "removed")
    return tuple(number for number in gone if number is not None)


def renumbered(old: Storyboard, new: Storyboard) -> tuple[tuple[int, int], ...]:
    """Give what the scenes that stay were called and are called."""
    places = {scene.id: number for number, scene in enumerate(old.scenes, 1)}
    there = ((places.get(scene.id), number) for number, scene in enumerate(new.scenes, 1))
    return tuple((was, now) for was, now in there if was is not None and was != now)
