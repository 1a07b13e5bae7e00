"""Topics and rows in memory: what Kafka holds for the stages, without Kafka. Pure."""

import heapq
from collections.abc import Sequence
from typing import Final
from zlib import crc32

from schemas.records import Headers, PartitionState, Record, Rows, StoredRow, Written

_STALE_BEFORE_SWEEP: Final = 1000
"""Outdated timers may lie in the heap up to so many beyond the true ones, before it is built anew."""


class MemoryRows(Rows):
    """The rows of one partition. They change in ``commit`` only."""

    def __init__(self) -> None:
        self._state = PartitionState()
        self._rows: dict[bytes, StoredRow] = {}
        self._timers: list[tuple[int, bytes]] = []
        self._armed = 0

    @property
    def state(self) -> PartitionState:
        """What is remembered of the partition as a whole."""
        return self._state

    @property
    def rows(self) -> dict[bytes, StoredRow]:
        """All rows by key. For reading."""
        return self._rows

    def get(self, key: bytes) -> StoredRow | None:
        """The row of an entity, or None."""
        return self._rows.get(key)

    def next_due(self) -> int | None:
        """When the first timer is due, in milliseconds since 1970."""
        while self._timers and not self._holds(self._timers[0]):
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Up to ``limit`` pairs (due_at, key) with ``due_at <= until``, in that order."""
        found: list[tuple[int, bytes]] = []
        while len(found) < limit and (first := self.next_due()) is not None and first <= until:
            timer = heapq.heappop(self._timers)
            if not found or found[-1] != timer:  # a timer that was moved and moved back lies here twice
                found.append(timer)
        for timer in found:
            heapq.heappush(self._timers, timer)
        return found

    def commit(self, written: Written) -> None:
        """Make a step's rows and state the committed ones."""
        for key, row in written.rows.items():
            before = self._rows.get(key)
            self._arm(key, before.due_at if before else None, row.due_at if row else None)
            if row is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        if written.state is not None:
            self._state = written.state

    def _arm(self, key: bytes, before: int | None, after: int | None) -> None:
        self._armed += (after is not None) - (before is not None)
        if after is None or after == before:
            return
        heapq.heappush(self._timers, (after, key))
        if len(self._timers) > 2 * self._armed + _STALE_BEFORE_SWEEP:
            self._timers = sorted({timer for timer in self._timers if self._holds(timer) or timer == (after, key)})

    def _holds(self, timer: tuple[int, bytes]) -> bool:
        row = self._rows.get(timer[1])
        return row is not None and row.due_at == timer[0]


class MemoryTopic:
    """A topic whose records have not been read yet. A record that was read is gone."""

    def __init__(self, name: str, partitions: int) -> None:
        self.name = name
        self.waiting: list[list[Record]] = [[] for _ in range(partitions)]
        self._ends = [0] * partitions

    def append(self, key: bytes | None, value: bytes | None, timestamp: int, headers: Headers = ()) -> Record:
        """Write a record where its key belongs."""
        return self.append_to(crc32(key or b"") % len(self._ends), key, value, timestamp, headers)

    def append_to(
        self, partition: int, key: bytes | None, value: bytes | None, timestamp: int, headers: Headers = ()
    ) -> Record:
        """Write a record to one partition."""
        record = Record(self.name, partition, self._ends[partition], timestamp, key, value, headers)
        self._ends[partition] += 1
        self.waiting[partition].append(record)
        return record

    def take(self, partition: int) -> list[Record]:
        """All that waits in a partition, oldest first."""
        taken, self.waiting[partition] = self.waiting[partition], []
        return taken
