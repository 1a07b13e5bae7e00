"""What the last owner of a partition left: its rows, and how far it came."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.errors import RecordsGoneError, RowsError, UnreachableError
from streams.fetching import StraightConsumer
from streams.names import Names
from streams.offset_answers import see_refusals
from streams.rows import PartitionRows

_RECORDS_AT_ONCE: Final = 5_000
_POLL_MS: Final = 200
_FETCH_BYTES: Final = 2 * 1024 * 1024
"""Of one partition. More is no faster: it is copied twice on its way, beyond what a processor keeps at hand."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Left:
    """What was found of a partition.

    Attributes:
        partition: ``topic/partition``, for messages.
        committed: the group's offset, or None where it never committed one.
        earliest: the offset of the oldest record that is still there.
    """

    partition: str
    names: Names
    rows: PartitionRows
    committed: int | None
    earliest: int

    def see_that_it_fits(self, topic_id: str) -> None:
        """See that rows and offset belong to each other and to the topic of that id.

        Rows and offset begin in one transaction, so a stage that keeps rows has both or neither.

        Raises:
            RowsError: they do not.
            RecordsGoneError: the next record was deleted before it was read.
        """
        group, written_from, rows = self.names.group, self.rows.topic_id, self.names.rows
        if written_from is not None and written_from != topic_id:
            raise RowsError(
                f"The topic of {self.partition} was deleted and made again: its id is {topic_id}, and the rows in "
                f"{rows} come from {written_from}. Bring the old topic back, or make {rows} again, too."
            )
        if written_from is not None and self.committed is None:
            raise RowsError(
                f"{self.partition} has rows in {rows}, and the group {group} has no committed offset: it expired or "
                f"was deleted. The latest fact in the rows is {self.rows.last_offset()}: set the offset behind it."
            )
        if written_from is None and self.committed is not None and rows is not None:
            raise RowsError(
                f"The group {group} stands at {self.committed} in {self.partition}, and its rows in {rows} are gone. "
                f"Bring them back, or delete the group's offsets to decide everything again."
            )
        if self.committed is not None and self.committed < self.earliest:
            raise RecordsGoneError(
                f"The group {group} stands at {self.committed} in {self.partition}, and the oldest record left is "
                f"{self.earliest}: {self.earliest - self.committed} offsets were deleted unread. To accept the loss, "
                f"set the group's offset to {self.earliest}."
            )


class Reader:
    """Reads changelogs and offsets, outside the group. Use it only once the partition's producer is initialised."""

    def __init__(
        self,
        bootstrap: str,
        group: str,
        patience: float,
        new_rows: Callable[[], PartitionRows] = PartitionRows,
        security: Mapping[str, Any] | None = None,
    ) -> None:
        self._patience = patience
        self._new_rows = new_rows
        self._consumer = StraightConsumer(
            bootstrap_servers=bootstrap,
            **(security or {}),
            group_id=group,  # for the committed offset; a consumer that is assigned by hand does not join
            isolation_level="read_committed",
            auto_offset_reset="earliest",  # with "latest", aiokafka's seek_to_beginning reads nothing
            enable_auto_commit=False,
            max_partition_fetch_bytes=_FETCH_BYTES,
        )

    async def __aenter__(self) -> Self:
        await self._bounded("connect", self._consumer.start())
        see_refusals(self._consumer)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
    ) -> None:
        await self._consumer.stop()

    async def rows(self, changelog: TopicPartition) -> PartitionRows:
        """The rows, from the beginning of the changelog to its read_committed end.

        Raises:
            UnreachableError: nothing came for longer than the patience given.
            RowsError: the changelog holds what we never write.
        """
        consumer, rows = self._consumer, self._new_rows()
        consumer.assign([changelog])
        end = (await self._bounded("find the end of", consumer.end_offsets([changelog])))[changelog]
        begin = (await self._bounded("find the beginning of", consumer.beginning_offsets([changelog])))[changelog]
        consumer.seek(changelog, begin)
        position, reached_at = begin, _now()
        # By position, not by the last record's offset: the last one may be a transaction marker, or compacted away.
        while position < end:
            fetched = await consumer.getmany(changelog, timeout_ms=_POLL_MS, max_records=_RECORDS_AT_ONCE)
            for records in fetched.values():
                rows.load([(record.key, record.value, record.headers) for record in records])
            # Rows hold no cycles, and stay: whoever looks for cycles need not walk through a million of them.
            gc.freeze()
            before, position = position, await self._bounded("read", consumer.position(changelog))
            if position > before:
                reached_at = _now()
            elif _now() - reached_at > self._patience:
                raise UnreachableError(
                    f"Reading {changelog.topic}/{changelog.partition} stalled at {position} of {end} for "
                    f"{self._patience:.0f} s."
                )
        await asyncio.to_thread(rows.index)  # of a million rows it takes seconds
        return rows

    async def committed(self, source: TopicPartition) -> int | None:
        """The group's offset, or None where it never committed one."""
        offset: int | None = await self._bounded("find the offset of", self._consumer.committed(source))
        return offset

    async def earliest(self, source: TopicPartition) -> int:
        """The offset of the oldest record that is still there."""
        offsets = await self._bounded("find the beginning of", self._consumer.beginning_offsets([source]))
        return int(offsets[source])

    async def _bounded(self, what: str, answer: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except (KafkaError, TimeoutError) as error:
            raise UnreachableError(
                f"Could not {what} a partition within {self._patience:.0f} s ({type(error).__name__})."
            ) from error


def _now() -> float:
    return asyncio.get_running_loop().time()
