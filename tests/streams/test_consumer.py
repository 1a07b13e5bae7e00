"""The consumer on the main loop: a poll while the group shares its partitions out anew, and its start and stop."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError

from streams.consumer import Consumer, MainLoopConsumer

SOURCE = TopicPartition("facts", 0)


class Polled:
    """A group's consumer whose fetch ends with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def position(self, _source: TopicPartition) -> int:
        return 0

    async def getmany(self, *_sources: TopicPartition, **_options: Any) -> dict[TopicPartition, list[Any]]:
        raise self.error


def bare() -> MainLoopConsumer:
    """Without Faust's constructor, which wants a whole application."""
    consumer = MainLoopConsumer.__new__(MainLoopConsumer)
    consumer._reading, consumer._coming_up = asyncio.Lock(), None
    return consumer


async def poll(error: Exception) -> object:
    consumer = bare()
    consumer._consumer = Polled(error)
    return await consumer.poll([SOURCE])


@pytest.mark.parametrize(
    "error",
    [
        # 1. A partition was taken away while its records were waited for.
        IllegalStateError("not assigned"),
        # 2. A new one came that nobody has ever committed, and that is not yet sought.
        NoOffsetForPartitionError(SOURCE),
    ],
)
async def test_what_a_rebalance_does_to_a_poll_is_no_fault(error: Exception):
    assert await poll(error) == {}


@pytest.mark.parametrize("error", [OffsetOutOfRangeError({SOURCE: 7}), KafkaError("gone")])
async def test_what_else_goes_wrong_is_told(error: Exception):
    with pytest.raises(type(error)):
        await poll(error)


async def test_nobody_closes_the_consumer_under_its_feet():
    """Faust does when a rebalance meets a stop: the consumer could then not say goodbye to its group."""
    consumer = bare()
    consumer._consumer = Polled(KafkaError("gone"))  # has nothing that could be closed
    consumer.close()


class Service(MainLoopConsumer):
    """Notes what of Faust's service is called; connecting takes until it is let go on."""

    def __init__(self, *, stopped: bool = False) -> None:
        self._reading, self._coming_up = asyncio.Lock(), None
        self._thread_started, self._stopped = asyncio.Event(), asyncio.Event()
        self.consumer = cast("Consumer", SimpleNamespace(should_stop=stopped))
        self.called: list[str] = []
        self.go_on = asyncio.Event()

    async def _default_start(self) -> None:
        await self.go_on.wait()
        self.called.append("connected")

    async def on_thread_started(self) -> None:
        self.called.append("started")

    async def _shutdown_thread(self) -> None:
        self.called.append("closed")


async def test_it_does_not_connect_once_its_consumer_is_stopped():
    service = Service(stopped=True)
    await service.start()
    await service.stop()
    assert service.called == []


async def test_one_that_is_coming_up_is_closed_once_it_is_there():
    """Else nobody would close it: a worker that was stopped while it started ran on until it was killed."""
    service = Service()
    starting = asyncio.ensure_future(service.start())
    await asyncio.sleep(0)
    stopping = asyncio.ensure_future(service.stop())
    await asyncio.sleep(0)
    assert service.called == []
    service.go_on.set()
    await asyncio.gather(starting, stopping)
    assert service.called == ["connected", "started", "closed"]


async def test_it_is_closed_once():
    service = Service()
    service.go_on.set()
    await service.start()
    await service.stop()
    await service.stop()
    assert service.called == ["connected", "started", "closed"]


async def test_what_faust_sends_to_its_thread_is_called_here():
    async def later(number: int) -> int:
        return number

    consumer = bare()
    assert await consumer.call_thread(later, 7) == 7
    assert await consumer.call_thread(int, "8") == 8
