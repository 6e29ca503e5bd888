"""Share the processor fairly, whatever an encoder does about it."""

import contextlib
import os
import sys
from pathlib import Path


def take_turns() -> None:
    """Put every thread of this process back under the usual scheduling.

    SVT-AV1 gives the whole process real-time priority wherever it runs as root, also in its calls of
    one thread. All that is started later inherits it, and nothing else on the machine gets its turn.
    """
    if sys.platform != "linux":
        return
    for task in Path("/proc/self/task").iterdir():
        # A thread may end meanwhile.
        with contextlib.suppress(ProcessLookupError):
            if os.sched_getscheduler(int(task.name)) != os.SCHED_OTHER:
                os.sched_setscheduler(int(task.name), os.SCHED_OTHER, os.sched_param(0))
