"""The socket that the API serves on, opened before the API so that nobody can take its port."""

import socket

from studio.domain.errors import Misconfigured

_TRIES = 50
_BACKLOG = 256


def open_listener(host: str, port: int, *, may_move: bool) -> socket.socket:
    """Listen on the port, or on the next free one where it is taken and may be left.

    Raises:
        Misconfigured: The port is taken and was asked for, or the address is not ours.
    """
    reason = ""
    last = min(port + _TRIES, 65535) if may_move and port else port
    for candidate in range(port, last + 1):
        try:
            return _listen(host, candidate)
        except OSError as error:
            reason = error.strerror or str(error)
    message = (
        f"cannot listen on {host}:{port} ({reason}); choose another with REELWRIGHT_PORT "
        "or --port, or end the program that uses it"
    )
    raise Misconfigured(message)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
