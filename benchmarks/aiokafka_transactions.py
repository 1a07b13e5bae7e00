"""Contender: a hand-written aiokafka loop, a transaction for each batch of a partition."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition

from benchmarks.hand_written import Part, make_consumer, make_producer, run
from benchmarks.work import Task


async def work_off(part: Part, records: list[Any]) -> None:
    """Rows, outputs and offset in one transaction."""
    await part.producer.begin_transaction()
    await part.send(records)
    await part.producer.send_offsets_to_transaction({part.source: records[-1].offset + 1}, part.task.group)
    await part.producer.commit_transaction()


async def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()

    async def open_part(source: TopicPartition) -> AIOKafkaProducer:
        producer = make_producer(task, f"{task.group}-{source.partition}")
        await producer.start()
        return producer

    await run(task, work_off, make_consumer(task), open_part)


if __name__ == "__main__":
    asyncio.run(main())
