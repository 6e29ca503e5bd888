"""``reelwright presets``: list, show, save, change and delete how one's next videos begin."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.console import Console

from api.cli.options import Key, Url

presets = typer.Typer(
    name="presets", help="How your next videos begin: presets of your own.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="A preset's name or title.")]


@presets.command("list")
def list_presets(url: Url = "", api_key: Key = "") -> None:
    """Print a line for each preset: name, title, whether it is the default, what it says."""
    for one in _with(url, api_key, lambda client: client.presets()):
        told = ", ".join(f"{what} {how}" for what, how in one["lines"])
        print(one["name"], one["title"], "default" if one["is_default"] else "", told, sep="\t")


@presets.command()
def save(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    thread: Annotated[str, typer.Option(help="Of this conversation; else the last one.")] = "",
    default: Annotated[bool, typer.Option("--default", help="Make it the default, too.")] = False,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Keep how a video looks and sounds, in the place of a preset of this title."""
    from api.cli.render import last_thread  # noqa: PLC0415

    saved = _with(
        url,
        api_key,
        lambda client: client.save_preset(
            {
                "title": title,
                "thread_id": thread or last_thread(client),
                "is_default": default,
            }
        ),
    )
    print(saved["name"])


@presets.command()
def change(
    name: Name,
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    seconds: Annotated[int | None, typer.Option(min=5, max=180, help="Wanted length.")] = None,
    language: Annotated[str | None, typer.Option(help="E.g. de, pt-BR.")] = None,
    tempo: Annotated[str | None, typer.Option(help="slow, normal or fast.")] = None,
    captions: Annotated[str | None, typer.Option(help="How captions look.")] = None,
    mood: Annotated[str | None, typer.Option(help="Of pictures and music.")] = None,
    voice: Annotated[str | None, typer.Option(help="A voice's id or name.")] = None,
    platform: Annotated[str | None, typer.Option(help="Where it is watched.")] = None,
    default: Annotated[
        bool | None, typer.Option("--default/--no-default", help="Make it the default, or not.")
    ] = None,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Change a preset; videos that were made with it stay."""
    given = {
        "title": title,
        "target_s": seconds,
        "language": language,
        "tempo": tempo,
        "captions": captions,
        "mood": mood,
        "voice": voice,
        "platform": platform,
        "is_default": default,
    }
    asked = {field: value for field, value in given.items() if value is not None}
    print(_with(url, api_key, lambda client: client.change_preset(name, asked))["name"])


@presets.command()
def delete(name: Name, url: Url = "", api_key: Key = "") -> None:
    """Delete a preset; videos keep their look."""
    _with(url, api_key, lambda client: client.delete_preset(name))


def _with(url: str, api_key: str, act: Callable[[Any], Any]) -> Any:
    from api.cli.client import Refused  # noqa: PLC0415
    from api.cli.server import any_client  # noqa: PLC0415
    from api.cli.steps import Steps  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    steps = Steps(Console(stderr=True))
    try:
        with any_client(read_environment(), steps, url=url, api_key=api_key) as client:
            return act(client)
    except Refused as error:
        steps.say(error.detail, style="red")
        raise typer.Exit(1) from error
