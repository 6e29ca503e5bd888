"""``python -m api.cli``: the command without its console script."""

from api.cli.app import main

main()
