"""What the system tells of a process: memory and open files. Linux only: it reads /proc."""

from pathlib import Path


def resident(pid: int) -> int:
    """Bytes of memory that a process has in use now."""
    return _status(pid, "VmRSS")


def resident_at_most(pid: int) -> int:
    """The most bytes of memory that a process has had in use."""
    return _status(pid, "VmHWM")


def open_files(pid: int) -> int:
    """How many file descriptors a process has open, sockets among them."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)
