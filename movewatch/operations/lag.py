"""How far consumer groups are behind: in records, in seconds, in columns. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

COLUMNS: Final = (
    "GROUP",
    "TOPIC",
    "PARTITION",
    "CURRENT-OFFSET",
    "LOG-END-OFFSET",
    "LAG",
    "LAG-SECONDS",
    "CONSUMER-ID",
    "HOST",
    "CLIENT-ID",
)
"""As kafka-consumer-groups.sh has them, with the seconds after the records."""


class Member(NamedTuple):
    """The consumer that holds a partition."""

    consumer_id: str
    host: str
    client_id: str


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """One line of the table. None: not known, or not there.

    ``seconds``: the age of the oldest record that is still to be read; 0 where there is none.
    """

    group: str
    topic: str
    partition: int
    committed: int | None
    end: int | None
    seconds: float | None = None
    member: Member | None = None

    @property
    def lag(self) -> int | None:
        """Offsets between the commit and the end, markers and compacted records included."""
        return records_behind(self.committed, self.end)

    def as_dict(self) -> dict[str, Any]:
        """The line by the names of the columns, in lower case with underscores."""
        return {name.lower().replace("-", "_"): value for name, value in zip(COLUMNS, self._values(), strict=True)}

    def cells(self) -> tuple[str, ...]:
        """The line as text, "-" for what is not there."""
        return tuple("-" if value is None else str(value) for value in self._values())

    def _values(self) -> tuple[str | int | float | None, ...]:
        seconds = None if self.seconds is None else round(self.seconds, 1)
        member = self.member or (None, None, None)
        return (self.group, self.topic, self.partition, self.committed, self.end, self.lag, seconds, *member)


def records_behind(committed: int | None, end: int | None, oldest: int = 0) -> int | None:
    """Offsets still to be read. Never negative: the commit may be newer than the look at the end.

    Args:
        committed: the group's commit; None where there is none.
        end: the offset that the next record will get.
        oldest: the first offset that is still there. What is older than it is lost, not behind.
    """
    if committed is None or end is None:
        return None
    return max(0, end - max(committed, oldest))


def table(rows: Sequence[PartitionLag]) -> list[str]:
    """The lines as aligned columns under a heading, without trailing spaces."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def rows_of(
    group: str,
    partitions: Iterable[tuple[str, int]],
    committed: Mapping[tuple[str, int], int],
    ends: Mapping[tuple[str, int], int],
    seconds: Mapping[tuple[str, int], float],
    members: Mapping[tuple[str, int], Member],
) -> list[PartitionLag]:
    """The lines of a group, by topic and partition. What a mapping does not have is not known."""
    return [
        PartitionLag(group, *at, committed.get(at), ends.get(at), seconds.get(at), members.get(at))
        for at in sorted(set(partitions))
    ]
