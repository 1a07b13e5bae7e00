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

MAX_POINTS: Final = 60
"""Looks at a partition's end that are kept: a quarter of an hour at one every 15 seconds."""

NEEDED: Final = 2
"""From fewer points nothing can be told."""


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


class Point(NamedTuple):
    """A partition's end at a moment. ``at`` in seconds since 1970."""

    end: int
    at: float


Points = tuple[Point, ...]


def observe(points: Points, end: int, at: float, most: int = MAX_POINTS) -> Points:
    """The points with one more.

    Of a run with the same end only the first and the last look are kept. An end that went back means that the topic was
    made anew: what was seen before says nothing. ``at`` only rises; a look that is not newer changes nothing.
    """
    if points and end < points[-1].end:
        return (Point(end, at),)
    if points and at <= points[-1].at:
        return points
    if len(points) >= NEEDED and points[-1].end == points[-2].end == end:
        return (*points[:-1], Point(end, at))
    return (*points, Point(end, at))[-most:]


def seconds_behind(points: Points, committed: int | None, now: float) -> float | None:
    """How long ago the committed offset was the partition's end, by interpolation between the looks at it.

    None with fewer than two points or no commit. A commit older than the first point is at least that old, and that is
    what is said: no extrapolation into the time before. Never negative.

    Source: kafka-lag-exporter interpolates likewise, and says infinity where this is bounded.
    """
    if committed is None or len(points) < NEEDED:
        return None
    if committed >= points[-1].end:
        return 0.0
    if committed < points[0].end:
        return max(0.0, now - points[0].at)
    after = next(n for n, point in enumerate(points) if point.end > committed)
    low, high = points[after - 1], points[after]
    share = (committed - low.end) / (high.end - low.end)
    return max(0.0, now - (low.at + share * (high.at - low.at)))


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
