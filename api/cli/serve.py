"""``reelwright api``: the API alone, on an address or on a socket that the supervisor opened."""

import socket

import uvicorn

from api.app import create_app
from studio import log
from studio.settings import Settings

_GRACE_S = 30


def serve(settings: Settings, *, fd: int | None) -> None:
    """Serve until SIGTERM."""
    log.configure(format=settings.server.log_format, level=settings.server.log_level)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.server.host,
        port=settings.server.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    uvicorn.Server(config).run(sockets=sockets)
