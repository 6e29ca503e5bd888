"""A program without any network: ``python seclusion.py PARENT PROGRAM ARGUMENTS``.

Run as a file, it dies with its parent, leaves the network where the kernel permits that, and becomes the
program. It takes nothing but the standard library, so that this costs milliseconds. Without arguments it
prints whether the kernel permits it.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def leave_network() -> bool:
    """Move this thread where there is no network, loopback included, for good.

    Whoever may administer the machine does it at once, others in a user namespace of their own, which a
    process of several threads cannot have.

    Returns:
        Whether the kernel permits it: containers often forbid it, and so does AppArmor on some machines.

    Source:
        ``man 2 unshare``, ``man 7 user_namespaces``, ``man 7 network_namespaces``.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None)
    return not libc.unshare(_CLONE_NEWNET) or not libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def die_with(parent: int) -> None:
    """Die when the process that started this one dies; at once where it is gone already."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    is_alone = leave_network()
    if len(sys.argv) == 1:
        sys.exit(sys.stdout.write("alone\n" if is_alone else "reachable\n") and 0)
    # After that: whoever gains rights, were it over nothing, loses the signal.
    die_with(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606
