"""A stage that counts the records of each key: the simplest that has rows, outputs, poison and timers.

A value is a number of milliseconds since 1970 at which the key's timer shall run out, or empty for none, or ``poison``,
or ``bug``.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from schemas.records import Outgoing, PartitionState, Poison, Record, Rows, StoredRow, Written, headers_of
from schemas.topics import StageTopics, Topic

FACTS = Topic("facts", "any", "when its timer runs out")
ROWS = Topic("counting-rows", "any", "how many", cleanup="compact")
COUNTS = Topic("counts", "any", "how many, and of which record")
COUNTING = StageTopics("counting", (FACTS,), ROWS, (COUNTS,))
TICKING = StageTopics("ticking", (FACTS,), ROWS, (COUNTS,), ticks=True)

TIMERS_AT_ONCE = 3


@dataclass(frozen=True)
class CountingStage:
    """Counts by key. A record of a key that its row has seen stops the worker. ``delay``: seconds per batch."""

    delay: float = 0.0

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        time.sleep(self.delay)  # stands for work
        written = Written(next_offset=batch[0].offset, consumed=0)
        for record in batch:
            if record.key is None and record.value is not None:
                if written.consumed:
                    return written  # a tick begins a step of its own
                return self._tick(rows, record)
            self.count(rows, record, written)
            written.consumed += 1
            written.next_offset = record.offset + 1
        return written

    def count(self, rows: Rows, record: Record, written: Written) -> None:
        if record.key is None or record.value == b"poison":
            written.poison.append(Poison(record, "ValueError", "not a time", "somewhere"))
            return
        if record.value == b"bug":
            raise RuntimeError(record.key.decode())
        before = written.rows.get(record.key) or rows.get(record.key)
        if before is not None and record.offset <= before.offset:
            raise RuntimeError("seen before")
        count = (int(before.value) if before else 0) + 1
        due_at = int(record.value) if record.value else None
        written.rows[record.key] = StoredRow(b"%d" % count, due_at, record.offset)
        cause = f"{record.partition}/{record.offset}"
        written.outputs.append(Outgoing(COUNTS.name, record.key, b"%d" % count, headers_of(cause=cause)))

    def _tick(self, rows: Rows, record: Record) -> Written:
        at = int(datetime.fromisoformat(json.loads(record.value or b"")["at"]).timestamp() * 1000)
        clock = max(at, rows.state.clock)
        written = Written(next_offset=record.offset, consumed=0, finished=False)
        due = rows.due(clock, TIMERS_AT_ONCE)
        for due_at, key in due:
            row = rows.get(key)
            assert row is not None
            written.rows[key] = StoredRow(row.value, None, row.offset)
            written.outputs.append(Outgoing(COUNTS.name, key, b"due", headers_of(due_at=str(due_at))))
        fired = rows.state.fired + len(due)
        if len(due) < TIMERS_AT_ONCE:
            written.finished, written.consumed, written.next_offset, fired = True, 1, record.offset + 1, 0
        written.state = PartitionState(clock=clock, fired=fired)
        return written


@dataclass(frozen=True)
class CountingSink:
    """Notes each record in a file, then counts it. Every fourth one it does not the first time it is asked."""

    acts: Path
    put_off: set[tuple[int, int]] = field(default_factory=set)

    async def perform(self, rows: Rows, records: Sequence[Record]) -> Written:
        record = records[0]
        where = record.partition, record.offset
        if record.offset % 4 == 0 and where not in self.put_off:
            self.put_off.add(where)
            return Written(next_offset=record.offset, consumed=0, finished=False)
        with self.acts.open("a") as file:
            file.write(f"{record.partition}/{record.offset}\n")
        written = Written(next_offset=record.offset + 1, consumed=1)
        CountingStage().count(rows, record, written)
        return written
