"""Reads partitions from one end to the other, as they are now: only what was committed, and no group is joined."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from movewatch.operations.connection import client_options, told
from movewatch.settings import Settings
from schemas.records import STATE_KEY

_POLL_MS: Final = 500


@contextmanager
def reader(settings: Settings, client_id: str, group: str | None = None) -> Iterator[KafkaConsumer]:
    """A consumer that is assigned nothing yet. ``group``: whose commits it may be asked for."""
    with told(settings):
        consumer = KafkaConsumer(
            **client_options(settings),
            group_id=group,
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            client_id=client_id,
        )
    try:
        yield consumer
    finally:
        consumer.close(autocommit=False)


def records_of(consumer: KafkaConsumer, at: TopicPartition, start: int = 0) -> Iterator[Any]:
    """The records of a partition, from an offset (or from the oldest that is left) to the end as it is now."""
    consumer.assign([at])
    end = consumer.end_offsets([at])[at]
    consumer.seek(at, max(start, consumer.beginning_offsets([at])[at]))
    while consumer.position(at) < end:
        yield from consumer.poll(timeout_ms=_POLL_MS).get(at, ())


def rows_in(consumer: KafkaConsumer, topic: str, partitions: int) -> Iterator[tuple[str, bytes | None]]:
    """What a changelog says of each entity, by key, in the order in which it was written: the last one counts."""
    for number in range(partitions):
        for record in records_of(consumer, TopicPartition(topic, number)):
            if record.key is not None and record.key != STATE_KEY:
                yield record.key.decode("utf-8", "replace"), record.value
