"""A transactional producer that asks the broker as little as it can: three requests for a transaction.

With the transactions of KIP-890 (feature ``transaction.version`` 2, which new clusters have since Apache Kafka 4.0) the
broker finds out from records and offsets what a transaction is about, and each one has an epoch of its own, so that
nothing late gets into the next. Where a cluster does not do so yet, two more requests say it beforehand.

Nothing here is for several tasks at once: a partition's transactions come one after the other.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self, cast

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient, ConnectionGroup, CoordinationType
from aiokafka.errors import (
    ConcurrentTransactions,
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    GroupAuthorizationFailedError,
    InvalidProducerEpoch,
    KafkaConnectionError,
    KafkaError,
    KafkaStorageError,
    LeaderNotAvailableError,
    NodeNotReadyError,
    NoError,
    NotCoordinatorError,
    NotEnoughReplicasAfterAppendError,
    NotEnoughReplicasError,
    NotLeaderForPartitionError,
    ProducerFenced,
    RequestTimedOutError,
    StaleMetadata,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnknownError,
    UnknownTopicOrPartitionError,
    for_code,
)
from aiokafka.producer.message_accumulator import BatchBuilder
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

from streams.errors import TransactionError
from streams.protocol import Request

_FEATURE: Final = "transaction.version"
_WITH_KIP_890: Final = 2
_PRODUCER_FENCED: Final = 90
"""A code that aiokafka does not know."""
_BACKOFF_S: Final = 0.01
"""Between two attempts: the coordinator says "not yet" while the transaction before is being completed."""

_NO_ANSWER: Final = (NodeNotReadyError, RequestTimedOutError, KafkaConnectionError, StaleMetadata)
_NOT_THERE: Final = (CoordinatorNotAvailableError, NotCoordinatorError)
_NOT_YET: Final = (
    ConcurrentTransactions,
    CoordinatorLoadInProgressError,
    KafkaStorageError,
    LeaderNotAvailableError,
    NotEnoughReplicasAfterAppendError,
    NotEnoughReplicasError,
    NotLeaderForPartitionError,
    RequestTimedOutError,
    UnknownTopicOrPartitionError,
)


class _Versions(NamedTuple):
    """The newest version of each message that goes with a way of doing transactions."""

    produce: int
    offset_commit: int
    end: int


_TOLD_BEFOREHAND: Final = _Versions(produce=11, offset_commit=4, end=4)
_FOUND_OUT: Final = _Versions(produce=12, offset_commit=5, end=5)

Batches = Mapping[TopicPartition, Iterable[BatchBuilder]]
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

    def __init__(
        self, client: AIOKafkaClient, transactional_id: str, group: str, transaction_timeout: float, batch_bytes: int
    ) -> None:
        self._client = client
        self._id = transactional_id
        self._group = group
        self._timeout_ms = int(transaction_timeout * 1000)
        self._batch_bytes = batch_bytes
        self._versions = _TOLD_BEFOREHAND
        self._coordinators: dict[int, int] = {}
        self._sequences: defaultdict[TopicPartition, int] = defaultdict(int)
        self._in_flight: set[asyncio.Future[Any]] = set()
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
        batch_bytes: int,
        security: Mapping[str, Any],
    ) -> Self:
        """Connect, and settle what the former owner left open.

        Args:
            group: whose offsets are committed.
            transaction_timeout: seconds until the broker aborts a transaction.
            batch_bytes: the most that ``new_batch`` takes.
            security: what the client is told for TLS and login.

        Raises:
            KafkaError: no broker answers, or it refuses.
        """
        client = AIOKafkaClient(bootstrap_servers=bootstrap, client_id=transactional_id, **security)
        producer = cls(client, transactional_id, group, transaction_timeout, batch_bytes)
        try:
            await client.bootstrap()
            await producer._initialise()
        except BaseException:
            await client.close()
            raise
        return producer

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _initialise(self) -> None:
        self._versions = _FOUND_OUT if await self._transaction_version() >= _WITH_KIP_890 else _TOLD_BEFOREHAND
        answer = await self._ask_coordinator(
            CoordinationType.TRANSACTION,
            Request(
                InitProducerIdRequest(transactional_id=self._id, transaction_timeout_ms=self._timeout_ms),
                InitProducerIdResponse,
                5,
            ),
            lambda answer: [answer.error_code],
        )
        self.producer_id, self.epoch = answer.producer_id, answer.producer_epoch

    async def _transaction_version(self) -> int:
        request = Request(
            ApiVersionsRequest(client_software_name="movewatch", client_software_version="1"), ApiVersionsResponse, 4
        )
        while True:
            try:
                answer = await self._send(self._client.get_random_node(), request, ConnectionGroup.DEFAULT)
            except _NO_ANSWER:
                await self._look_again()
                continue
            features = {feature.name: feature.max_version_level for feature in answer.finalized_features or ()}
            return int(features.get(_FEATURE, 0))

    # -- a transaction -------------------------------------------------------------------------------------------

    def new_batch(self) -> BatchBuilder:
        """An empty batch of records for one partition."""
        return BatchBuilder(self._batch_bytes, 0, is_transactional=1)

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
        await self._ask_coordinator(
            CoordinationType.GROUP,
            Request(
                TxnOffsetCommitRequest(
                    **self._who(),
                    group_id=self._group,
                    topics=[
                        topic(
                            name=source.topic,
                            partitions=[
                                topic.TxnOffsetCommitRequestPartition(
                                    partition_index=source.partition, committed_offset=offset, committed_metadata=""
                                )
                            ],
                        )
                    ],
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
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        self._ending = True
        answer = await self._ask_coordinator(
            CoordinationType.TRANSACTION,
            Request(
                EndTxnRequest(**self._who(), committed=commit),
                EndTxnResponse,
                self._versions.end,
            ),
            lambda answer: [answer.error_code],
        )
        if self._versions is _FOUND_OUT:
            self.producer_id, self.epoch = answer.producer_id, answer.producer_epoch
            self._sequences.clear()
        self._ending = self.is_open = False

    def _who(self) -> dict[str, Any]:
        return {"transactional_id": self._id, "producer_id": self.producer_id, "producer_epoch": self.epoch}

    # -- requests ------------------------------------------------------------------------------------------------

    async def _tell_partitions(self, targets: Iterable[TopicPartition]) -> None:
        by_topic: defaultdict[str, list[int]] = defaultdict(list)
        for target in targets:
            by_topic[target.topic].append(target.partition)
        of_topic = AddPartitionsToTxnRequest.AddPartitionsToTxnTopic
        await self._ask_coordinator(
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
            CoordinationType.TRANSACTION,
            Request(
                AddOffsetsToTxnRequest(**self._who(), group_id=self._group),
                AddOffsetsToTxnResponse,
                4,
            ),
            lambda answer: [answer.error_code],
        )

    async def _deliver(self, batches: Mapping[TopicPartition, BatchBuilder]) -> list[Delivered]:
        records = {target: self._numbered(target, batch) for target, batch in batches.items()}
        delivered: dict[TopicPartition, int] = {}
        while left := {target: value for target, value in records.items() if target not in delivered}:
            by_leader: defaultdict[int, dict[TopicPartition, bytes | bytearray]] = defaultdict(dict)
            for target, value in left.items():
                by_leader[await self._leader(target)][target] = value
            answers = await asyncio.gather(*(self._produce(node, these) for node, these in by_leader.items()))
            for answer in answers:
                delivered |= answer
            if len(delivered) < len(records):
                await self._look_again()
        return [Delivered(target, offset) for target, offset in delivered.items()]

    def _numbered(self, target: TopicPartition, batch: BatchBuilder) -> bytes | bytearray:
        """Its bytes, with the sequence number by which the broker knows a repetition."""
        batch._set_producer_state(self.producer_id, self.epoch, self._sequences[target])  # noqa: SLF001
        self._sequences[target] += batch.record_count()
        return cast("bytes | bytearray", batch._build())  # noqa: SLF001

    async def _leader(self, target: TopicPartition) -> int:
        while True:
            node = self._client.cluster.leader_for_partition(target)
            if node is not None and node != -1:
                return int(node)
            await self._client.add_topic(target.topic)
            if target.topic in self._client.cluster.unauthorized_topics:
                raise TopicAuthorizationFailedError(target.topic)
            if self._client.cluster.leader_for_partition(target) in (None, -1):
                await self._look_again()

    async def _produce(
        self, node: int, records: Mapping[TopicPartition, bytes | bytearray]
    ) -> dict[TopicPartition, int]:
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
        try:
            answer = await self._send(node, request, ConnectionGroup.DEFAULT)
        except _NO_ANSWER:
            return {}
        taken = {}
        for each in answer.responses:
            for part in each.partition_responses:
                if part.error_code == NoError.errno:
                    taken[TopicPartition(each.name, part.index)] = part.base_offset
                elif not issubclass(for_code(part.error_code), _NOT_YET + _NOT_THERE):
                    raise self._refusal(part.error_code, each.name)
        return taken

    async def _ask_coordinator(self, kind: int, request: Request, codes: Callable[[Any], Sequence[int]]) -> Any:
        while True:
            try:
                answer = await self._send(await self._coordinator(kind), request, ConnectionGroup.COORDINATION)
            except (*_NO_ANSWER, *_NOT_THERE, CoordinatorLoadInProgressError):
                self._coordinators.pop(kind, None)
                await self._look_again()
                continue
            refused = set(codes(answer)) - {NoError.errno}
            if not refused:
                return answer
            for code in refused:
                if issubclass(for_code(code), _NOT_THERE):
                    self._coordinators.pop(kind, None)
                elif not issubclass(for_code(code), _NOT_YET):
                    raise self._refusal(code)
            await asyncio.sleep(_BACKOFF_S)

    def _refusal(self, code: int, topic: str = "") -> KafkaError:
        error = for_code(code)
        if error is InvalidProducerEpoch or code == _PRODUCER_FENCED:
            return ProducerFenced()
        if error is TopicAuthorizationFailedError:
            return error(topic)
        if error is GroupAuthorizationFailedError:
            return error(self._group)
        if error is TransactionalIdAuthorizationFailed:
            return error(self._id)
        return KafkaError(f"error {code}") if error is UnknownError else error()

    async def _coordinator(self, kind: int) -> int:
        if kind not in self._coordinators:
            key = self._id if kind == CoordinationType.TRANSACTION else self._group
            self._coordinators[kind] = await self._client.coordinator_lookup(kind, key)
        return self._coordinators[kind]

    async def _look_again(self) -> None:
        """Ask who leads what, and wait a moment."""
        await self._client.force_metadata_update()
        await asyncio.sleep(_BACKOFF_S)

    async def _send(self, node: int, request: Request, connection: int) -> Any:
        """Ask a broker. Whoever stops waiting leaves the request on its way: ``end`` waits for it."""
        asked = asyncio.ensure_future(self._client.send(node, request, group=connection))
        self._in_flight.add(asked)
        asked.add_done_callback(self._answered)
        return await asyncio.shield(asked)

    def _answered(self, asked: asyncio.Future[Any]) -> None:
        self._in_flight.discard(asked)
        if not asked.cancelled():
            asked.exception()  # looked at, since nobody else may be waiting for it any more
