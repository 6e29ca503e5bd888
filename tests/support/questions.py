"""Questions as data: a script that waits, a change and what it is about."""

from collections.abc import Collection

from studio.domain.asking import ScriptAsk, ScriptLine
from studio.domain.units import Digest, SceneId
from studio.domain.version_cards import ChangeCard


def script(*, of: int, new: Collection[int]) -> ScriptAsk:
    """Give a script of so many scenes, of which some are asked about."""
    return ScriptAsk(
        version=1,
        script=tuple(
            ScriptLine(
                key=Digest(f"{number:064}"),
                scene=number,
                id=SceneId(f"s{number}"),
                narration="Tides rise.",
                on_screen_text="",
                is_new=number in new,
            )
            for number in range(1, of + 1)
        ),
    )


def change(touched: tuple[int, ...], removed: tuple[int, ...] = ()) -> ChangeCard:
    """Give a change that touches and removes scenes and takes eight and a half seconds."""
    return ChangeCard(
        old=1,
        new=2,
        words=(),
        scenes=touched,
        pictures=(),
        lines=(),
        render_s=3,
        total_s=20,
        segments_made=1,
        segments_reused=4,
        is_sound_made=False,
        takes_s=8.5,
        cost_usd="0",
        above_usd=None,
        asks=False,
        removed=removed,
    )
