"""The rows of one partition in memory, and as they lie in its changelog. Pure.

A changelog record is a row's value with two headers, so that the timers can be found again without reading values.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from sortedcontainers import SortedList  # type: ignore[import-untyped]  # ships no types

from schemas.records import STATE_KEY, TOPIC_ID, Headers, PartitionState, StoredRow, new_tuple
from streams.errors import RowsError

DUE_AT: Final = "due_at"
OFFSET: Final = "offset"


def headers_of_row(row: StoredRow) -> Headers:
    """The headers of a row's changelog record. ``due_at`` is left out where no timer runs."""
    offset = (OFFSET, b"%d" % row.offset)
    return (offset,) if row.due_at is None else ((DUE_AT, b"%d" % row.due_at), offset)


def headers_of_state(topic_id: str) -> Headers:
    """The headers of the changelog record of the partition's own state."""
    return ((TOPIC_ID, topic_id.encode()),)


class PartitionRows:
    """The committed rows of one partition: a map, and an index of what is due.

    Attributes:
        state: what is remembered of the partition as a whole.
        topic_id: of which facts topic these rows were made; None before anything was written.
    """

    def __init__(self) -> None:
        self.state = PartitionState()
        self.topic_id: str | None = None
        self._rows: dict[bytes, StoredRow] = {}
        self._due: SortedList = SortedList()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: bytes) -> StoredRow | None:
        """The row of an entity, or None."""
        return self._rows.get(key)

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Up to ``limit`` pairs (due_at, key) with ``due_at <= until``, in that order."""
        first_after = (until + 1, b"")
        return list(islice(self._due.irange(maximum=first_after, inclusive=(True, False)), limit))

    def next_due(self) -> int | None:
        """When the first timer of all runs out, or None."""
        return self._due[0][0] if self._due else None

    def last_offset(self) -> int | None:
        """The latest fact that wrote a row, or None where there are no rows."""
        return max((row.offset for row in self._rows.values()), default=None)

    def absorb(self, rows: Mapping[bytes, StoredRow | None], state: PartitionState | None) -> None:
        """Take over what has been committed."""
        for key, row in rows.items():
            before = self._rows.get(key)
            if row is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
            self._move(key, before.due_at if before else None, row.due_at if row else None)
        if state is not None:
            self.state = state

    def _move(self, key: bytes, before: int | None, after: int | None) -> None:
        if before == after:
            return
        if before is not None:
            self._due.remove((before, key))
        if after is not None:
            self._due.add((after, key))

    def load(self, changelog: Iterable[tuple[bytes, bytes | None, Headers]]) -> None:
        """Take over records of the changelog, in their order. ``index`` must follow the last of them."""
        rows = self._rows
        for key, value, headers in changelog:
            if key == STATE_KEY:
                self._load_state(value, values_of(headers))
            elif value is None:
                rows.pop(key, None)
            else:
                rows[key] = row_of_record(key, value, headers)

    def _load_state(self, value: bytes | None, headers: Mapping[str, bytes]) -> None:
        if value is None or TOPIC_ID not in headers:
            raise RowsError(
                "The state of a partition in its changelog is empty or has no topic id; we never write that."
            )
        self.state = PartitionState.model_validate_json(value)
        self.topic_id = headers[TOPIC_ID].decode()

    def index(self) -> None:
        """Find again what is due, once all records are loaded."""
        self._due = SortedList((row.due_at, key) for key, row in self._rows.items() if row.due_at is not None)

    def close(self) -> None:
        """Let go of what is held outside of memory: nothing here."""


def values_of(headers: Headers) -> dict[str, bytes]:
    """Headers by name, those without a value left out."""
    return {name: value for name, value in headers if value is not None}


def row_of_record(key: bytes, value: bytes, headers: Headers) -> StoredRow:
    """The row that a changelog record holds.

    Raises:
        RowsError: the record is not one of ours.
    """
    due_at = offset = None
    for name, text in headers:
        if name == OFFSET:
            offset = text
        elif name == DUE_AT:
            due_at = text
    try:
        when = None if due_at is None else int(due_at)
        return new_tuple(StoredRow, (value, when, int(offset)))  # type: ignore[arg-type]  # caught
    except (TypeError, ValueError) as error:
        where = f"The changelog record of a key of {len(key)} bytes"
        raise RowsError(f"{where} lacks a readable '{DUE_AT}' or '{OFFSET}' header: it is not ours.") from error
