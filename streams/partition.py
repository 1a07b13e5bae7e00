"""One facts partition in this worker's hands: its fenced producer, its rows, its queue, its task."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError

from schemas.records import PartitionState, Record, Written
from streams.batches import Batch
from streams.clock import BrokerClock
from streams.errors import DeliveryError, ReleaseError, StageError, TransactionError
from streams.exits import leave
from streams.in_hand import InHand
from streams.names import Names
from streams.recovery import Left, Reader
from streams.rows import PartitionRows
from streams.settings import TransportSettings
from streams.steps import Addresses, Work, check
from streams.ticks import Rhythm, tick_at
from streams.topic_check import Topics
from streams.transactions import Lines, Writer

logger = logging.getLogger(__name__)

_CANCEL_TIMEOUT: Final = 5.0
"""Closing a producer that is being initialised waits for the broker. With the wait for the batch in flight it stays
within the half of the rebalance that a worker may take."""

Seek = Callable[[TopicPartition, int], Awaitable[None]]


@dataclass(frozen=True)
class Surroundings:
    """What every partition of a worker shares.

    Attributes:
        seek: makes the group's consumer read a partition from an offset on.
        clock: seconds since 1970.
        opening: bounds how many partitions are opened at once.
        new_rows: makes the rows of a partition, in memory or on disk.
        news: set whenever a partition may be read again, or something of one has been fetched.
    """

    settings: TransportSettings
    names: Names
    topics: Topics
    seek: Seek
    clock: Callable[[], float]
    broker_clock: BrokerClock
    opening: asyncio.Semaphore
    new_rows: Callable[[], PartitionRows]
    news: asyncio.Event


class Partition:
    """Runs from assignment to revocation, and on, if the very next generation gives the partition back."""

    def __init__(self, surroundings: Surroundings, source: TopicPartition) -> None:
        self._all = surroundings
        self.source = source
        self.topic = surroundings.names.in_schemas(source.topic)
        self.turn = 0
        self.rows = PartitionRows()
        self._addresses = Addresses(surroundings.names, surroundings.topics, source.partition)
        self._transactional_id = surroundings.names.transactional_id(source.topic, source.partition)
        self._topic_id = ""
        self._writer: Writer | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready = False
        self._parking = False
        self._wake = asyncio.Event()
        self._in_hand = InHand()
        # Positions in the partition, each at or behind the next: committed, taken from the agent, given to it, read.
        self._committed = 0
        self._taken = 0
        self._given = 0
        self._read = 0
        self._rhythm = Rhythm(
            int(surroundings.settings.tick_interval * 1000), int(surroundings.settings.tick_at_least_every * 1000)
        )
        self._ticks = surroundings.names.stage.ticks and surroundings.settings.ticks
        self._ticked_at: int | None = None
        self._tick_offset = -1

    # -- between the consumer and the agent ----------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        """Whether another batch may be fetched."""
        return self._ready and not self._parking and self._in_hand.has_room

    def give(self, records: list[Record], begin: int, end: int) -> Batch | None:
        """Make a batch of what a fetch brought, or note the position where it brought only transaction markers.

        Raises:
            DeliveryError: the fetch before brought records that did not get here.
        """
        if begin != self._read:
            raise DeliveryError(f"{self} was read up to {self._read}, and then from {begin} on.")
        self._read = end
        if not records:
            return None
        batch = Batch(self.topic, self.source.partition, self._given, end, self.turn, records)
        self._given = end
        self._in_hand.fetched(batch)
        return batch

    def take(self, batch: Batch, work: Work) -> None:
        """Queue a batch that came through the agent. One from before a revocation is dropped: it is read again.

        Raises:
            DeliveryError: a batch in between is missing.
        """
        if batch.turn != self.turn or self._parking or not self._ready:
            return
        if batch.begin != self._taken:
            raise DeliveryError(
                f"{self} got a batch from {batch.begin} on, and the one before ended at {self._taken}: an agent "
                f"dropped a batch, which it must not."
            )
        self._taken = batch.end
        self._in_hand.put(batch, work)
        self._wake.set()

    # -- life ----------------------------------------------------------------------------------------------------

    def open(self, topics_checked: Awaitable[None]) -> None:
        """Begin to own the partition, in the background: fence, read the rows, find the offset, work."""
        self._task = asyncio.create_task(self._guarded(self._open(topics_checked)))

    def resume(self) -> None:
        """Go on after a rebalance that gave the partition back: nobody else can have had it."""
        self._task = asyncio.create_task(self._guarded(self._work()))

    async def park(self) -> bool:
        """Stop: the step in flight is finished in time, or aborted. Tells whether the partition may be resumed.

        Raises:
            ReleaseError: it could neither be finished nor aborted.
        """
        self._parking = True
        self._wake.set()
        task = self._task
        if task is None:
            return False
        # While it is being opened, too, if it is just beginning its rows: a commit under way cannot be aborted.
        if self._ready or (self._writer is not None and self._writer.is_open):
            await asyncio.wait({task}, timeout=self._all.settings.release_timeout)
        finished = task.done() and self._ready
        if not task.done():
            await self._cancel(task)
        self._ready = self._parking = False
        self._in_hand.clear()
        return finished

    async def _cancel(self, task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.wait({task}, timeout=_CANCEL_TIMEOUT)
        if not task.done():
            raise ReleaseError(f"{self} could not be given up: its task does not end.")
        if self._writer is not None and self._writer.is_open:
            logger.warning("%s: the transaction in flight took too long to finish; aborting it.", self)
            await self._writer.abort()

    async def close(self) -> None:
        """Let go of a parked partition: drop its rows, close its producer."""
        rows, self.rows = self.rows, PartitionRows()
        await asyncio.to_thread(rows.close)
        if self._writer is not None:
            await self._writer.close()
            self._writer = None

    def __str__(self) -> str:
        return f"{self.source.topic}/{self.source.partition}"

    # -- the task ------------------------------------------------------------------------------------------------

    async def _guarded(self, life: Awaitable[None]) -> None:
        try:
            await life
        except IllegalStateError:
            logger.info("%s was taken away while it was being opened.", self)
        except Exception as error:  # whatever it is, nothing of this partition may become visible any more
            leave(f"{self}:", await self._all.topics.refusal(error) or error)

    async def _open(self, topics_checked: Awaitable[None]) -> None:
        everything, settings = self._all, self._all.settings
        async with everything.opening:
            self._writer = await Writer.open(
                bootstrap=settings.bootstrap,
                group=everything.names.group,
                transactional_id=self._transactional_id,
                source=self.source,
                transaction_timeout=settings.transaction_timeout,
                patience=settings.open_timeout,
                security=settings.security,
            )
            await topics_checked
            self._topic_id = everything.topics[self.source.topic].id
            reader = Reader(
                settings.bootstrap, everything.names.group, settings.open_timeout, self._new_rows, settings.security
            )
            async with reader:
                if everything.names.rows is not None:
                    self.rows = await reader.rows(TopicPartition(everything.names.rows, self.source.partition))
                committed = await reader.committed(self.source)
                earliest = await reader.earliest(self.source)
        left = Left(str(self), everything.names, self.rows, committed, earliest)
        left.see_that_it_fits(self._topic_id)
        self._committed = earliest if committed is None else committed
        if everything.names.rows is not None and self.rows.topic_id is None:
            await self._begin_rows()
        logger.info("%s: %d rows, from offset %d on.", self, len(self.rows), self._committed)
        await self._work()

    def _new_rows(self) -> PartitionRows:
        """Rows still to be read. They are the partition's from now on: closed with it, however far the reading came."""
        self.rows = self._all.new_rows()
        return self.rows

    async def _begin_rows(self) -> None:
        """Note of which topic the rows will be made, together with the first offset: both exist from now on."""
        await self._writing().write(self._addresses.of_state(PartitionState(), self._topic_id), self._committed)
        self.rows.topic_id = self._topic_id

    async def _work(self) -> None:
        self.turn += 1
        self._taken = self._given = self._read = self._committed
        await self._all.seek(self.source, self._committed)
        self._ready = True
        self._all.news.set()
        idle_since = _now()
        while not self._parking:
            self._wake.clear()
            if self._is_tick_due():
                await self._send_tick()
            elif self._in_hand.is_waiting:
                if rest := self._in_hand.rest(_now()):
                    await self._sleep(rest)
                else:
                    await self._work_off()
                    idle_since = _now()
            elif self._read > self._committed and self._is_idle(idle_since):
                await self._commit_position()
            else:
                await self._sleep(self._until_a_look())

    def _until_a_look(self) -> float:
        settings = self._all.settings
        return min(settings.idle_commit_after, settings.tick_interval) if self._ticks else settings.idle_commit_after

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _work_off(self) -> None:
        records, work = self._in_hand.take()
        while records and not self._parking:
            written = await self._step(work, records)
            await self._commit(written)
            records = records[written.consumed :]
        self._in_hand.done()
        self._all.news.set()

    async def _step(self, work: Work, records: Sequence[Record]) -> Written:
        try:
            written = await work.step(self.rows, records)
            check(written, records, self._committed)
        except StageError as error:
            raise StageError(f"At offset {records[0].offset}: {error}") from error.__cause__
        except Exception as error:
            raise StageError(f"The stage raised at offset {records[0].offset} or after.") from error
        return written

    async def _commit(self, written: Written) -> None:
        begun = _now()
        await self._writing().write(self._addresses.of(written, self._topic_id), written.next_offset)
        self._in_hand.wrote(begun, _now())
        self._committed = written.next_offset
        self.rows.absorb(written.rows, written.state)

    # -- idle, and the time --------------------------------------------------------------------------------------

    def _is_idle(self, since: float) -> bool:
        return not self._in_hand and _now() - since >= self._all.settings.idle_commit_after

    async def _commit_position(self) -> None:
        """Step over the markers at the end, so that the lag is 0. Nothing is in hand: all before it is worked off."""
        # At once, since a batch may be given while the broker answers.
        position = self._taken = self._given = self._read
        await self._writing().write({}, position)
        self._committed = position

    def _is_tick_due(self) -> bool:
        if not self._ticks or self._tick_offset >= self._committed:
            return False
        now = self._now_ms()
        last = self._ticked_at if self._ticked_at is not None else (self.rows.state.clock or None)
        return now > self.rows.state.clock and self._rhythm.is_tick_due(
            now=now, last=last, next_due=self.rows.next_due()
        )

    async def _send_tick(self) -> None:
        """Write the time into the partition. A worker that lost it is fenced, so even its ticks stay unseen."""
        now = self._now_ms()
        tick: Lines = {self.source: [(None, tick_at(now), (), None)]}

        async def agree_on_the_time() -> None:
            await self._all.broker_clock.check(self._transactional_id, now)

        (delivered,) = await self._writing().write(tick, None, agree_on_the_time)
        self._ticked_at, self._tick_offset = now, delivered.offset

    def _now_ms(self) -> int:
        return int(self._all.clock() * 1000)

    def _writing(self) -> Writer:
        if self._writer is None:
            raise TransactionError(f"{self} has no producer.")
        return self._writer


def _now() -> float:
    return asyncio.get_running_loop().time()
