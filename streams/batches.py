"""Runs of records, and how many of them a stage is given at once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from schemas.records import Record

FIRST_SIZE: Final = 100
"""Nothing is known yet of how long a stage takes: begin small, double while it is quick."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one fetch brought of one partition: what an agent gets as one event.

    ``topic`` is the name in schemas.topics, without the prefix, as in each of ``records``. ``begin`` and ``end`` are
    the positions before and after: no record lies between the end of one batch and the beginning of the next, whatever
    gaps markers and compaction leave between offsets. ``turn`` tells apart the times that a worker held the partition.
    """

    topic: str
    partition: int
    begin: int
    end: int
    turn: int
    records: Sequence[Record]


def beginning(records: Sequence[Record], size: int, max_bytes: int) -> Sequence[Record]:
    """The first records: at most ``size``, at most ``max_bytes`` of keys and values, at least one."""
    total = 0
    for count, record in enumerate(records[:size]):
        total += len(record.key or b"") + len(record.value or b"")
        if total > max_bytes and count:
            return records[:count]
    return records if len(records) <= size else records[:size]


def next_size(size: int, consumed: int, seconds: float, *, max_records: int, max_seconds: float) -> int:
    """How many records to give the stage next, when ``consumed`` of them took ``seconds``.

    At most twice ``size``, so that one quick batch does not lead to a long one.
    """
    if consumed == 0 or seconds <= 0:
        return size
    fitting = int(consumed * max_seconds / seconds)
    return max(1, min(fitting, 2 * size, max_records))
