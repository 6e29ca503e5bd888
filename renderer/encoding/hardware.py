"""Encoders of graphics processors: used only after one of them has encoded a few frames well."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import av
import structlog
from av.error import FFmpegError

from renderer.encoding.encode import encode
from renderer.encoding.recipes import GOP_S, Recipe
from renderer.pixels.frames import Planes
from studio.domain.errors import RenderFailed
from studio.domain.output import Codec, Hardware

log = structlog.get_logger()

LENGTHS = (13, 1)
"""Two pieces of a probe, which must join."""
SIZE_PX = 256
LUMA_TOLERANCE = 6.0
START_S, PROBE_S = 60.0, 30.0
_TAGS = {Codec.H264: "", Codec.HEVC: "hvc1", Codec.AV1: ""}
_PROFILES = {Codec.H264: {"profile": "high"}, Codec.HEVC: {"profile": "main"}, Codec.AV1: {}}
_QUALITY = {
    Hardware.NVENC: {
        "preset": "p5",
        "rc": "vbr",
        "cq": "24",
        "b": "0",
        "no-scenecut": "1",
        "forced-idr": "1",
    },
    Hardware.QSV: {"preset": "medium", "global_quality": "23", "async_depth": "1"},
    Hardware.AMF: {"quality": "balanced", "rc": "cqp", "qp_i": "22", "qp_p": "24"},
    Hardware.VAAPI: {"rc_mode": "CQP", "q": "23", "async_depth": "1"},
    Hardware.VIDEOTOOLBOX: {"b": "8000000", "realtime": "0"},
}
"""Constant quality, but for Apple's, which has none on every chip."""


def candidates(
    wanted: Hardware, codec: Codec, *, fps: int, nodes: Sequence[str]
) -> tuple[Recipe, ...]:
    """Give the settings that a wish allows, the best first; none where it is off. Pure.

    Frames are never reordered: vendors differ in how they say by how much.

    Args:
        wanted: The wish.
        codec: Of the video.
        fps: Frames a second.
        nodes: Devices for VA-API, each of which is tried.
    """
    families = tuple(_QUALITY) if wanted is Hardware.AUTO else (wanted,)
    return tuple(
        Recipe(
            f"{codec}_{family}",
            {**_QUALITY[family], **_PROFILES[codec], "bf": "0", "g": str(GOP_S * fps)},
            tag=_TAGS[codec],
            pixel_format="yuv420p" if family is Hardware.NVENC else "nv12",
            delay=0,
            is_piped=family is Hardware.VAAPI,
            device=device,
        )
        for family in families
        if family in _QUALITY
        for device in (nodes if family is Hardware.VAAPI else ("",))
    )


def render_nodes(folder: Path = Path("/dev/dri")) -> tuple[str, ...]:
    """Give the devices that VA-API may be asked at; the usual one where none is seen."""
    found = sorted(str(node) for node in folder.glob("renderD*"))
    return tuple(found) or (str(folder / "renderD128"),)


def hardware_recipe(wanted: Hardware, codec: Codec, *, fps: int) -> Recipe | None:
    """Give the first settings that work on this machine; ``None`` means software.

    A process probes once; its forks know the answer.
    """
    titles = _working(wanted)
    every = candidates(wanted, codec, fps=fps, nodes=render_nodes())
    return next((recipe for recipe in every if recipe.title in titles), None)


def faults_of(
    recipes: Sequence[Recipe], probe: Callable[[Recipe], str], *, patience_s: float = PROBE_S
) -> dict[str, str]:
    """Probe encoders in a process of its own, as some drivers crash or hang, and none is forked.

    Returns:
        For each encoder that is there, by its title, what is wrong with it; empty where it works.
    """
    left = [one for one in recipes if one.is_piped or one.encoder in av.codecs_available]
    faults: dict[str, str] = {}
    while left:
        faults |= _told(left, probe, patience_s)
        left = [recipe for recipe in left if recipe.title not in faults]
    return faults


def fault_of(recipe: Recipe) -> str:
    """Encode two short pieces; say what is wrong with them, or nothing."""
    headers: set[bytes] = set()
    with tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
        for length in LENGTHS:
            path = Path(folder) / f"{length}.mp4"
            try:
                encode(
                    (_grey(number) for number in range(length)),
                    path,
                    width_px=SIZE_PX,
                    height_px=SIZE_PX,
                    fps=30,
                    total=length,
                    recipe=recipe,
                    on_progress=lambda _: True,
                )
                fault, header = _examined(path, length)
            except (RenderFailed, FFmpegError, ValueError) as error:
                return f"it does not encode ({_reason(error)})"
            if fault:
                return fault
            headers.add(header)
    return "" if len(headers) == 1 else "its pieces differ in their parameters"


@cache
def _working(wanted: Hardware) -> frozenset[str]:
    faults = faults_of(_every(wanted), fault_of)
    for name, fault in faults.items():
        if fault:
            log.warning("encoder.refused", encoder=name, reason=fault)
        else:
            log.info("encoder.works", encoder=name)
    working = frozenset(name for name, fault in faults.items() if not fault)
    if wanted is not Hardware.OFF and not working:
        log.warning("encoder.software", wanted=wanted.value)
    return working


def _every(wanted: Hardware) -> list[Recipe]:
    nodes = render_nodes()
    return [one for codec in Codec for one in candidates(wanted, codec, fps=30, nodes=nodes)]


def _told(
    recipes: Sequence[Recipe], probe: Callable[[Recipe], str], patience_s: float
) -> dict[str, str]:
    """Give the answers up to the first that does not come."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(recipes, probe, sender), daemon=True)
    process.start()
    sender.close()
    faults, asked = dict[str, str](), recipes[0].title
    try:
        if not receiver.poll(START_S):
            return {recipe.title: "its probe did not start" for recipe in recipes}
        receiver.recv()
        for asked in (recipe.title for recipe in recipes):
            if not receiver.poll(patience_s):
                return faults | {asked: f"its probe took longer than {patience_s:g} s"}
            faults[asked] = receiver.recv()
    except EOFError:
        faults[asked] = "its probe crashed"
    finally:
        process.kill()
        process.join()
        receiver.close()
    return faults


def _tell(recipes: Sequence[Recipe], probe: Callable[[Recipe], str], sender: Connection) -> None:
    sender.send("")
    for recipe in recipes:
        sender.send(probe(recipe))


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, RenderFailed) and cause.stderr_tail:
        return cause.stderr_tail.splitlines()[0]
    return str(cause.strerror if isinstance(cause, FFmpegError) else cause)


def _luma(number: int) -> int:
    return 40 + (number * 37) % 160


def _grey(number: int) -> Callable[[Planes], None]:
    def paint(frame: Planes) -> None:
        frame.y[:], frame.u[:], frame.v[:] = _luma(number), 128, 128

    return paint


def _examined(path: Path, length: int) -> tuple[str, bytes]:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        header = bytes(video.codec_context.extradata or b"")
        packets = [packet for packet in container.demux(video) if packet.size]
    with av.open(str(path)) as container:
        shown = [float(f.to_ndarray()[:SIZE_PX].mean()) for f in container.decode(video=0)]
    return _fault(packets, shown, length), header


def _fault(packets: Sequence[av.Packet], shown: Sequence[float], length: int) -> str:
    times = [packet.pts for packet in packets if packet.pts is not None]
    if len(shown) != length or len(times) != length:
        return f"it gives {len(shown)} frames for {length}"
    if not packets[0].is_keyframe or any(b <= a for a, b in pairwise(times)):
        return "it does not begin anew, or reorders frames"
    if max(abs(luma - _luma(n)) for n, luma in enumerate(shown)) > LUMA_TOLERANCE:
        return "its pictures are not those that it was given"
    return ""


def _lines(wanted: Hardware) -> Iterator[str]:
    for name, fault in faults_of(_every(wanted), fault_of).items():
        yield f"{name}: {fault or 'works'}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in _lines(Hardware(sys.argv[1]))))
