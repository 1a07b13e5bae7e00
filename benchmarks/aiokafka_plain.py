"""Contender: a hand-written aiokafka loop without transactions: write, await, commit. At least once."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition

from benchmarks.hand_written import Part, make_consumer, make_producer, run
from benchmarks.work import Task


async def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()
    consumer, producer = make_consumer(task), make_producer(task)
    await producer.start()

    async def open_part(_: TopicPartition) -> AIOKafkaProducer:
        return producer

    async def work_off(part: Part, records: list[Any]) -> None:
        await part.send(records)
        await consumer.commit({part.source: records[-1].offset + 1})

    await run(task, work_off, consumer, open_part)


if __name__ == "__main__":
    asyncio.run(main())
