"""Options that several commands share."""

from typing import Annotated

import typer

Url = Annotated[
    str, typer.Option("--url", envvar="REELWRIGHT_URL", help="A server elsewhere, to speak to.")
]
Key = Annotated[
    str, typer.Option("--api-key", envvar="REELWRIGHT_API_KEY", help="The key for that server.")
]
