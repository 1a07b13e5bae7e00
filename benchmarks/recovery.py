"""Rows read back per second after a start: ours and plain Faust, from the same changelog."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks import contacts
from benchmarks.bench import Bench
from benchmarks.work import PARTITIONS, Task
from schemas.records import StoredRow
from streams.rows import headers_of_row

GROUP: Final = "recovery"
WANTED: Final = 15.0


def rows(count: int) -> Iterator[tuple[bytes, bytes]]:
    """So many contacts' rows: one made by the rules, under the keys of many."""
    key, value = contacts.a_row()
    contact = key.rpartition(b"/")[2]
    for number in range(count):
        other = b"003%09d" % number
        yield key.replace(contact, other), value.replace(contact, other)


async def measure(bench: Bench, count: int, faust_count: int) -> dict[str, Any]:
    """Both, ours with ``count`` rows, plain Faust with fewer: it is slow, and linear."""
    found: dict[str, Any] = {"bytes of a row": len(contacts.a_row()[1])}
    headers = list(headers_of_row(StoredRow(b"", None, 1)))
    for name, module, many in (
        ("ours", "recovery_ours", count),
        ("plain Faust", "recovery_plain_faust", faust_count),
    ):
        group = f"{GROUP}-{module.replace('_', '-')}"
        task = Task(bench.kafka.bootstrap, group, f"{group}-source", f"{group}-rows-changelog", "")
        bench.make([task.source])
        bench.make([task.rows], "compact")
        await bench.fill(task.rows, rows(many), headers)
        read, seconds = _run(module, task, bench.folder)
        if read != many:
            raise ValueError(f"{name} read {read} rows of {many}")
        found[name] = {"rows": many, "seconds": round(seconds, 2), "rows/s": round(many / seconds)}
        bench.remove([task.source, task.rows])
    ratio = found["ours"]["rows/s"] / found["plain Faust"]["rows/s"]
    return found | {"partitions": PARTITIONS, "times as fast": round(ratio, 1), "wanted": WANTED}


def _run(module: str, task: Task, folder: Path) -> tuple[int, float]:
    given = json.dumps(asdict(task) | {"folder": str(folder / module)})
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{module}", given]
    here = Path(__file__).resolve().parent.parent
    said = subprocess.run(command, cwd=here, check=True, stdout=subprocess.PIPE, timeout=900)  # noqa: S603  # our own
    count, seconds = said.stdout.split()[-2:]
    return int(count), float(seconds)


def say(started: float, count: int) -> None:
    """Print how long it took, for the process that waits; ``count`` must be what was there."""
    print(count, time.monotonic() - started, flush=True)
