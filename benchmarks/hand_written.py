"""A loop written by hand on aiokafka alone: fetch, work, ``send_batch``, commit. Rows in a map per partition.

It knows what no transport can know: that an output lies at the partition number of its record, and that nobody else
takes part in its group. It neither recovers nor fences in order, and survives no rebalance.
"""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.work import Task, next_row, validate

Commit = Callable[["Part", list[Any]], Awaitable[None]]


class Part:
    """A partition: its rows and its producer."""

    def __init__(self, task: Task, source: TopicPartition, producer: AIOKafkaProducer) -> None:
        self.task, self.source, self.producer = task, source, producer
        self.rows: dict[bytes, bytes] = {}

    async def send(self, records: list[Any]) -> None:
        """Do the work, and wait until the broker has rows and outputs."""
        rows: dict[bytes, bytes] = {}
        for record in records:
            validate(record.value)
            rows[record.key] = next_row(rows.get(record.key) or self.rows.get(record.key), record.value)
        outputs = [(record.key, rows[record.key]) for record in records]
        deliveries = await self._queue(self.task.rows, rows.items())
        deliveries += await self._queue(self.task.outputs, outputs)
        await asyncio.gather(*deliveries)
        self.rows.update(rows)

    async def _queue(self, topic: str, items: Iterable[tuple[bytes, bytes]]) -> list[Awaitable[Any]]:
        deliveries: list[Awaitable[Any]] = []
        batch = self.producer.create_batch()
        for key, value in items:
            if batch.append(key=key, value=value, timestamp=None) is None:
                batch.close()
                deliveries.append(await self.producer.send_batch(batch, topic, partition=self.source.partition))
                batch = self.producer.create_batch()
                batch.append(key=key, value=value, timestamp=None)
        batch.close()
        deliveries.append(await self.producer.send_batch(batch, topic, partition=self.source.partition))
        return deliveries


async def run(task: Task, work: Commit, consumer: AIOKafkaConsumer, open_part: Callable[[TopicPartition], Any]) -> None:
    """Work off all partitions at once, one batch of each at a time, until a signal comes."""
    gc.freeze()
    gc.set_threshold(100_000)
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    parts: dict[TopicPartition, Part] = {}
    await consumer.start()
    try:
        while not over.is_set():
            fetched = await consumer.getmany(timeout_ms=200, max_records=8_000)
            for source in fetched:
                if source not in parts:
                    parts[source] = Part(task, source, await open_part(source))
            await asyncio.gather(*(work(parts[source], records) for source, records in fetched.items()))
    finally:
        with contextlib.suppress(Exception):
            await consumer.stop()
        for producer in {part.producer for part in parts.values()}:
            await producer.stop()


def make_consumer(task: Task) -> AIOKafkaConsumer:
    """The group's consumer."""
    return AIOKafkaConsumer(
        task.source,
        bootstrap_servers=task.bootstrap,
        group_id=task.group,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )


def make_producer(task: Task, transactional_id: str | None = None) -> AIOKafkaProducer:
    """A producer; with an id, one of transactions."""
    return AIOKafkaProducer(
        bootstrap_servers=task.bootstrap,
        transactional_id=transactional_id,
        enable_idempotence=True,
        acks="all",
        retry_backoff_ms=10,
        max_batch_size=512 * 1024,
        linger_ms=0,
    )
