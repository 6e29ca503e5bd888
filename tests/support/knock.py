"""Knock at a port of this machine, and say whether somebody opened: ``python -m tests.support.knock PORT``."""

import socket
import sys

if __name__ == "__main__":
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5):
            sys.stdout.write("open\n")
    except OSError:
        sys.stdout.write("unreachable\n")
