"""aiokafka's consumer, without the object that it makes of each record."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.consumer.fetcher import FetchResult

if TYPE_CHECKING:
    from aiokafka.record.default_records import DefaultRecord


class StraightConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka ships no types
    """Hands on each record as it was decoded: it has ``offset``, ``timestamp``, ``key``, ``value``, ``headers``.

    aiokafka would copy it field by field into a ``ConsumerRecord``, and a third of what it takes to read a changelog
    back would go there. Should a later version fetch otherwise, then those come again, with the same fields: slower,
    and no less right.
    """

    def __init__(self, *topics: str, on_arrival: Callable[[], None] | None = None, **settings: Any) -> None:
        """As aiokafka's.

        Args:
            topics: to subscribe to.
            on_arrival: called whenever something of a partition has been fetched, records or an error.
            settings: aiokafka's.
        """
        super().__init__(*topics, **settings)
        self._on_arrival = on_arrival

    async def start(self) -> None:
        """Connect, as aiokafka does."""
        await super().start()
        self._fetcher._records = _Fetches(self._fetcher._records, self._on_arrival)  # noqa: SLF001  # it offers no other place

    def fetched(self) -> list[TopicPartition]:
        """Of which partitions something has been fetched and not yet taken, records or an error."""
        return list(self._fetcher._records)  # noqa: SLF001  # likewise

    def see_errors(self) -> None:
        """Raise what keeps the consumer from its group, if anything does."""
        self._coordinator.check_errors()


class _Fetches(dict[TopicPartition, Any]):
    """What was fetched of each partition and not yet taken: its records are to stay as they are."""

    def __init__(self, fetches: dict[TopicPartition, Any], on_arrival: Callable[[], None] | None) -> None:
        super().__init__(fetches)
        self._on_arrival = on_arrival

    def __setitem__(self, source: TopicPartition, fetched: Any) -> None:
        if isinstance(fetched, FetchResult):
            fetched._partition_records._consumer_record = _as_decoded  # noqa: SLF001
        super().__setitem__(source, fetched)
        if self._on_arrival is not None:
            self._on_arrival()


def _as_decoded(_: TopicPartition, record: "DefaultRecord") -> "DefaultRecord":
    return record
