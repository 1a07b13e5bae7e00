"""Everything a step wants to become visible, as one transaction of the partition's own, fenced producer."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.errors import TransactionError, UnreachableError
from streams.producer import Delivered, Producer
from streams.record_batch import Line, RecordBatch

_MAX_BATCH_BYTES: Final = 960 * 1024
"""Just below the broker's ``message.max.bytes``: batches of one partition go one after the other, each a round trip.
A record larger than this goes in a batch of its own."""

Lines = Mapping[TopicPartition, Sequence[Line]]
"""Records by where they go: a topic's name on the broker, and a partition of it."""


class Writer:
    """The producer of one facts partition. Opening it fences whoever had the partition before."""

    def __init__(self, producer: Producer, source: TopicPartition, timeout: float) -> None:
        self._producer = producer
        self._source = source
        self._timeout = timeout

    @property
    def is_open(self) -> bool:
        """Whether a transaction has begun and not ended."""
        return self._producer.is_open

    @classmethod
    async def open(
        cls,
        *,
        bootstrap: str,
        group: str,
        transactional_id: str,
        source: TopicPartition,
        transaction_timeout: float,
        patience: float,
        security: Mapping[str, Any] | None = None,
    ) -> Self:
        """Initialise the producer: the former owner's open transaction is settled, its next one will fail.

        Args:
            source: the facts partition, as on the broker, whose offset each transaction commits.
            transaction_timeout: seconds until the broker aborts a transaction, and until ``write`` gives up.
            patience: seconds for opening.
            security: what the client is told for TLS and login.

        Raises:
            UnreachableError: it took longer, or the broker refuses.
        """
        try:
            async with asyncio.timeout(patience):
                producer = await Producer.open(
                    bootstrap=bootstrap,
                    transactional_id=transactional_id,
                    group=group,
                    transaction_timeout=transaction_timeout,
                    security=security or {},
                )
        except (KafkaError, TimeoutError) as error:
            raise UnreachableError(
                f"The producer {transactional_id} could not be initialised within {patience:.0f} s "
                f"({type(error).__name__})."
            ) from error
        return cls(producer, source, transaction_timeout)

    async def write(
        self,
        lines: Lines,
        next_offset: int | None,
        before_commit: Callable[[], Awaitable[None]] | None = None,
    ) -> Sequence[Delivered]:
        """Make all of it visible together, with the offset; return where each batch of records lies.

        Args:
            next_offset: what to commit for the source partition, or None to leave it.
            before_commit: called once the broker has the records; what it raises keeps them from becoming visible.

        Raises:
            TransactionError: fenced, refused or too slow. What became of the transaction the next owner finds out.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._write(lines, next_offset, before_commit)
        except (KafkaError, TimeoutError) as error:
            reason = type(error).__name__ + (f": {error}" if isinstance(error, KafkaError) else "")
            raise TransactionError(
                f"The transaction for {self._source.topic}/{self._source.partition} failed ({reason})."
            ) from error

    async def _write(
        self,
        lines: Lines,
        next_offset: int | None,
        before_commit: Callable[[], Awaitable[None]] | None,
    ) -> Sequence[Delivered]:
        producer = self._producer
        delivered = await producer.send({target: _batches(group) for target, group in lines.items()})
        if next_offset is not None:
            await producer.send_offset(self._source, next_offset)
        if before_commit is not None:
            await before_commit()
        await producer.end(commit=True)
        return delivered

    async def abort(self) -> None:
        """Abort the open transaction, if there is one.

        Raises:
            TransactionError: it is already being committed, or the broker does not answer.
        """
        try:
            async with asyncio.timeout(self._timeout):
                await self._producer.end(commit=False)
        except (KafkaError, TimeoutError) as error:
            raise TransactionError(
                f"The transaction for {self._source.topic}/{self._source.partition} could not be aborted "
                f"({type(error).__name__})."
            ) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._producer.close()


def _batches(lines: Sequence[Line]) -> Iterator[RecordBatch]:
    begin = 0
    while begin < len(lines):
        batch = RecordBatch(_MAX_BATCH_BYTES)
        begin = batch.fill(lines, begin)
        yield batch
