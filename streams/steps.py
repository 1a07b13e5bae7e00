"""One step of a stage or sink: given records, what is to be written, and what it then looks like on the broker."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiokafka import TopicPartition

from schemas.records import (
    STATE_KEY,
    Applies,
    Outgoing,
    PartitionState,
    Performs,
    Poison,
    Record,
    Written,
)
from streams.batches import FIRST_SIZE, beginning, next_size
from streams.dead_letters import fitting_value, headers_of_dead_letter
from streams.errors import StageError
from streams.names import Names
from streams.partitioner import partitions_of
from streams.record_batch import Line
from streams.rows import PartitionRows, headers_of_row, headers_of_state
from streams.settings import TransportSettings
from streams.topic_check import Topics
from streams.transactions import Lines


class Work(Protocol):
    """What an agent wants done with a batch."""

    async def step(self, rows: PartitionRows, records: Sequence[Record]) -> Written:
        """Work off the beginning of ``records``."""


class Applying:
    """Folds records through a stage, as many at once as fit into the time that a batch may take."""

    def __init__(self, stage: Applies, settings: TransportSettings) -> None:
        self._stage = stage
        self._settings = settings
        self._size = min(FIRST_SIZE, settings.batch_records)

    async def step(self, rows: PartitionRows, records: Sequence[Record]) -> Written:
        """Apply the stage. It does no IO, so nothing else runs meanwhile."""
        settings = self._settings
        run = beginning(records, self._size, settings.batch_bytes)
        # Its own work only: if waiting for a processor counted, a busy machine would get more and smaller transactions.
        started = time.thread_time()
        written = self._stage.apply(rows, run)
        self._size = next_size(
            self._size,
            written.consumed,
            time.thread_time() - started,
            max_records=settings.batch_records,
            max_seconds=settings.batch_seconds,
        )
        return written


class Performing:
    """Lets a sink act on one record at a time, for a bounded time, with those that follow it in sight."""

    def __init__(self, sink: Performs, settings: TransportSettings) -> None:
        self._sink = sink
        self._timeout = settings.perform_timeout

    async def step(self, rows: PartitionRows, records: Sequence[Record]) -> Written:
        """Act on the first record, or skip some. What it wants written is committed afterwards.

        ``records`` is what is left of one batch: what was fetched after it is not in sight yet. A sink that cannot act
        now waits a while, consumes nothing and is asked again.
        """
        async with asyncio.timeout(self._timeout):
            return await self._sink.perform(rows, records)


def check(written: Written, records: Sequence[Record], first: int) -> None:
    """See that what a step answered can be committed.

    Args:
        records: what it was given.
        first: the offset committed so far.

    Raises:
        StageError: it made no progress, or would commit what was not worked off, or go back.
    """
    if written.finished and not 0 < written.consumed <= len(records):
        raise StageError(
            f"It says that {written.consumed} of {len(records)} records are done with, and nothing is left to do."
        )
    if not 0 <= written.consumed <= len(records):
        raise StageError(f"It says that {written.consumed} of {len(records)} records are done with.")
    limit = records[written.consumed - 1].offset + 1 if written.consumed else records[0].offset
    if written.consumed < len(records):
        limit = max(limit, records[written.consumed].offset)
    if not first <= written.next_offset <= limit:
        raise StageError(f"It wants to commit offset {written.next_offset}; {first} to {limit} would be right.")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Turns what a step wrote into records on the broker. ``partition`` is that of the facts."""

    names: Names
    topics: Topics
    partition: int

    def of(self, written: Written, topic_id: str) -> Lines:
        """Rows, the partition's state, outputs, dead letters. ``topic_id``: of the facts topic.

        Raises:
            StageError: there are rows, and no topic for them.
        """
        lines: defaultdict[TopicPartition, list[Line]] = defaultdict(list)
        if written.rows:
            lines[self._changelog] += [
                (key, None, (), None) if row is None else (key, row.value, headers_of_row(row), None)
                for key, row in written.rows.items()
            ]
        if written.state is not None:
            lines[self._changelog].append(_line_of_state(written.state, topic_id))
        self._add_outputs(lines, written.outputs)
        for poison in written.poison:
            target, letter = self._dead_letter(poison)
            lines[target].append(letter)
        return lines

    def of_state(self, state: PartitionState, topic_id: str) -> Lines:
        """The partition's own state alone."""
        return {self._changelog: [_line_of_state(state, topic_id)]}

    @property
    def _changelog(self) -> TopicPartition:
        if self.names.rows is None:
            raise StageError(f"It writes rows, and the stage '{self.names.stage.name}' declares no topic for them.")
        return TopicPartition(self.names.rows, self.partition)

    def _add_outputs(self, lines: defaultdict[TopicPartition, list[Line]], outputs: Iterable[Outgoing]) -> None:
        by_topic: defaultdict[str, list[Outgoing]] = defaultdict(list)
        for output in outputs:
            by_topic[output.topic].append(output)
        for name, group in by_topic.items():
            topic = self.names.on_broker(name)
            count = self.topics[topic].partitions
            by_partition: list[list[Line]] = [[] for _ in range(count)]
            partitions = partitions_of([output.key for output in group], count)
            for partition, (_, key, value, headers) in zip(partitions, group, strict=True):
                by_partition[partition].append((key, value, headers, None))
            for partition, these in enumerate(by_partition):
                if these:
                    lines[TopicPartition(topic, partition)] += these

    def _dead_letter(self, poison: Poison) -> tuple[TopicPartition, Line]:
        """A record that nobody could use, at the partition number it had, as far as there are so many."""
        record, letters = poison.record, self.names.dead_letters(poison.record.topic)
        topic = self.names.on_broker(letters.name)
        headers = headers_of_dead_letter(
            poison, topic=self.names.on_broker(record.topic), group=self.names.group, stage=self.names.stage.name
        )
        value, headers = fitting_value(record.value, headers, letters.max_message_bytes)
        partition = record.partition % self.topics[topic].partitions
        return TopicPartition(topic, partition), (record.key, value, headers, record.timestamp)


def _line_of_state(state: PartitionState, topic_id: str) -> Line:
    value = state.model_dump_json(exclude_defaults=True).encode()
    return STATE_KEY, value, headers_of_state(topic_id), None
