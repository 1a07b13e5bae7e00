"""The Faust application of one stage."""

import asyncio
import gc
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import faust
from aiokafka import TopicPartition
from faust.app.base import BootStrategy
from faust.types import ChannelT

from schemas.records import Applies, Performs
from schemas.topics import StageTopics, Topic
from streams.batches import Batch
from streams.clock import BrokerClock
from streams.consumer import Consumer, Transport
from streams.errors import AccessError, RowsOnDiskError, TopicError, TransportError, UnreachableError
from streams.exits import leave
from streams.names import Names
from streams.partition import Surroundings
from streams.partitions import Partitions
from streams.rows import PartitionRows
from streams.settings import TransportSettings
from streams.steps import Applying, Performing, Work
from streams.topic_check import Topics
from streams.watchdog import Watchdog

logger = logging.getLogger(__name__)

_OPENED_AT_ONCE: Final = 4
"""Partitions fencing and reading their rows at the same time: the work is the processor's, and there is one loop."""

_UNUSED_PORT: Final = 6066
"""Faust wants a port even where it serves nothing."""

GARBAGE_THRESHOLD: Final = 400_000
"""New objects until Python looks for cycles among them, instead of 700. A batch of contacts makes a quarter of a
million, all free of cycles, and the looking took half of the time that records spent in the transport."""

_BATCHES_BUFFERED: Final = 4_096
"""Between Faust's conductor and an agent. Hardly ever reached: an agent only hands on. Fetching would wait for it."""


class RawSchema(faust.Schema[Any, Any]):
    """Hands on what the consumer put into the message: a batch needs no decoding."""

    def loads_key(self, app: Any, message: Any, *, loads: Any = None, serializer: Any = None) -> Any:  # noqa: ARG002  # Faust's
        """The key as it came."""
        return message.key

    def loads_value(self, app: Any, message: Any, *, loads: Any = None, serializer: Any = None) -> Any:  # noqa: ARG002  # Faust's
        """The batch."""
        return message.value


class _BootStrategy(BootStrategy):
    """Faust's own producer is not started: nothing goes through it, and it would need a login and rights of its own."""

    enable_kafka_producer = False


class App(faust.App):
    """A Faust application whose agents get batches and whose writes are transactions. Made by ``create_app``."""

    BootStrategy = _BootStrategy

    transport_settings: TransportSettings
    names: Names
    partitions: Partitions
    news: asyncio.Event

    def prepare(self, settings: TransportSettings, names: Names, clock: Callable[[], float]) -> None:
        """Give the application what Faust's constructor has no place for."""
        self.transport_settings = settings
        self.names = names
        self.news = asyncio.Event()
        self.checked_topics = Topics(
            settings.bootstrap, names, settings.start_timeout, settings.security, settings.why_not
        )
        self.partitions = Partitions(
            Surroundings(
                settings=settings,
                names=names,
                topics=self.checked_topics,
                seek=self._seek,
                clock=clock,
                broker_clock=BrokerClock(
                    settings.bootstrap,
                    clock,
                    settings.clock_tolerance,
                    settings.tick_at_least_every,
                    settings.security,
                ),
                opening=asyncio.Semaphore(_OPENED_AT_ONCE),
                new_rows=_maker_of_rows(settings.rows_folder),
                news=self.news,
            )
        )
        self._work: dict[int, Work] = {}

    # -- for agents ----------------------------------------------------------------------------------------------

    def batches_of(self, *topics: Topic) -> ChannelT[Any]:
        """The channel for an agent: one ``Batch`` per partition and fetch of these topics."""
        names = [self.names.on_broker(topic.name) for topic in topics]
        schema = RawSchema(key_type=bytes, value_type=bytes)
        # Without acks Faust has nothing to commit: offsets are committed in the partitions' transactions.
        return self.topic(*names, schema=schema, acks=False, maxsize=_BATCHES_BUFFERED)

    async def apply(self, stage: Applies, batch: Batch) -> None:
        """Fold a batch through a stage; rows, outputs, dead letters and offset become visible together.

        Returns once the batch is queued: the partition's own task works it off, in order, while the agent goes on with
        other partitions. Whatever fails on the way ends the worker (``streams.exits``), so nothing is raised here.
        """
        self._take(batch, stage, lambda: Applying(stage, self.transport_settings))

    async def perform(self, sink: Performs, batch: Batch) -> None:
        """Let a sink act on each record of a batch: act, commit, the next one. Otherwise as ``apply``."""
        self._take(batch, sink, lambda: Performing(sink, self.transport_settings))

    def _take(self, batch: Batch, what: object, make: Callable[[], Work]) -> None:
        work = self._work.get(id(what))
        if work is None:
            work = self._work[id(what)] = make()
        try:
            self.partitions.take(batch, self.names.on_broker(batch.topic), work)
        except TransportError as error:
            leave("The agent:", error)

    # -- for Faust -----------------------------------------------------------------------------------------------

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self, loop=self.loop)

    async def on_start(self) -> None:
        """See that we are let in and the topics are there, before joining the group."""
        try:
            await self.checked_topics.see_that_we_may()
            await self._check_topics()
        except (AccessError, UnreachableError) as error:
            leave("The start:", error)
        gc.set_threshold(GARBAGE_THRESHOLD, *gc.get_threshold()[1:])
        await super().on_start()

    async def on_started(self) -> None:
        """Begin to watch over the topics and over this event loop."""
        self.add_future(self._watch_topics())
        self.add_future(Watchdog(self.transport_settings.stall_timeout).run())
        await super().on_started()

    async def _watch_topics(self) -> None:
        while not self.should_stop:
            await asyncio.sleep(self.transport_settings.topic_check_interval)
            try:
                await self._check_topics()
            except UnreachableError as error:
                logger.warning("The topics could not be looked at, and will be again: %s", error)

    async def _check_topics(self) -> None:
        try:
            await self.checked_topics.check()
        except (TopicError, AccessError) as error:
            leave("The topics:", error)

    async def _seek(self, source: TopicPartition, offset: int) -> None:
        await cast(Consumer, self.consumer).seek_to(source, offset)


def create_app(settings: TransportSettings, stage: StageTopics, *, clock: Callable[[], float] = time.time) -> App:
    """Make the application of a stage: one consumer group, one process. Agents are added to it.

    Args:
        settings: where the brokers are, and the transport's limits.
        stage: what it reads and writes.
        clock: seconds since 1970; ticks are taken from it, and it is held against the broker's.

    Raises:
        RowsOnDiskError: rows are to be kept on disk and cannot be.
    """
    names = Names(stage, settings.prefix)
    brokers = ";".join(f"kafka://{host.strip()}" for host in settings.bootstrap.split(","))
    app = App(
        names.group,
        broker=brokers,
        store="memory://",
        # Faust makes this folder and leaves it empty: it is for tables, and ours are not Faust's.
        datadir=Path(tempfile.gettempdir()) / "movewatch-faust",
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        stream_wait_empty=False,
        stream_buffer_maxsize=_BATCHES_BUFFERED,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat_interval,
        web_enabled=settings.web_port is not None,
        web_host="127.0.0.1",
        web_bind="127.0.0.1",
        web_port=settings.web_port or _UNUSED_PORT,
        web_tables_enabled=False,
        web_router_enabled=False,
    )
    app.prepare(settings, names, clock)
    return app


def _maker_of_rows(folder: Path | None) -> Callable[[], PartitionRows]:
    if folder is None:
        return PartitionRows
    try:
        from streams.rows_on_disk import RowsFolder  # noqa: PLC0415 - rocksdict is optional
    except ModuleNotFoundError as error:
        raise RowsOnDiskError(
            "Rows on disk need the package rocksdict, which is not installed: pip install 'movewatch[rocksdb]'."
        ) from error
    return RowsFolder(folder).new_rows
