"""What is overridden in Faust's consumer and transport: fetching, committing, assignment. Nothing else of Faust is.

Faust hands over one record at a time and commits by itself. Here a fetch becomes one event per partition, nothing is
committed outside a partition's transaction, and a partition is read from where its rows were left.
"""

import asyncio
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import IllegalStateError, KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

from schemas.records import Record, new_tuple
from streams.batches import Batch
from streams.errors import RecordsGoneError, ReleaseError, UnreachableError, UnreadableError
from streams.exits import leave
from streams.fetching import StraightConsumer

if TYPE_CHECKING:
    from streams.app import App

logger = logging.getLogger(__name__)

QUIET_SECONDS: Final = 0.25
"""Where nothing arrives and no partition gets room, it is looked again after so long, and for errors of the group."""

_MAX_POLL_INTERVAL_MS: Final = 86_400_000
"""aiokafka leaves the group when nobody polls; a partition that reads its rows does not. ``Watchdog`` sees a hang."""


_BATCHES_PER_FETCH: Final = 2
"""A partition is fetched anew only when all of its last fetch is taken, and the last batch of a fetch is a small one:
with one batch per fetch, half of the transactions would be small. More only takes memory."""


class Fetched(NamedTuple):
    """What one poll brought of one partition, and the positions before and behind it."""

    begin: int
    end: int
    records: list[Any]


class MainLoopConsumer(driver.AIOKafkaConsumerThread):
    """The group's consumer, on the main event loop, where Faust gives it a thread and a loop of its own.

    A step of a stage takes some 50 ms, so heartbeats are in time all the same; and a worker whose loop hangs drops out
    of its group after the session time-out, as it should. Two threads would wait for one interpreter, and each batch
    would change hands four times: that took 1 of 10 us of processor for each record.
    """

    app: "App"
    consumer: "Consumer"

    def __post_init__(self) -> None:
        """Called by Faust at the end of construction."""
        super().__post_init__()
        self._reading = asyncio.Lock()
        self._coming_up: asyncio.Future[None] | None = None

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:  # noqa: ARG002  # Faust's signature
        """A consumer of our own settings: Faust's reads uncommitted records, and skips ahead where records are gone."""
        settings = self.app.transport_settings
        self._assignor = StickyPartitionAssignor  # most partitions stay, and with them their rows
        return StraightConsumer(
            bootstrap_servers=settings.bootstrap,
            **settings.security,
            client_id=self.app.conf.broker_client_id,
            group_id=self.app.conf.id,
            partition_assignment_strategy=[self._assignor],
            isolation_level="read_committed",
            auto_offset_reset="none",
            enable_auto_commit=False,
            session_timeout_ms=int(settings.session_timeout * 1000),
            heartbeat_interval_ms=int(settings.heartbeat_interval * 1000),
            rebalance_timeout_ms=int(settings.rebalance_timeout * 1000),
            max_poll_interval_ms=_MAX_POLL_INTERVAL_MS,
            max_poll_records=settings.batch_records,
            max_partition_fetch_bytes=_BATCHES_PER_FETCH * settings.batch_bytes,
            **_gathering(self.app.names.stage.gathers, settings.batch_bytes),
            on_arrival=self.app.news.set,
        )

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Release the partitions, and leave if that takes too long: the group waits for us."""
        limit = self.app.transport_settings.rebalance_timeout / 2
        try:
            async with asyncio.timeout(limit):
                await super().on_partitions_revoked(revoked)
        except TimeoutError:
            leave("The rebalance:", ReleaseError(f"The partitions were not released within {limit:.0f} s."))

    async def start(self) -> None:
        """Connect, unless the consumer was stopped meanwhile: nobody would stop this again."""
        if self.consumer.should_stop:
            return
        self._thread_started.set()
        self._coming_up = asyncio.get_running_loop().create_future()
        try:
            await self._default_start()
            await self.on_thread_started()
        finally:
            self._coming_up.set_result(None)

    async def stop(self) -> None:
        """Leave the group and close. One that is coming up is waited for: closed half-way, it would connect later."""
        if self._coming_up is None:
            return
        await asyncio.wait({self._coming_up})
        if not self._stopped.is_set():
            self._stopped.set()
            await self._shutdown_thread()

    async def call_thread(self, fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call it, there being no thread."""
        result = fun(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    def close(self) -> None:
        """Nothing: ``stop`` closes the consumer. Faust would close it under its feet, before it has left the group."""

    def fetched(self) -> list[TopicPartition]:
        """Of which partitions something has been fetched, records or an error."""
        return cast(StraightConsumer, self._ensure_consumer()).fetched()

    def see_errors(self) -> None:
        """Raise what keeps the consumer from its group, if anything does. A poll does so, too."""
        cast(StraightConsumer, self._ensure_consumer()).see_errors()

    async def poll(self, sources: list[TopicPartition]) -> dict[TopicPartition, Fetched]:
        """Take what has been fetched of those partitions, without waiting for more."""
        consumer = self._ensure_consumer()
        # A poll that began before a rebalance may bring records of after it, and nobody would take them. So no
        # partition is sought while one is under way: what such a poll took is read again from where the seek sets it.
        async with self._reading:
            try:
                begins = await self._positions(sources)
                records = await consumer.getmany(*sources)
                ends = await self._positions(sources)
            except UnicodeDecodeError:
                raise UnreadableError(_unreadable(begins)) from None
            except (IllegalStateError, NoOffsetForPartitionError, TimeoutError):
                # A rebalance took them away, or gave new ones that are yet to be sought: each is, once it is open.
                return {}
        return {source: Fetched(begins[source], ends[source], records.get(source, [])) for source in sources}

    async def _positions(self, sources: list[TopicPartition]) -> dict[TopicPartition, int]:
        # A partition that was sought has a position at once; only one of a new assignment would be waited for.
        async with asyncio.timeout(QUIET_SECONDS):
            return {source: await self._ensure_consumer().position(source) for source in sources}

    async def seek_to(self, source: TopicPartition, offset: int) -> None:
        """Read a partition from an offset on.

        Raises:
            IllegalStateError: it is not assigned any more.
        """
        async with self._reading:
            self._ensure_consumer().seek(source, offset)


class Consumer(driver.Consumer):
    """Faust's consumer, without its own commits, seeks and bookkeeping of single records."""

    app: "App"
    _thread: MainLoopConsumer

    def _new_consumer_thread(self) -> MainLoopConsumer:
        return MainLoopConsumer(self, loop=self.loop, thread_loop=self.loop, beacon=self.beacon)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Give up all partitions: with aiokafka's protocol every rebalance takes them all."""
        await self._park()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Let Faust connect the partitions with the agents, then begin to open them."""
        await super().on_partitions_assigned(assigned, generation_id)
        await self.app.partitions.assign((TopicPartition(*source) for source in assigned), generation_id)

    async def on_stop(self) -> None:
        """Finish what is in flight before the thread leaves the group."""
        try:
            await self.app.partitions.close()
        except Exception as error:  # whatever it is, leaving hard is safe and staying is not
            leave("The stop:", error)
        await super().on_stop()

    async def _park(self) -> None:
        try:
            await self.app.partitions.park()
        except Exception as error:  # as above
            leave("The rebalance:", error)

    async def perform_seek(self) -> None:
        """Nothing: each partition is sought once its rows are read."""

    async def commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:  # noqa: ARG002  # Faust's signature
        """Nothing: each offset is committed in its partition's transaction."""
        return False

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Nothing: Faust's check of its own bookkeeping, which we do not keep, only raises false alarms."""

    async def seek_to(self, source: TopicPartition, offset: int) -> None:
        """Read a partition from an offset on.

        Raises:
            IllegalStateError: it is not assigned any more.
        """
        await self._thread.seek_to(source, offset)

    async def _drain_messages(self, fetcher: Any) -> None:
        """The loop of Faust's fetcher: poll where there is room, hand on one event per partition."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                await self._hand_over()
        except asyncio.CancelledError:
            if not self.app.should_stop:
                raise
        except KafkaError as error:
            if not self.app.should_stop:
                leave("The consumer:", await self.app.checked_topics.refusal(error) or _explained(error))
        except Exception as error:  # a fetch that is lost is not repeated
            leave("The consumer:", error)

    async def _hand_over(self) -> None:
        """Take what has been fetched of the partitions with room. Where that is nothing, wait until there may be."""
        self.app.news.clear()
        room = self.app.partitions.with_room()
        readable = {source: room[source] for source in self._thread.fetched() if source in room}
        turns = {source: partition.turn for source, partition in readable.items()}
        fetched = await self._thread.poll(list(readable)) if readable else {}
        for source, part in fetched.items():
            partition = readable[source]
            if partition.has_room and partition.turn == turns[source]:  # else a rebalance came in between
                batch = partition.give(
                    self._records(partition.topic, source.partition, part.records), part.begin, part.end
                )
                if batch is not None:
                    await self.callback(self._message(source, batch))
        if not any(part.records for part in fetched.values()) and not await self._is_there_news():
            self._thread.see_errors()

    async def _is_there_news(self) -> bool:
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                return await self.app.news.wait()
        except TimeoutError:
            return False

    @staticmethod
    def _records(topic: str, partition: int, fetched: list[Any]) -> list[Record]:
        return [
            new_tuple(Record, (topic, partition, it.offset, it.timestamp, it.key, it.value, tuple(it.headers)))
            for it in fetched
        ]

    def _message(self, source: TopicPartition, batch: Batch) -> ConsumerMessage:
        last = batch.records[-1]
        return ConsumerMessage(
            topic=source.topic,
            partition=source.partition,
            offset=last.offset,
            timestamp=last.timestamp / 1000,
            timestamp_type=0,
            headers=None,
            key=None,
            value=batch,  # type: ignore[arg-type]  # RawSchema hands it on as it is
            checksum=None,
            tp=TP(*source),
            generation_id=self.app.consumer_generation_id,
        )


def _gathering(seconds: float | None, enough: int) -> dict[str, int]:
    """aiokafka's settings for letting records gather on the broker: for so long, or until there are so many bytes."""
    return {} if seconds is None else {"fetch_max_wait_ms": int(seconds * 1000), "fetch_min_bytes": enough}


def _unreadable(begins: Mapping[TopicPartition, int]) -> str:
    places = ", ".join(f"{source.topic}/{source.partition} from {begin}" for source, begin in begins.items())
    return (
        f"A record has a header whose name is not UTF-8, and aiokafka reads no further. It is one of: {places}. Find "
        "it with kcat, note it, and move the group past it (kafka-consumer-groups.sh --reset-offsets)."
    )


def _explained(error: KafkaError) -> Exception:
    if isinstance(error, OffsetOutOfRangeError):
        return RecordsGoneError(
            f"The position to read from is not there any more ({error}): records were deleted unread."
        )
    return UnreachableError(f"Fetching failed ({type(error).__name__}: {error}).")


class Transport(driver.Transport):
    """Faust's transport, with our consumer."""

    Consumer = Consumer
