"""A partition in a worker's hands while the group shares all of them out anew."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition

import streams.partition
from streams import TransportSettings
from streams.errors import TransactionError
from streams.names import Names
from streams.partition import Partition, Surroundings
from streams.rows import PartitionRows
from tests.streams.counting_stage import COUNTING

SOURCE = TopicPartition("facts", 0)


class SlowWriter:
    """A producer whose first commit is under way until the broker answers."""

    def __init__(self) -> None:
        self.is_open = False
        self.answered, self.begun = asyncio.Event(), asyncio.Event()
        self.committed: list[int | None] = []

    async def open(self, **_: Any) -> "SlowWriter":
        return self

    async def write(self, _lines: object, next_offset: int | None) -> tuple[()]:
        self.is_open = True
        self.begun.set()
        await self.answered.wait()
        self.is_open = False
        self.committed.append(next_offset)
        return ()

    async def abort(self) -> None:
        raise TransactionError("It is being committed.")  # as aiokafka has it then

    async def close(self) -> None:
        """Nothing to close."""


class NothingLeft:
    """Reads the changelog and the offset of a partition that nobody has ever had."""

    def __init__(self, *_: Any) -> None:
        pass

    async def __aenter__(self) -> "NothingLeft":
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def rows(self, _changelog: TopicPartition) -> PartitionRows:
        return PartitionRows()

    async def committed(self, _source: TopicPartition) -> None:
        return None

    async def earliest(self, _source: TopicPartition) -> int:
        return 0


async def test_a_partition_that_is_just_beginning_its_rows_finishes_that_when_it_is_taken_away(
    monkeypatch: pytest.MonkeyPatch,
):
    """It cannot be aborted any more, and a worker that leaves for it holds up its group for a whole session."""
    writer, sought = SlowWriter(), []
    monkeypatch.setattr(streams.partition, "Writer", writer)
    monkeypatch.setattr(streams.partition, "Reader", NothingLeft)

    async def seek(source: TopicPartition, offset: int) -> None:
        sought.append((source, offset))

    settings = TransportSettings("nowhere:1", ticks=False)
    topics: Any = {SOURCE.topic: SimpleNamespace(id="an id")}
    clock: Any = None
    around = Surroundings(
        settings=settings,
        names=Names(COUNTING, ""),
        topics=topics,
        seek=seek,
        clock=lambda: 0.0,
        broker_clock=clock,
        opening=asyncio.Semaphore(1),
        new_rows=PartitionRows,
        news=asyncio.Event(),
    )
    partition = Partition(around, SOURCE)
    checked = asyncio.get_running_loop().create_future()
    checked.set_result(None)
    partition.open(checked)
    await writer.begun.wait()
    parked = asyncio.ensure_future(partition.park())
    await asyncio.sleep(0)  # it is being parked now
    writer.answered.set()
    assert await parked, "it may be resumed: nothing is half done"
    assert (writer.committed, sought) == ([0], [(SOURCE, 0)])
    await partition.close()
