"""The partitions of a worker, from the first assignment to the end."""

from typing import Any

from aiokafka import TopicPartition

from streams.partitions import Partitions


async def test_what_is_assigned_after_the_end_is_not_opened():
    """A worker may be told to stop while its group is being shared out: the consumer's loop is closed by then."""
    nothing_to_open_with: Any = None
    partitions = Partitions(nothing_to_open_with)
    await partitions.close()
    await partitions.assign([TopicPartition("facts", 0)], 1)
    assert partitions.with_room() == {}
