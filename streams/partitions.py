"""The partitions that this worker holds: opened, parked at each rebalance, resumed or let go."""

import asyncio
import logging
from collections.abc import Iterable

from aiokafka import TopicPartition

from streams.batches import Batch
from streams.partition import Partition, Surroundings
from streams.steps import Work

logger = logging.getLogger(__name__)


class Partitions:
    """Everything happens on the worker's main event loop."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._all = surroundings
        self._held: dict[TopicPartition, Partition] = {}
        self._parked: dict[TopicPartition, Partition] = {}
        self._generation: int | None = None
        self._closed = False

    def with_room(self) -> dict[TopicPartition, Partition]:
        """Those that may be read now."""
        return {source: partition for source, partition in self._held.items() if partition.has_room}

    def take(self, batch: Batch, topic: str, work: Work) -> None:
        """Hand a batch to its partition; drop it if that is gone. ``topic``: its name on the broker."""
        partition = self._held.get(TopicPartition(topic, batch.partition))
        if partition is not None:
            partition.take(batch, work)

    async def park(self) -> None:
        """Before a rebalance: finish the steps in flight, or abort them, and stop.

        Raises:
            ReleaseError: a partition could not be given up.
            TransactionError: a step in flight could not be aborted.
        """
        held, self._held = self._held, {}
        resumable = await asyncio.gather(*(partition.park() for partition in held.values()))
        self._parked |= {source: held[source] for source, may in zip(held, resumable, strict=True) if may}
        await asyncio.gather(*(partition.close() for source, partition in held.items() if source not in self._parked))

    async def assign(self, sources: Iterable[TopicPartition], generation: int) -> None:
        """After a rebalance: go on with what was given back at once, let go of the rest, open what is new.

        Opening goes on in the background: no heartbeat is sent until this returns.

        Args:
            generation: the group's count of rebalances. If this worker missed one, somebody else may have held its
                partitions in between, and it opens them anew.
        """
        if self._closed:
            return  # the worker was told to stop while the group was being shared out
        await self.park()  # nothing is held unless two assignments came without a revocation
        next_generation = self._generation is not None and generation == self._generation + 1
        self._generation = generation
        wanted = set(sources)
        parked, self._parked = self._parked, {}
        fresh: list[Partition] = []
        # Before any is closed, which takes a while: these need not wait.
        for source in [source for source in parked if next_generation and source in wanted]:
            self._held[source] = parked.pop(source)
            self._held[source].resume()
        await asyncio.gather(*(partition.close() for partition in parked.values()))
        for source in sorted(wanted - self._held.keys()):
            self._held[source] = Partition(self._all, source)
            fresh.append(self._held[source])
        logger.info("Generation %d: %d partitions, %d of them new.", generation, len(self._held), len(fresh))
        if fresh:
            checked = asyncio.ensure_future(self._all.topics.check())
            for partition in fresh:
                partition.open(asyncio.shield(checked))

    async def close(self) -> None:
        """At the end: stop, and close all producers.

        Raises:
            ReleaseError: a partition could not be given up.
        """
        self._closed = True
        await self.park()
        parked, self._parked = self._parked, {}
        await asyncio.gather(*(partition.close() for partition in parked.values()))
