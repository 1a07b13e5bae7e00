"""Asks the brokers of a cluster for one producer, and asks again: who does not answer, who cannot yet, who is not the
one to ask any more.

A question may be asked several times, so it has to be one that a broker knows again: by its epoch and sequence number.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Self

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

from streams.protocol import Request

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

Codes = Callable[[Any], Iterable[int]]
"""Finds the error codes of an answer."""


class Brokers:
    """The cluster, as one transactional id asks it.

    Attributes:
        unanswered: how many requests got no answer so far; a broker may have done, or may yet do, what they ask.
    """

    def __init__(self, client: AIOKafkaClient, transactional_id: str, group: str) -> None:
        self._client = client
        self._names = {CoordinationType.TRANSACTION: transactional_id, CoordinationType.GROUP: group}
        self._coordinators: dict[int, int] = {}
        self._in_flight: set[asyncio.Future[Any]] = set()
        self.unanswered = 0

    @classmethod
    async def open(cls, bootstrap: str, transactional_id: str, group: str, security: Mapping[str, Any]) -> Self:
        """Connect.

        Raises:
            KafkaError: no broker answers.
        """
        client = AIOKafkaClient(bootstrap_servers=bootstrap, client_id=transactional_id, **security)
        try:
            await client.bootstrap()
        except BaseException:
            await client.close()
            raise
        return cls(client, transactional_id, group)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def settled(self) -> None:
        """Wait for the requests on their way, whose asker may have stopped waiting."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)

    async def ask_any(self, request: Request) -> Any:
        """Ask one of the brokers, until one answers."""
        while (answer := await self._ask(self._client.get_random_node(), request, ConnectionGroup.DEFAULT)) is None:
            await self.look_again()
        return answer

    async def ask_leader(self, node: int, request: Request) -> Any:
        """Ask a broker about the partitions that it leads. None where it did not answer."""
        return await self._ask(node, request, ConnectionGroup.DEFAULT)

    async def ask_coordinator(self, kind: int, request: Request, codes: Codes) -> Any:
        """Ask the coordinator of the group or of the transactional id, until it has done what was asked.

        Raises:
            KafkaError: it refuses.
        """
        while True:
            node = await self._coordinator(kind)
            answer = None if node is None else await self._ask(node, request, ConnectionGroup.COORDINATION)
            if answer is None:
                self._coordinators.pop(kind, None)
                await self.look_again()
                continue
            refused = set(codes(answer)) - {NoError.errno}
            if not refused:
                return answer
            for code in refused:
                if issubclass(for_code(code), _NOT_THERE):
                    self._coordinators.pop(kind, None)
                else:
                    self.see_that_it_may_yet(code)
            await asyncio.sleep(_BACKOFF_S)

    async def by_leader(self, targets: Iterable[TopicPartition]) -> Mapping[int, Sequence[TopicPartition]]:
        """The partitions by the broker that leads them.

        Raises:
            TopicAuthorizationFailedError: we may not know of a topic.
        """
        found: defaultdict[int, list[TopicPartition]] = defaultdict(list)
        for target in targets:
            found[await self._leader(target)].append(target)
        return found

    async def look_again(self) -> None:
        """Ask who leads what, and wait a moment."""
        await self._client.force_metadata_update()
        await asyncio.sleep(_BACKOFF_S)

    def see_that_it_may_yet(self, code: int, topic: str = "") -> None:
        """See that an error code means "ask again".

        Raises:
            KafkaError: it is a refusal.
        """
        error = for_code(code)
        if issubclass(error, _NOT_YET + _NOT_THERE):
            return
        if error is InvalidProducerEpoch or code == _PRODUCER_FENCED:
            raise ProducerFenced
        named = {
            TopicAuthorizationFailedError: topic,
            GroupAuthorizationFailedError: self._names[CoordinationType.GROUP],
            TransactionalIdAuthorizationFailed: self._names[CoordinationType.TRANSACTION],
        }
        if error in named:
            raise error(named[error])
        raise KafkaError(f"error {code}") if error is UnknownError else error()

    async def _leader(self, target: TopicPartition) -> int:
        while True:
            node = self._client.cluster.leader_for_partition(target)
            if node is not None and node != -1:
                return int(node)
            await self._client.add_topic(target.topic)
            if target.topic in self._client.cluster.unauthorized_topics:
                raise TopicAuthorizationFailedError(target.topic)
            if self._client.cluster.leader_for_partition(target) in (None, -1):
                await self.look_again()

    async def _coordinator(self, kind: int) -> int | None:
        if kind not in self._coordinators:
            try:
                self._coordinators[kind] = await self._client.coordinator_lookup(kind, self._names[kind])
            except (*_NO_ANSWER, *_NOT_THERE, CoordinatorLoadInProgressError):
                return None
        return self._coordinators[kind]

    async def _ask(self, node: int, request: Request, connection: int) -> Any:
        """The answer, or None. Whoever stops waiting for it leaves the request on its way."""
        asked = asyncio.ensure_future(self._client.send(node, request, group=connection))
        self._in_flight.add(asked)
        asked.add_done_callback(self._answered)
        try:
            return await asyncio.shield(asked)
        except _NO_ANSWER:
            return None

    def _answered(self, asked: asyncio.Future[Any]) -> None:
        """Look at what came of a request: nobody else may be waiting for it any more."""
        self._in_flight.discard(asked)
        if not asked.cancelled() and isinstance(asked.exception(), _NO_ANSWER):
            self.unanswered += 1
