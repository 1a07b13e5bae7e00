"""On what the figures were measured."""

import os
import platform
import sys
from pathlib import Path
from typing import Final

QUIX: Final = "--quix-python"


def describe() -> dict[str, object]:
    """Processor, cores, memory, system and Python. Linux only."""
    return {
        "processor": _field(Path("/proc/cpuinfo"), "model name"),
        "cores": os.cpu_count(),
        "memory": _field(Path("/proc/meminfo"), "MemTotal"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def command(target: str) -> str:
    """How to run this process again. Where Quix Streams is installed, ``make`` knows."""
    given = list(sys.argv[1:])
    if QUIX in given:
        del given[given.index(QUIX) : given.index(QUIX) + 2]
    return f'make {target} ARGS="{" ".join(given)}"' if given else f"make {target}"


def _field(path: Path, name: str) -> str:
    for line in path.read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "unknown"
