"""What a contender did, seen from outside: the broker's own stamps on what was written, and the process's seconds."""

import os
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.work import COUNT_DIGITS, PARTITIONS

WARM_UP: Final = 0.1
"""The clock starts when a tenth is written: start-up, joining the group, first small batches are no question."""

_STEP: Final = 0.02
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Seconds:
    """How much processor time some processes have used, noted every 20 ms. Linux only: it reads /proc."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = dict(pids)
        self._times: list[float] = []
        self._used: dict[str, list[float]] = {name: [] for name in pids}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Note no more."""
        self._over.set()
        self._thread.join()

    def between(self, name: str, start: float, end: float) -> float:
        """Processor seconds that a process used between two moments (seconds since 1970)."""
        return self._at(name, end) - self._at(name, start)

    def _at(self, name: str, moment: float) -> float:
        index = bisect_left(self._times, moment)
        return self._used[name][min(index, len(self._times) - 1)]

    def _watch(self) -> None:
        while not self._over.wait(_STEP):
            try:
                used = {name: _used_by(pid) for name, pid in self._pids.items()}
            except OSError:
                return  # a process has ended
            self._times.append(time.time())
            for name, seconds in used.items():
                self._used[name].append(seconds)


def _used_by(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS  # of the user and of the system, for all threads


@dataclass
class Seen:
    """What lies on a topic.

    ``stamps``: the broker's times of appending, in seconds since 1970, sorted. ``values``: of each key, in order.
    """

    stamps: list[float] = field(default_factory=list)
    values: dict[bytes, list[bytes]] = field(default_factory=dict)


async def read(bootstrap: str, topics: Sequence[str], *, keep: bool = False, partitions: int = PARTITIONS) -> Seen:
    """All committed records of some topics; their values only on request."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=8 * 1024 * 1024,
    )
    sources = [TopicPartition(topic, partition) for topic in topics for partition in range(partitions)]
    seen = Seen()
    await consumer.start()
    try:
        consumer.assign(sources)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(sources)
        while any([await consumer.position(source) < end for source, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200, max_records=20_000)).values():
                seen.stamps += [record.timestamp / 1000 for record in records]
                for record in records if keep else ():
                    seen.values.setdefault(record.key, []).append(record.value)
    finally:
        await consumer.stop()
    seen.stamps.sort()
    return seen


def complaint(outputs: Seen, rows: Seen, records: int, times: int) -> str | None:
    """What is wrong with what was written; None where every record has its row and its output."""
    if len(outputs.stamps) != records or len(rows.stamps) != records:
        return f"{records} records gave {len(rows.stamps)} rows and {len(outputs.stamps)} outputs"
    expected = [b"%0*d" % (COUNT_DIGITS, count) for count in range(1, times + 1)]
    wrong = sum([value[:COUNT_DIGITS] for value in values] != expected for values in outputs.values.values())
    return f"the outputs of {wrong} keys do not count up" if wrong else None


def counts_up(outputs: Seen, records: int) -> str | None:
    """What is wrong with outputs alone, however often each key came; None where nothing is."""
    if len(outputs.stamps) != records:
        return f"{records} records gave {len(outputs.stamps)} outputs"
    wrong = sum(
        [int(value[:COUNT_DIGITS]) for value in values] != list(range(1, len(values) + 1))
        for values in outputs.values.values()
    )
    return f"the outputs of {wrong} keys do not count up" if wrong else None


@dataclass(frozen=True)
class Measured:
    """One run: how fast, and what it cost for each record."""

    records_per_second: float
    worker_us: float
    broker_us: float
    load: float


def measure(stamps: Iterable[Sequence[float]], seconds: Seconds, records: int, load: float) -> Measured:
    """From when a tenth of the rows was written to when the last row or output was. ``stamps``: rows', outputs'."""
    return measure_many(stamps, seconds, records, load, 0)


def measure_many(
    stamps: Iterable[Sequence[float]], seconds: Seconds, records: int, load: float, workers: int
) -> Measured:
    """The same for several workers, whose seconds are noted as ``worker 0``, ``worker 1`` and so on."""
    names = [f"worker {number}" for number in range(workers)] or ["worker"]
    rows, *others = stamps
    warm = int(len(rows) * WARM_UP)
    start, end = rows[warm], max(series[-1] for series in (rows, *others) if series)
    counted = records * (1 - sum(1 for stamp in rows if stamp <= start) / len(rows))
    return Measured(
        counted / (end - start),
        sum(seconds.between(name, start, end) for name in names) / counted * 1e6,
        seconds.between("broker", start, end) / counted * 1e6,
        load,
    )


def tally(values: Mapping[bytes, Sequence[bytes]]) -> Counter[tuple[bytes, bytes]]:
    """All outputs as a multiset, to compare those of two contenders."""
    return Counter((key, value) for key, many in values.items() for value in many)
