"""Reads dead letters from Kafka, and sends them back where they came from."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from movewatch.operations.connection import admin_of, client_options, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.letters import Letter, Place, Wanted, headers_to_send, letter_of, why_not
from movewatch.operations.reading import reader, records_of
from movewatch.operations.rights import DEAD_LETTERS, REPLAY_GROUP, Operation, Resource, Right, rights_of
from movewatch.settings import Settings
from schemas.topics import STAGES, dead_letters

AT_ONCE: Final = 100
"""Letters in one transaction, at most."""


@dataclass(slots=True)
class Replayed:
    """What became of the letters that were wanted: how many went back, and of the others why they did not."""

    sent: int = 0
    left: dict[str, int] = field(default_factory=dict)

    def leave(self, reason: str) -> None:
        """Count one that was not sent."""
        self.left[reason] = self.left.get(reason, 0) + 1


def read_letters(settings: Settings, wanted: Wanted) -> Iterator[Letter]:
    """The letters that there are now and that are wanted, partition by partition, the oldest first.

    Raises:
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    with _consumer(settings) as (consumer, counts):
        for letter in _letters(settings, consumer, _partitions(settings, counts, wanted), {}):
            if wanted.includes(letter):
                yield letter


def replay(
    settings: Settings, wanted: Wanted, *, execute: bool, per_second: int, most_replays: int, again: bool
) -> Replayed:
    """Send letters back to the partitions that they came from.

    Each transaction sends some letters and remembers how far it has come, under a name that follows from what is
    wanted: after an interruption the same call goes on where that one stopped, and no letter is sent twice. Letters
    stay where they are; one that is refused once more becomes another letter.

    Args:
        settings: the installation.
        wanted: which letters.
        execute: False only counts what would be sent.
        per_second: letters a second, at most.
        most_replays: a letter that was sent back so often stays.
        again: start with the oldest letter, whatever was sent before.

    Raises:
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well. What was sent
            is remembered.
    """
    group = f"{settings.topic_prefix}{REPLAY_GROUP}{wanted.name}"
    done = Replayed()
    with _consumer(settings, group) as (consumer, counts), _producer(settings, group, execute=execute) as producer:
        partitions = _partitions(settings, counts, wanted)
        # Asked once the producer is there: it has ended what an interrupted call had left open.
        starts = {} if again else _starts(settings, consumer, partitions)
        letters = _sendable(_letters(settings, consumer, partitions, starts), settings, wanted, most_replays, done)
        if producer is None:
            done.sent = sum(1 for _ in letters)
            return done
        for batch in _batched(letters, min(AT_ONCE, per_second)):
            _send(producer, group, batch, per_second)
            done.sent += len(batch)
    return done


def _sendable(
    letters: Iterable[Letter], settings: Settings, wanted: Wanted, most_replays: int, done: Replayed
) -> Iterator[Letter]:
    """The letters that are wanted and may be sent back. Why the others of those wanted may not is counted."""
    compacted = {
        settings.topic_prefix + topic.name for stage in STAGES for topic in stage.reads if topic.cleanup == "compact"
    }
    for letter in letters:
        if not wanted.includes(letter):
            continue
        reason = why_not(letter, most_replays, compacted)
        if reason is None:
            yield letter
        else:
            done.leave(reason)


def _send(producer: KafkaProducer, group: str, batch: Sequence[Letter], per_second: int) -> None:
    """One transaction: these letters, and how far we have come. Takes as long as the rate asks for."""
    started = time.monotonic()
    producer.begin_transaction()
    for letter in batch:
        producer.send(
            letter.origin.topic,
            value=letter.value,
            key=letter.key,
            headers=list(headers_to_send(letter)),
            partition=letter.origin.partition,
            timestamp_ms=letter.timestamp,
        )
    reached = {
        TopicPartition(one.at.topic, one.at.partition): OffsetAndMetadata(one.at.offset + 1, "", -1) for one in batch
    }
    producer.send_offsets_to_transaction(reached, group)
    producer.commit_transaction()
    time.sleep(max(0.0, len(batch) / per_second - (time.monotonic() - started)))


def _letters(
    settings: Settings,
    consumer: KafkaConsumer,
    partitions: Iterable[TopicPartition],
    starts: Mapping[TopicPartition, int],
) -> Iterator[Letter]:
    """All letters of these partitions, from the given offsets to the ends as they are now."""
    with told(settings):
        for at in partitions:
            for record in records_of(consumer, at, starts.get(at, 0)):
                place = Place(record.topic, record.partition, record.offset)
                headers = tuple((name, value) for name, value in record.headers)
                yield letter_of(place, record.timestamp, record.key, record.value, headers)


def _partitions(settings: Settings, counts: Mapping[str, int], wanted: Wanted) -> list[TopicPartition]:
    """The partitions where wanted letters can lie. A topic that is not there has none."""
    prefix = settings.topic_prefix
    names = sorted(
        prefix + dead_letters(topic, stage, prefix).name
        for stage in STAGES
        for topic in stage.reads
        if wanted.topic in {None, prefix + topic.name} and wanted.stage in {None, stage.name}
    )
    return [TopicPartition(name, number) for name in names for number in range(counts.get(name, 0))]


def _starts(
    settings: Settings, consumer: KafkaConsumer, partitions: Iterable[TopicPartition]
) -> dict[TopicPartition, int]:
    """How far the same replay has come before."""
    with told(settings):
        found = {at: consumer.committed(at) for at in partitions}
    return {at: offset for at, offset in found.items() if offset is not None}


@contextmanager
def _consumer(settings: Settings, group: str | None = None) -> Iterator[tuple[KafkaConsumer, Mapping[str, int]]]:
    """A consumer of nothing yet, and how many partitions each topic has."""
    rights = rights_of(DEAD_LETTERS, settings.topic_prefix)
    with admin_of(settings) as admin:
        # To look needs less than to send.
        require(admin, settings, DEAD_LETTERS, rights if group else [one for one in rights if _is_to_look(one)])
        counts = partition_counts(admin)
    with reader(settings, "movewatch-dead-letters", group) as consumer:
        yield consumer, counts


def _batched(letters: Iterator[Letter], size: int) -> Iterator[list[Letter]]:
    """The letters in lists of so many; the last one may be shorter."""
    while batch := list(islice(letters, size)):
        yield batch


def _is_to_look(right: Right) -> bool:
    return right.resource is Resource.TOPIC and right.operation is Operation.READ


@contextmanager
def _producer(settings: Settings, name: str, *, execute: bool) -> Iterator[KafkaProducer | None]:
    """A producer of transactions; None where nothing is to be sent."""
    if not execute:
        yield None
        return
    options: dict[str, Any] = client_options(settings)
    with told(settings):
        producer = KafkaProducer(**options, transactional_id=name, client_id="movewatch-dead-letters")
        try:
            producer.init_transactions()
            yield producer
        finally:
            producer.close()
