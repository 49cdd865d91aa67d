"""Runs a command, and leaves behind what it and its processes used: python3 child_usage.py COMMAND... Its exit code is the command's."""

import json
import os
import resource
import subprocess
import sys

code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# macOS counts bytes, Linux kilobytes.
unit = 1 / 1024 if sys.platform != "darwin" else 1 / 1024 / 1024
with open(os.environ["BENCHMARK_USAGE"], "w") as file:
    json.dump({"cpu": (used.ru_utime + used.ru_stime) * 1000, "memory": used.ru_maxrss * unit}, file)
sys.exit(code)
