"""The transactional producer on a real broker, in both ways of doing transactions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.client import AIOKafkaClient, ConnectionGroup
from aiokafka.errors import KafkaConnectionError, KafkaError, ProducerFenced
from kafka import KafkaAdminClient

import streams.producer
from movewatch.broker import EmbeddedKafka
from streams.errors import TransactionError
from streams.producer import Producer
from streams.protocol import Request
from streams.record_batch import RecordBatch
from tests.streams.workers import wait_until

BATCH_BYTES = 100_000


class Place:
    """Two topics and a group of this test's own, and what can be read of them."""

    def __init__(self, kafka: EmbeddedKafka, prefix: str) -> None:
        self.bootstrap, self.prefix = kafka.bootstrap, prefix
        self.group = f"{prefix}group"
        self.source = TopicPartition(f"{prefix}source", 0)
        self.rows = TopicPartition(f"{prefix}rows", 0)
        self.out = TopicPartition(f"{prefix}rows", 1)
        admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        try:
            names = {self.source.topic: 1, self.rows.topic: 2}
            admin.create_topics(
                {name: {"num_partitions": count, "replication_factor": 1} for name, count in names.items()}
            )
            wait_until(lambda: all(it["partitions"] for it in admin.describe_topics(list(names))), 10, "the topics")
        finally:
            admin.close()

    @asynccontextmanager
    async def producer(self, transaction_timeout: float = 30.0) -> AsyncIterator[Producer]:
        producer = await self.open(transaction_timeout)
        try:
            yield producer
        finally:
            await producer.close()

    async def open(self, transaction_timeout: float = 30.0) -> Producer:
        return await Producer.open(
            bootstrap=self.bootstrap,
            transactional_id=f"{self.prefix}producer",
            group=self.group,
            transaction_timeout=transaction_timeout,
            security={},
        )

    async def committed(self) -> dict[TopicPartition, list[bytes]]:
        """What a reader of committed records finds in both partitions, up to their ends."""
        async with self._consumer("read_committed") as consumer:
            ends = await consumer.end_offsets([self.rows, self.out])
            found: dict[TopicPartition, list[bytes]] = {self.rows: [], self.out: []}
            while any([await consumer.position(target) < end for target, end in ends.items()]):
                for target, records in (await consumer.getmany(timeout_ms=100)).items():
                    found[target] += [record.value for record in records]
            return found

    async def offset(self) -> int | None:
        async with self._consumer("read_committed", group_id=self.group, enable_auto_commit=False) as consumer:
            return await consumer.committed(self.source)

    @asynccontextmanager
    async def _consumer(self, isolation_level: str, **settings: Any) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap, isolation_level=isolation_level, auto_offset_reset="earliest", **settings
        )
        await consumer.start()
        try:
            consumer.assign([self.rows, self.out])
            yield consumer
        finally:
            await consumer.stop()


def batch(*values: bytes) -> RecordBatch:
    made = RecordBatch(BATCH_BYTES)
    assert made.fill([(b"key", value, (), None) for value in values]) == len(values)
    return made


@pytest.fixture(params=["found out", "told beforehand"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    """With the transactions that the cluster has, and with those of a cluster from before KIP-890."""
    kafka, prefix = request.getfixturevalue("kafka"), request.getfixturevalue("topic_prefix")
    if request.param == "told beforehand":

        async def version(_: Producer) -> int:
            return 1

        monkeypatch.setattr(Producer, "_transaction_version", version)
    return Place(kafka, prefix)


async def test_the_embedded_broker_finds_out_what_a_transaction_is_about(kafka: EmbeddedKafka, topic_prefix: str):
    """Else the cases below would try the same way twice."""
    async with Place(kafka, topic_prefix).producer() as producer:
        assert await producer._transaction_version() == 2
        assert producer._versions is streams.producer._FOUND_OUT


async def test_records_and_offset_become_visible_together_one_transaction_after_the_other(place: Place):
    async with place.producer() as producer:
        for number in range(3):
            name = b"%d" % number
            delivered = await producer.send({place.rows: [batch(name, name)], place.out: [batch(name)]})
            assert (await place.committed(), await place.offset()) == (
                {place.rows: [b"0", b"0", b"1", b"1"][: 2 * number], place.out: [b"0", b"1"][:number]},
                number or None,
            )
            assert {it.target: it.offset for it in delivered} == {place.rows: 3 * number, place.out: 2 * number}
            await producer.send_offset(place.source, number + 1)
            await producer.end(commit=True)
            assert not producer.is_open
            found_out = producer._versions is streams.producer._FOUND_OUT
            assert producer.epoch == (number + 1 if found_out else 0), "without KIP-890 an epoch is for all of them"
            # A commit is told before its markers are written, so the next look may come too early.
            await until_ends(place, rows=3 * (number + 1), out=2 * (number + 1))
    assert (await place.committed(), await place.offset()) == (
        {place.rows: [b"0", b"0", b"1", b"1", b"2", b"2"], place.out: [b"0", b"1", b"2"]},
        3,
    )


async def until_ends(place: Place, *, rows: int, out: int) -> None:
    """Wait until the partitions have ended so far for readers of committed records."""
    async with place._consumer("read_committed") as consumer:
        async with asyncio.timeout(20):
            while await consumer.end_offsets([place.rows, place.out]) != {place.rows: rows, place.out: out}:
                pass  # each look is a request: the broker sets the pace


async def test_several_batches_of_a_partition_stay_in_their_order(place: Place):
    async with place.producer() as producer:
        names = [b"%d" % number for number in range(5)]
        delivered = await producer.send({place.rows: [batch(name) for name in names]})
        await producer.end(commit=True)
    assert [it.offset for it in delivered] == [0, 1, 2, 3, 4]
    await until_ends(place, rows=6, out=0)
    assert (await place.committed())[place.rows] == names


async def test_nothing_of_an_aborted_transaction_is_seen_and_the_next_one_is(place: Place):
    async with place.producer() as producer:
        await producer.send({place.rows: [batch(b"no")]})
        await producer.send_offset(place.source, 7)
        await producer.end(commit=False)
        await producer.send({place.rows: [batch(b"yes")]})
        await producer.end(commit=True)
    await until_ends(place, rows=4, out=0)
    assert (await place.committed())[place.rows] == [b"yes"]
    assert await place.offset() is None


async def test_an_empty_transaction_is_none(place: Place):
    async with place.producer() as producer:
        assert await producer.send({}) == []
        assert not producer.is_open
        await producer.end(commit=True)
        await producer.end(commit=False)


async def test_who_comes_after_settles_what_was_left_open_and_fences_who_left_it(place: Place):
    async with place.producer() as former:
        await former.send({place.rows: [batch(b"left open")]})
        await former.send_offset(place.source, 1)
        async with place.producer() as latter:
            with pytest.raises(ProducerFenced):
                await former.send({place.out: [batch(b"by a zombie")]})
            with pytest.raises(ProducerFenced):
                await former.end(commit=True)
            await latter.send({place.rows: [batch(b"by the new owner")]})
            await latter.send_offset(place.source, 2)
            await latter.end(commit=True)
    await until_ends(place, rows=4, out=0)
    assert await place.committed() == {place.rows: [b"by the new owner"], place.out: []}
    assert await place.offset() == 2


async def test_a_zombie_cannot_commit_an_offset(place: Place):
    async with place.producer() as former, place.producer():
        with pytest.raises(ProducerFenced):
            await former.send_offset(place.source, 5)
    assert await place.offset() is None


class Lossy:
    """A client whose answers to the first requests of a kind get lost: the broker has done what it was asked."""

    def __init__(self, client: AIOKafkaClient, kind: str, times: int) -> None:
        self._send, self._kind, self.left = client.send, kind, times

    async def send(self, node: int, request: Request, *, group: int = ConnectionGroup.DEFAULT) -> Any:
        answer = await self._send(node, request, group=group)
        if isinstance(request, Request) and type(request._message).__name__ == self._kind and self.left:
            self.left -= 1
            raise KafkaConnectionError("the connection broke")
        return answer


@pytest.mark.parametrize("kind", ["ProduceRequest", "TxnOffsetCommitRequest", "EndTxnRequest"])
async def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_there_twice(
    place: Place, kind: str, monkeypatch: pytest.MonkeyPatch
):
    async with place.producer() as producer:
        epochs = [producer.epoch]
        for number in range(2):
            lossy = Lossy(producer._brokers._client, kind, 2)
            with monkeypatch.context() as patched:
                patched.setattr(producer._brokers._client, "send", lossy.send)
                await producer.send({place.rows: [batch(b"%d" % number)]})
                await producer.send_offset(place.source, number + 1)
                await producer.end(commit=True)
            assert lossy.left == 0
            epochs.append(producer.epoch)
    # What comes late, under the old epoch, finds the next transaction closed to it.
    assert epochs == [epochs[0], epochs[0] + 1, epochs[0] + 2]
    await until_ends(place, rows=4, out=0)
    assert (await place.committed())[place.rows] == [b"0", b"1"]
    assert await place.offset() == 2


async def test_what_is_still_on_its_way_does_not_get_in_behind_the_end(place: Place, monkeypatch: pytest.MonkeyPatch):
    """Who stops waiting for a request, and aborts, has the broker see both in this order."""
    async with place.producer() as producer:
        send, held, begun, seen = producer._brokers._client.send, asyncio.Event(), asyncio.Event(), []

        async def slow(node: int, request: Request, *, group: int = ConnectionGroup.DEFAULT) -> Any:
            name = type(request._message).__name__ if isinstance(request, Request) else ""
            if name == "ProduceRequest":
                begun.set()
                await held.wait()
            answer = await send(node, request, group=group)
            seen.append(name)
            return answer

        monkeypatch.setattr(producer._brokers._client, "send", slow)
        writing = asyncio.ensure_future(producer.send({place.rows: [batch(b"late")]}))
        await begun.wait()
        writing.cancel()
        ending = asyncio.ensure_future(producer.end(commit=False))
        await asyncio.wait({writing})
        held.set()
        await ending
        assert seen[-2:] == ["ProduceRequest", "EndTxnRequest"]
    await until_ends(place, rows=2, out=0)
    assert (await place.committed())[place.rows] == []


async def test_an_answer_that_is_lost_behind_the_back_of_who_asked_counts_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    """Who stopped waiting cannot know; and yet the broker may take the request up within the next transaction."""
    async with place.producer() as producer:
        held, begun, epoch = asyncio.Event(), asyncio.Event(), producer.epoch
        lossy = Lossy(producer._brokers._client, "ProduceRequest", 1)

        async def slow(node: int, request: Request, *, group: int = ConnectionGroup.DEFAULT) -> Any:
            if isinstance(request, Request) and type(request._message).__name__ == "ProduceRequest":
                begun.set()
                await held.wait()
            return await lossy.send(node, request, group=group)

        monkeypatch.setattr(producer._brokers._client, "send", slow)
        writing = asyncio.ensure_future(producer.send({place.rows: [batch(b"no")]}))
        await begun.wait()
        writing.cancel()
        await asyncio.wait({writing})
        held.set()
        await producer.end(commit=False)
        assert producer.epoch == epoch + 1


async def test_what_is_being_ended_is_not_ended_otherwise(place: Place, monkeypatch: pytest.MonkeyPatch):
    """Nobody can know which of both would come first."""
    async with place.producer() as producer:
        await producer.send({place.rows: [batch(b"value")]})
        begun = asyncio.Event()

        async def never(*_: Any, **__: Any) -> Any:
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(producer._brokers._client, "send", never)
        committing = asyncio.ensure_future(producer.end(commit=True))
        await begun.wait()
        committing.cancel()
        await asyncio.wait({committing})
        with pytest.raises(TransactionError, match="already being ended"):
            await producer.end(commit=False)
        for waiting in list(producer._brokers._in_flight):
            waiting.cancel()


async def test_the_broker_ends_a_transaction_that_takes_too_long(place: Place):
    async with place.producer(transaction_timeout=1.0) as producer:
        await producer.send({place.rows: [batch(b"too late")]})
        # Aborted by the broker: the record, and the marker.
        await until_ends(place, rows=2, out=0)
        with pytest.raises(KafkaError):
            await producer.end(commit=True)
    assert (await place.committed())[place.rows] == []


async def test_nobody_waits_for_a_broker_that_is_not_there():
    with pytest.raises(KafkaError):
        await Producer.open(
            bootstrap="127.0.0.1:1",
            transactional_id="id",
            group="group",
            transaction_timeout=1.0,
            security={},
        )
