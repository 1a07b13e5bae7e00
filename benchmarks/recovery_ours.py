"""Reads all rows back as a starting worker does, and prints the seconds."""

import asyncio
import gc
import time

from aiokafka import TopicPartition

from benchmarks.recovery import say
from benchmarks.work import PARTITIONS, Task
from streams.app import GARBAGE_THRESHOLD
from streams.recovery import Reader


async def main() -> None:
    """All partitions at once."""
    task = Task.of_command_line()
    gc.set_threshold(GARBAGE_THRESHOLD)

    async def rows(partition: int) -> int:
        async with Reader(task.bootstrap, task.group, 30.0) as reader:
            return len(await reader.rows(TopicPartition(task.rows, partition)))

    started = time.monotonic()
    counts = await asyncio.gather(*(rows(partition) for partition in range(PARTITIONS)))
    say(started, sum(counts))


if __name__ == "__main__":
    asyncio.run(main())
