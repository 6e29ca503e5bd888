"""What one task may take of its machine: foreign pictures and clips are decoded in its process."""

import ctypes
import os
import resource
import signal
import sys

MEMORY_BYTES = 3 * 1024**3
"""Of a task, on top of what its worker holds: several times what the worst picture, clip or codec
that is let in needs. Beyond it the task fails in words instead of the machine."""
FILE_BYTES = 8 * 1024**3
"""Of one file that a task or a program of its writes: an hour of the archive profile."""
_PR_SET_PDEATHSIG = 1


def confine() -> None:
    """Bound this process and the programs that it starts; for good.

    Not its address space, of which numba and the threads reserve far more than they use, but what it
    may write to. Time is the queue's to bound, and ffmpeg has a bound of its own for each call.
    """
    if sys.platform == "linux":
        _at_most(resource.RLIMIT_DATA, MEMORY_BYTES)
    _at_most(resource.RLIMIT_FSIZE, FILE_BYTES)
    _at_most(resource.RLIMIT_CORE, 0)


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; at once where it has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # In a container the parent itself is often process 1, so 1 says nothing.
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def _at_most(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
