"""Rows read back per second after a start: ours and plain Faust, from the same changelog.

Each reads it once before anything counts: a broker that has just written two gigabytes is still busy with the disk, and
compiles the code that serves them. What that first read took is said, too.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks import contacts
from benchmarks.bench import Bench, WrongError
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


async def measure(bench: Bench, count: int, faust_count: int, runs: int) -> dict[str, Any]:
    """Both, ours with ``count`` rows, plain Faust with fewer: it is slow, and linear. The median of the runs counts.

    Raises:
        WrongError: one did not read all rows.
    """
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
        first, *those_that_count = [_rows_per_second(module, task, bench.folder, many) for _ in range(runs + 1)]
        found[name] = {
            "rows": many,
            "rows/s": round(median(those_that_count)),
            "runs, rows/s": those_that_count,
            "first, rows/s": first,
        }
        bench.remove([task.source, task.rows])
    ratio = found["ours"]["rows/s"] / found["plain Faust"]["rows/s"]
    return found | {"partitions": PARTITIONS, "times as fast": round(ratio, 1), "wanted": WANTED}


def _rows_per_second(module: str, task: Task, folder: Path, count: int) -> int:
    given = json.dumps(asdict(task) | {"folder": str(folder / module)})
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{module}", given]
    here = Path(__file__).resolve().parent.parent
    said = subprocess.run(command, cwd=here, check=True, stdout=subprocess.PIPE, timeout=900)  # noqa: S603  # our own
    read, seconds = said.stdout.split()[-2:]
    if int(read) != count:
        raise WrongError(f"{module} read {int(read)} rows of {count}")
    return round(count / float(seconds))


def say(started: float, count: int) -> None:
    """Print how long it took, for the process that waits; ``count`` must be what was there."""
    print(count, time.monotonic() - started, flush=True)
