"""A video's packets, and the few of them that are worth a second decoder's time."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
from av.packet import Packet

from renderer.encoding.assembly import copied

HEAD = 3
"""Packets at the head of a group that are always looked at: every kind of frame is among them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A key frame and what follows up to the next, which needs nothing from elsewhere.

    Attributes:
        numbers: The frames, by their place in the video, in the order of decoding.
    """

    numbers: tuple[int, ...]

    @property
    def first(self) -> int:
        """Number of the key frame."""
        return self.numbers[0]


def groups_of(video: Path, *, fps: int) -> tuple[Group, ...]:
    """Read a file's packets, without decoding any."""
    groups: list[list[int]] = []
    with av.open(str(video)) as container:
        for packet in container.demux(video=0):
            if packet.size and packet.pts is not None:
                if packet.is_keyframe or not groups:
                    groups.append([])
                groups[-1].append(_number(packet, fps))
    return tuple(Group(tuple(numbers)) for numbers in groups)


def chosen(groups: Sequence[Group], wanted: Collection[int]) -> tuple[int, ...]:
    """Say how many packets of each group to look at: its head, or up to its last wanted frame."""
    return tuple(_count(group, wanted) for group in groups)


def write_sample(video: Path, counts: Sequence[int], out: Path) -> None:
    """Copy the first packets of every group into a file of their own."""
    with av.open(str(video)) as source, av.open(str(out), "w", format="matroska") as target:
        stream = copied(source.streams.video[0], target)
        group = place = -1
        for packet in source.demux(video=0):
            if not packet.size or packet.pts is None:
                continue
            if packet.is_keyframe or group < 0:
                group, place = group + 1, -1
            place += 1
            if place < counts[group]:
                packet.stream = stream
                target.mux(packet)


def _count(group: Group, wanted: Collection[int]) -> int:
    last = [place for place, number in enumerate(group.numbers, 1) if number in wanted]
    return min(len(group.numbers), max([HEAD, *last]))


def _number(packet: Packet, fps: int) -> int:
    return round((packet.pts or 0) * packet.time_base * fps)
