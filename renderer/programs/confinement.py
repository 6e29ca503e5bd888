"""Bounds for a program that decodes foreign bytes."""

import ctypes
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def confine(*, memory_bytes: int, cpu_s: int, file_bytes: int = 0) -> None:
    """Bound what a file can make its decoder do, and die with whoever asked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
