"""A poll under way while the group shares its partitions out anew."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError
from faust.transport.drivers import aiokafka as driver

from streams.consumer import Consumer, ConsumerThread

SOURCE = TopicPartition("facts", 0)


class Polled:
    """A group's consumer whose fetch ends with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def position(self, _source: TopicPartition) -> int:
        return 0

    async def getmany(self, *_sources: TopicPartition, **_options: Any) -> dict[TopicPartition, list[Any]]:
        raise self.error


async def poll(error: Exception) -> object:
    thread = ConsumerThread.__new__(ConsumerThread)  # Faust would start a thread for it
    thread._reading, thread._consumer = asyncio.Lock(), Polled(error)
    return await thread._poll([SOURCE], 1.0)


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


async def test_nobody_closes_the_consumer_under_its_thread():
    """Faust does when a rebalance meets a stop, on another loop: the thread's farewell was then never answered."""
    thread = ConsumerThread.__new__(ConsumerThread)
    thread._consumer = Polled(KafkaError("gone"))  # has nothing that could be closed
    thread.close()


class Faust:
    """Stands in for Faust's part of the thread: remembers what was called of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.called: list[str] = []
        for name in ("start", "stop"):
            monkeypatch.setattr(driver.AIOKafkaConsumerThread, name, self._remember(name))

    def _remember(self, name: str) -> Any:
        async def remember(_thread: Any) -> None:
            self.called.append(name)

        return remember


@pytest.mark.parametrize(("stopped", "called"), [(False, ["start"]), (True, [])])
async def test_a_thread_does_not_start_once_its_consumer_is_stopped(
    stopped: bool, called: list[str], monkeypatch: pytest.MonkeyPatch
):
    faust, thread = Faust(monkeypatch), ConsumerThread.__new__(ConsumerThread)
    thread.consumer = cast("Consumer", SimpleNamespace(should_stop=stopped))
    await thread.start()
    assert faust.called == called


async def test_a_thread_that_is_coming_up_is_stopped_once_it_is_there(monkeypatch: pytest.MonkeyPatch):
    """Else nobody would stop it: a worker that was stopped while it started ran on until it was killed."""
    faust, thread = Faust(monkeypatch), ConsumerThread.__new__(ConsumerThread)
    thread._thread_running = asyncio.get_running_loop().create_future()
    stopping = asyncio.ensure_future(thread.stop())
    await asyncio.sleep(0)
    assert faust.called == []
    thread._thread_running.set_result(None)
    await stopping
    assert faust.called == ["stop"]
