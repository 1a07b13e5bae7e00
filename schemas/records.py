"""What the transport and the stages hand each other: records in, writes out. No meaning yet. Pure.

A stage gets the rows of one partition and a run of records, and gives back everything that must become visible
together. The transport makes that one transaction. Neither knows the other: both know this file.

Records, rows and outputs are tuples: several of them are made for each record that passes, and a frozen dataclass takes
three times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from pydantic import Field

from schemas.base import Part

new_tuple: Final = tuple.__new__
"""Makes a record or a row in half of the time of its constructor, which is written in Python: it counts for a million
of them."""

Headers = tuple[tuple[str, bytes | None], ...]
"""Names and values; Kafka lets a value be null."""


class Record(NamedTuple):
    """One record as it lies on the broker. ``timestamp`` is in milliseconds since 1970, UTC."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()

    def header(self, name: str) -> str | None:
        """The last header of that name as text; what is not UTF-8 is replaced by question marks."""
        for key, value in reversed(self.headers):
            if key == name:
                return None if value is None else value.decode("utf-8", "replace")
        return None


class Outgoing(NamedTuple):
    """One record to write. ``topic`` is the name in schemas.topics; the transport adds the prefix.

    The partition follows from the key as Kafka's default partitioner has it (murmur2).
    """

    topic: str
    key: bytes
    value: bytes | None
    headers: Headers = ()


class StoredRow(NamedTuple):
    """A row as it lies in the changelog.

    ``due_at``: when its next timer is due, in milliseconds since 1970, or None. ``offset``: the fact that wrote it,
    a tripwire: a fact at or below it has been applied already, and the worker that meets one must stop.
    """

    value: bytes
    due_at: int | None
    offset: int


class PolicySpan(Part):
    """From which point of a partition on which policy decided: at ``offset``, after ``fired`` timers of it."""

    offset: int
    fired: int
    policy: str


class PartitionState(Part):
    """What a stage remembers of a facts partition as a whole, kept in the changelog under ``STATE_KEY``.

    ``clock``: the highest tick, in milliseconds since 1970. ``fired`` and ``emitted``: timers fired and outputs written
    for the tick being worked off, 0 between ticks. ``policies``: the latest spans, oldest first.
    """

    clock: int = 0
    fired: int = 0
    emitted: int = 0
    policies: tuple[PolicySpan, ...] = Field(default=(), max_length=50)


STATE_KEY = b"\x00partition"
"""The changelog key of the partition's own state. No entity's key begins with a zero byte."""

TOPIC_ID = "topic_id"
"""The header of the partition's own state: the id of the facts topic that its rows were made from."""


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that cannot be parsed, validated or decided, and why: it goes to the dead-letter topic as it came.

    ``stacktrace`` is empty where the message says it all. Neither holds a value of the record.
    """

    record: Record
    error: str
    message: str
    stacktrace: str = ""


@dataclass(slots=True)
class Written:
    """All that one step of a stage wants to become visible, together or not at all.

    ``next_offset``: what to commit. ``finished`` is False when a tick has more timers than one step takes: commit,
    then apply the rest, beginning with the same tick. ``consumed``: records of the batch that are done with; a step may
    end before the batch does, since a tick begins a step of its own.
    """

    next_offset: int
    consumed: int
    finished: bool = True
    rows: dict[bytes, StoredRow | None] = field(default_factory=dict)
    outputs: list[Outgoing] = field(default_factory=list)
    poison: list[Poison] = field(default_factory=list)
    state: PartitionState | None = None


class Rows(Protocol):
    """The committed rows of one partition, as a stage may read them."""

    @property
    def state(self) -> PartitionState:
        """What is remembered of the partition as a whole."""

    def get(self, key: bytes) -> StoredRow | None:
        """The row of an entity, or None."""

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Up to ``limit`` pairs (due_at, key) with ``due_at <= until``, in that order."""


class Applies(Protocol):
    """A stage, as the transport sees it: no IO, the same answer for the same rows and records."""

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        """Fold the batch, or the beginning of it, into what must become visible. ``batch`` is not empty."""


class Performs(Protocol):
    """A sink, as the transport sees it: it acts on the world, so at most on one record at a time."""

    async def perform(self, rows: Rows, records: Sequence[Record]) -> Written:
        """Act on the first record, or skip those at the beginning that ask for nothing; then say what to commit.

        The others follow it in the partition, as far as they came with the same fetch: a sink may look whether they
        make the first one pointless. Called again with the same record after a crash in between, and after an answer
        that consumed nothing and is not finished ("not yet, ask again").
        """


def headers_of(**values: str) -> Headers:
    """Headers from text."""
    return tuple((name, value.encode()) for name, value in values.items())
