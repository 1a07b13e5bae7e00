"""How much memory a worker of contacts takes for each thousand contacts: rows in memory, and rows in RocksDB."""

import asyncio
import re
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks import contacts, process
from benchmarks.bench import Bench, Contender, WrongError, end
from benchmarks.recovery import rows
from benchmarks.work import PARTITIONS, Task
from schemas.records import StoredRow
from schemas.topics import CONTACT_FACTS, CONTACTS
from streams.names import Names
from streams.rows import headers_of_row

STORES: Final = {"in memory": False, "in RocksDB": True}
"""How rows are held, and whether that takes a folder."""

PATIENCE_S: Final = 300.0
SETTLED_S: Final = 5.0
"""After the rows are read, until what was only needed for that has been given back."""

_READ: Final = re.compile(r": (\d+) rows, from offset")


async def measure(bench: Bench, count: int) -> dict[str, Any]:
    """A worker with so many rows in its changelog, against one with half of them and one without any.

    RocksDB takes what it has been given for its caches, and then no more: the first rows cost more than the others.
    """
    found: dict[str, Any] = {"rows": count, "bytes of a row": len(contacts.a_row()[1])}
    for store, on_disk in STORES.items():
        if on_disk and find_spec("rocksdict") is None:
            found[store] = "not measured: rocksdict is not installed"
            continue
        (empty, _), (half, _), (full, most) = [
            await _worker(bench, on_disk=on_disk, count=many) for many in (0, count // 2, count)
        ]
        found[store] = {
            "MB without rows": round(empty / 1e6, 1),
            "MB with half of them": round(half / 1e6, 1),
            "MB": round(full / 1e6, 1),
            "MB at most": round(most / 1e6, 1),
            "MB for 1,000 contacts": round((full - empty) / count / 1e3, 3),
            "MB for each further 1,000": round((full - half) / (count - count // 2) / 1e3, 3),
        }
    return found


async def _worker(bench: Bench, *, on_disk: bool, count: int) -> tuple[int, int]:
    """Resident bytes of a worker once it has its rows: now, and the most until then."""
    name = f"memory-{'disk' if on_disk else 'map'}-{count}"
    names = Names(CONTACTS, f"{name}-")
    source, changelog = names.on_broker(CONTACT_FACTS.name), str(names.rows)
    bench.make([changelog], "compact")
    bench.make({*names.needed()} - {changelog})
    await bench.fill(changelog, rows(count), list(headers_of_row(StoredRow(b"", None, 0))))
    folder = str(bench.folder / name) if on_disk else ""
    task = Task(bench.kafka.bootstrap, name, source, changelog, "", names.prefix, folder=folder)
    log = bench.folder / f"{name}.log"
    worker = bench.start(Contender("ours", "memory_worker"), task, log)
    try:
        await asyncio.to_thread(_until_it_has_its_rows, bench, worker, names.group, source, log)
        await asyncio.sleep(SETTLED_S)
        read = sum(int(number) for number in _READ.findall(log.read_text()))
        if read != count:
            raise WrongError(f"memory: the worker found {read} rows of {count}")
        return process.resident(worker.pid), process.resident_at_most(worker.pid)
    finally:
        end(worker)
        bench.remove(names.needed())


def _until_it_has_its_rows(bench: Bench, worker: subprocess.Popen[bytes], group: str, source: str, log: Path) -> None:
    """A partition's first offset is committed once its rows have been read."""
    deadline = time.monotonic() + PATIENCE_S
    while len(bench.committed(group, source)) < PARTITIONS:
        if worker.poll() is not None or time.monotonic() > deadline:
            raise WrongError(f"memory: the worker did not read its rows:\n{log.read_text()[-3000:]}")
        time.sleep(0.5)
