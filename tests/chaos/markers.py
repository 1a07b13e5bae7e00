"""Aborted transactions, as the broker's own log segments tell of them.

A consumer never sees the markers that end transactions, so the segments are read as they lie on disk. Their format:
https://kafka.apache.org/documentation/#recordbatch and, for markers, "Control Batches" below it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_LENGTHS: Final = struct.Struct(">qi")
"""Base offset, and the bytes that follow."""

_BATCH: Final = struct.Struct(">ibIhiqqqhii")
"""Leader's epoch, magic, sum, attributes, last offset, first and last time, producer's id, epoch, sequence, size."""

_CONTROL: Final = 0x20
_ABORT: Final = 0


class Aborted(NamedTuple):
    """An aborted transaction. ``at``: when the coordinator told so, in milliseconds since 1970."""

    producer_id: int
    epoch: int
    at: int


def aborted_transactions(*records_dirs: Path) -> list[Aborted]:
    """Every aborted transaction that left a marker in one of the partitions under the brokers' ``log.dirs``.

    A transaction marks each copy of each partition it wrote to; it counts once, at the earliest of its markers. The
    epoch has risen by then, whoever ended it (KIP-890); before, only if it was a newer producer or the coordinator.
    """
    first: dict[tuple[int, int], int] = {}
    for segment in sorted(segment for folder in records_dirs for segment in folder.glob("*/*.log")):
        for producer_id, epoch, at in _aborts(segment.read_bytes()):
            known = first.get((producer_id, epoch))
            first[producer_id, epoch] = at if known is None else min(at, known)
    return [Aborted(producer_id, epoch, at) for (producer_id, epoch), at in first.items()]


def _aborts(segment: bytes) -> Iterator[Aborted]:
    position = 0
    while position + _LENGTHS.size + _BATCH.size <= len(segment):
        _, length = _LENGTHS.unpack_from(segment, position)
        if length <= 0:
            return  # the rest of a segment that was made longer beforehand
        fields = _BATCH.unpack_from(segment, position + _LENGTHS.size)
        attributes, at, producer_id, epoch = fields[3], fields[6], fields[7], fields[8]
        if attributes & _CONTROL and _kind(segment, position + _LENGTHS.size + _BATCH.size) == _ABORT:
            yield Aborted(producer_id, epoch, at)
        position += _LENGTHS.size + length


def _kind(segment: bytes, position: int) -> int:
    """The type in a marker's key. Its length, attributes, two deltas and the key's length are one byte each."""
    version_and_type = position + 5
    return int(struct.unpack_from(">hh", segment, version_and_type)[1])
