"""Start a program of the renderer where there is no network: ``python -m renderer.programs.secluded MODULE ARGUMENTS``."""

import runpy
import sys

from renderer.programs.seclusion import leave_network

if __name__ == "__main__":
    leave_network()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
