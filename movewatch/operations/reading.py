"""Reads partitions from one end to the other, as they are now: only what was committed, and no group is joined."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from movewatch.operations.connection import client_options, told
from movewatch.settings import Settings

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
