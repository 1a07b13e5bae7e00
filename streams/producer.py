"""A transactional producer that asks the broker as little as it can: three requests for a transaction.

With the transactions of KIP-890 (feature ``transaction.version`` 2, which new clusters have since Apache Kafka 4.0) the
broker finds out from records and offsets what a transaction is about, and each one has an epoch of its own, so that
nothing late gets into the next. Where a cluster does not do so yet, two more requests say it beforehand.

Nothing here is for several tasks at once: a partition's transactions come one after the other.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

from aiokafka import TopicPartition
from aiokafka.client import CoordinationType
from aiokafka.errors import NoError
from kafka.protocol.metadata import ApiVersionsRequest, ApiVersionsResponse
from kafka.protocol.producer import (
    AddOffsetsToTxnRequest,
    AddOffsetsToTxnResponse,
    AddPartitionsToTxnRequest,
    AddPartitionsToTxnResponse,
    EndTxnRequest,
    EndTxnResponse,
    InitProducerIdRequest,
    InitProducerIdResponse,
    ProduceRequest,
    ProduceResponse,
    TxnOffsetCommitRequest,
    TxnOffsetCommitResponse,
)

from streams.brokers import Brokers
from streams.errors import TransactionError
from streams.protocol import Request
from streams.record_batch import RecordBatch

_FEATURE: Final = "transaction.version"
_WITH_KIP_890: Final = 2


class _Versions(NamedTuple):
    """The newest version of each message that goes with a way of doing transactions."""

    produce: int
    offset_commit: int
    end: int


_TOLD_BEFOREHAND: Final = _Versions(produce=11, offset_commit=4, end=4)
_FOUND_OUT: Final = _Versions(produce=12, offset_commit=5, end=5)

Batches = Mapping[TopicPartition, Iterable[RecordBatch]]
"""Batches by where they go. Each is taken, and may be made, when it is its turn: megabytes need not lie around."""


class Delivered(NamedTuple):
    """Where a batch of records lies."""

    target: TopicPartition
    offset: int


class Producer:
    """One transactional id in one process. Opening it fences whoever had it before.

    Attributes:
        producer_id: what the broker knows it by,
        epoch: and how often it was given anew.
        is_open: whether a transaction has begun and not ended.
    """

    def __init__(self, brokers: Brokers, transactional_id: str, group: str, transaction_timeout: float) -> None:
        self._brokers = brokers
        self._id = transactional_id
        self._group = group
        self._timeout_ms = int(transaction_timeout * 1000)
        self._versions = _TOLD_BEFOREHAND
        self._sequences: defaultdict[TopicPartition, int] = defaultdict(int)
        self._unanswered = 0
        self._ending = False
        self.is_open = False
        self.producer_id = -1
        self.epoch = -1

    @classmethod
    async def open(
        cls,
        *,
        bootstrap: str,
        transactional_id: str,
        group: str,
        transaction_timeout: float,
        security: Mapping[str, Any],
    ) -> Self:
        """Connect, and settle what the former owner left open.

        Args:
            group: whose offsets are committed.
            transaction_timeout: seconds until the broker aborts a transaction.
            security: what the client is told for TLS and login.

        Raises:
            KafkaError: no broker answers, or it refuses.
        """
        brokers = await Brokers.open(bootstrap, transactional_id, group, security)
        producer = cls(brokers, transactional_id, group, transaction_timeout)
        try:
            producer._versions = (
                _FOUND_OUT if await producer._transaction_version() >= _WITH_KIP_890 else _TOLD_BEFOREHAND
            )
            await producer._initialise()
        except BaseException:
            await brokers.close()
            raise
        return producer

    async def close(self) -> None:
        """Close the connections."""
        await self._brokers.close()

    async def _transaction_version(self) -> int:
        answer = await self._brokers.ask_any(
            Request(
                ApiVersionsRequest(client_software_name="movewatch", client_software_version="1"),
                ApiVersionsResponse,
                4,
            )
        )
        features = {feature.name: feature.max_version_level for feature in answer.finalized_features or ()}
        return int(features.get(_FEATURE, 0))

    async def _initialise(self) -> None:
        """Get an epoch: the first time one that fences the former owner, then the one after ours."""
        answer = await self._ask_coordinator(
            InitProducerIdRequest(
                transactional_id=self._id,
                transaction_timeout_ms=self._timeout_ms,
                producer_id=self.producer_id,
                producer_epoch=self.epoch,
            ),
            InitProducerIdResponse,
            5,
        )
        self._begin_epoch(answer)

    def _begin_epoch(self, answer: Any) -> None:
        self.producer_id, self.epoch = answer.producer_id, answer.producer_epoch
        self._sequences.clear()
        self._unanswered = self._brokers.unanswered

    # -- a transaction -------------------------------------------------------------------------------------------

    async def send(self, batches: Batches) -> Sequence[Delivered]:
        """Write batches, those of one partition one after the other; begins a transaction if there is none.

        Raises:
            KafkaError: the broker refuses them.
        """
        if not batches:
            return []
        self.is_open = True
        if self._versions is _TOLD_BEFOREHAND:
            await self._tell_partitions(batches)
        delivered: list[Delivered] = []
        left = {target: iter(several) for target, several in batches.items()}
        while waiting := {target: batch for target, several in left.items() if (batch := next(several, None))}:
            delivered += await self._deliver(waiting)
        return delivered

    async def send_offset(self, source: TopicPartition, offset: int) -> None:
        """Have the group's offset committed with the transaction; begins one if there is none.

        Raises:
            KafkaError: the broker refuses it.
        """
        self.is_open = True
        if self._versions is _TOLD_BEFOREHAND:
            await self._tell_group()
        topic = TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic
        partition = topic.TxnOffsetCommitRequestPartition(
            partition_index=source.partition, committed_offset=offset, committed_metadata=""
        )
        await self._brokers.ask_coordinator(
            CoordinationType.GROUP,
            Request(
                TxnOffsetCommitRequest(
                    **self._who(), group_id=self._group, topics=[topic(name=source.topic, partitions=[partition])]
                ),
                TxnOffsetCommitResponse,
                self._versions.offset_commit,
            ),
            lambda answer: [part.error_code for each in answer.topics for part in each.partitions],
        )

    async def end(self, *, commit: bool) -> None:
        """Make all of it visible, or none. Does nothing where no transaction is open.

        Raises:
            KafkaError: the broker refuses.
            TransactionError: it was being ended already, and nobody knows how that went.
        """
        if not self.is_open:
            return
        if self._ending:
            raise TransactionError(f"{self._id}: the transaction is already being ended.")
        # What is still on its way could get in behind the end otherwise.
        await self._brokers.settled()
        self._ending = True
        answer = await self._ask_coordinator(
            EndTxnRequest(**self._who(), committed=commit), EndTxnResponse, self._versions.end
        )
        if self._versions is _FOUND_OUT:
            self._begin_epoch(answer)
        elif self._brokers.unanswered > self._unanswered:
            # What a broker takes up only now, under the old epoch, must not touch the next transaction (KIP-360).
            await self._initialise()
        self._ending = self.is_open = False

    def _who(self) -> dict[str, Any]:
        return {"transactional_id": self._id, "producer_id": self.producer_id, "producer_epoch": self.epoch}

    # -- requests ------------------------------------------------------------------------------------------------

    async def _ask_coordinator(self, message: Any, answer: Any, version: int) -> Any:
        return await self._brokers.ask_coordinator(
            CoordinationType.TRANSACTION, Request(message, answer, version), lambda answer: [answer.error_code]
        )

    async def _tell_partitions(self, targets: Iterable[TopicPartition]) -> None:
        by_topic: defaultdict[str, list[int]] = defaultdict(list)
        for target in targets:
            by_topic[target.topic].append(target.partition)
        of_topic = AddPartitionsToTxnRequest.AddPartitionsToTxnTopic
        await self._brokers.ask_coordinator(
            CoordinationType.TRANSACTION,
            Request(
                AddPartitionsToTxnRequest(
                    v3_and_below_transactional_id=self._id,
                    v3_and_below_producer_id=self.producer_id,
                    v3_and_below_producer_epoch=self.epoch,
                    v3_and_below_topics=[of_topic(name=name, partitions=several) for name, several in by_topic.items()],
                ),
                AddPartitionsToTxnResponse,
                3,
            ),
            lambda answer: [
                part.partition_error_code
                for each in answer.results_by_topic_v3_and_below
                for part in each.results_by_partition
            ],
        )

    async def _tell_group(self) -> None:
        await self._ask_coordinator(
            AddOffsetsToTxnRequest(**self._who(), group_id=self._group), AddOffsetsToTxnResponse, 4
        )

    async def _deliver(self, batches: Mapping[TopicPartition, RecordBatch]) -> list[Delivered]:
        records = {target: self._numbered(target, batch) for target, batch in batches.items()}
        delivered: dict[TopicPartition, int] = {}
        while left := [target for target in records if target not in delivered]:
            by_leader = await self._brokers.by_leader(left)
            for taken in await asyncio.gather(
                *(
                    self._produce(node, {target: records[target] for target in targets})
                    for node, targets in by_leader.items()
                )
            ):
                delivered |= taken
            if len(delivered) < len(records):
                await self._brokers.look_again()
        return [Delivered(target, offset) for target, offset in delivered.items()]

    def _numbered(self, target: TopicPartition, batch: RecordBatch) -> bytearray:
        """Its bytes, with the sequence number by which the broker knows a repetition."""
        sequence = self._sequences[target]
        self._sequences[target] += batch.count
        return batch.numbered(self.producer_id, self.epoch, sequence)

    async def _produce(self, node: int, records: Mapping[TopicPartition, bytearray]) -> dict[TopicPartition, int]:
        """Where those lie that the broker took; the others are to be sent again."""
        of_topic = ProduceRequest.TopicProduceData
        by_topic: defaultdict[str, list[Any]] = defaultdict(list)
        for target, value in records.items():
            by_topic[target.topic].append(of_topic.PartitionProduceData(index=target.partition, records=value))
        request = Request(
            ProduceRequest(
                transactional_id=self._id,
                acks=-1,
                timeout_ms=self._timeout_ms,
                topic_data=[of_topic(name=name, partition_data=parts) for name, parts in by_topic.items()],
            ),
            ProduceResponse,
            self._versions.produce,
        )
        answer = await self._brokers.ask_leader(node, request)
        taken = {}
        for each in answer.responses if answer is not None else ():
            for part in each.partition_responses:
                if part.error_code == NoError.errno:
                    taken[TopicPartition(each.name, part.index)] = part.base_offset
                else:
                    self._brokers.see_that_it_may_yet(part.error_code, each.name)
        return taken
