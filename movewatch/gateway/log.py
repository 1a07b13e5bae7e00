"""The way to Kafka: a record counts once all replicas in sync have it, or an error says that it may not be there."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from movewatch.errors import MovewatchError
from movewatch.gateway.events import Addressed
from movewatch.operations.client_security import client_security
from movewatch.operations.errors import BrokerUnreachableError
from movewatch.settings import Settings

_LINGER_MS: Final = 2
"""Requests of the same moment share a batch; a single one hardly waits."""

_PROBE_S: Final = 2.0

_logger = structlog.get_logger("movewatch.gateway")


class UnacknowledgedError(MovewatchError):
    """Kafka did not say in time that it has the records. Some of them may be there."""


class Log(Protocol):
    """Where accepted records go."""

    async def append(self, records: Iterable[Addressed]) -> None:
        """Return once Kafka has all of them.

        Raises:
            UnacknowledgedError: it did not say so in time.
        """

    async def answers(self) -> bool:
        """Whether Kafka answers at present."""


class KafkaLog:
    """A producer that waits for the acknowledgement of each record."""

    def __init__(self, producer: AIOKafkaProducer, prefix: str, patience_s: float) -> None:
        self._producer = producer
        self._prefix = prefix
        self._patience_s = patience_s
        self._is_away = False

    async def append(self, records: Iterable[Addressed]) -> None:
        """As ``Log`` says. That Kafka stays away is logged once, and that it is there again."""
        try:
            await self._append(records)
        except UnacknowledgedError as error:
            if not self._is_away:
                _logger.warning("not acknowledged", why=str(error))
            self._is_away = True
            raise
        if self._is_away:
            _logger.info("acknowledged again")
        self._is_away = False

    async def _append(self, records: Iterable[Addressed]) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                await asyncio.gather(*[await self._send(record) for record in records])
        except TimeoutError as error:
            raise UnacknowledgedError(f"Kafka did not acknowledge within {self._patience_s:g} s.") from error
        except KafkaError as error:
            raise UnacknowledgedError(f"Kafka refused: {type(error).__name__}.") from error

    async def answers(self) -> bool:
        """As ``Log`` says."""
        try:
            async with asyncio.timeout(_PROBE_S):
                return bool(await self._producer.client.force_metadata_update())
        except (TimeoutError, KafkaError):
            return False

    async def _send(self, record: Addressed) -> Any:
        """Hand it to the producer; gives what is done once it is acknowledged."""
        return await self._producer.send(
            self._prefix + record.topic, value=record.value, key=record.key, headers=list(record.headers)
        )


@asynccontextmanager
async def kafka_log(settings: Settings) -> AsyncIterator[KafkaLog]:
    """A log on the installation's Kafka, closed again.

    Raises:
        BrokerUnreachableError: no broker answers.
    """
    patience_s = settings.gateway.acknowledged_seconds
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers,
        client_id="movewatch-gateway",
        **client_security(settings),
        acks="all",
        # A numbered batch that times out leaves a gap, and this one must go on. It may write a record twice after a
        # broken connection, as its sender would by asking again: intake gives both the same id, and it counts once.
        enable_idempotence=False,
        linger_ms=_LINGER_MS,
        # What nobody waits for any more is not written later than need be.
        request_timeout_ms=int(patience_s * 1000),
        retry_backoff_ms=50,
    )
    try:
        await producer.start()
    except KafkaError as error:
        await producer.stop()
        raise BrokerUnreachableError(f"No Kafka broker answers at {settings.bootstrap_servers}.") from error
    try:
        yield KafkaLog(producer, settings.topic_prefix, patience_s)
    finally:
        await producer.stop()
