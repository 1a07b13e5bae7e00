"""Folds batches of facts through a ``decide`` function. Pure.

A stage is what runs under Faust, in memory and in tests alike. It reads the committed rows, works on copies, and gives
back all that must become visible together (schemas.records.Written). Time comes to it in ticks only.
"""

import heapq
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, NamedTuple, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from movewatch.errors import MovewatchError
from movewatch.policy import Policy
from schemas.base import Message
from schemas.facts import Fact
from schemas.flow import TOPIC_OF
from schemas.records import Outgoing, Poison, PolicySpan, Record, Rows, StoredRow, Written, headers_of
from schemas.suggestions import Suggestion
from schemas.suppressions import Suppression
from schemas.ticks import Due, Tick

MAX_ROW_BYTES: Final = 900_000
"""A row must fit into one record of the changelog; the broker takes a little over a million bytes."""

POLICIES_KEPT: Final = 50

KEPT_BYTES: Final = 10_000_000
"""How much JSON of rows is kept as objects besides, which takes five times as much: some 8,000 contacts in 50 MB."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Row(BaseModel):
    """What a stage remembers of one entity."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    @classmethod
    def empty(cls, key: str) -> Self:
        """The row of an entity of which nothing is known yet."""
        raise NotImplementedError

    @property
    def due_at(self) -> datetime | None:
        """When the row's next timer runs out."""
        return None

    def to_json(self) -> bytes:
        """The row as it lies in the changelog, the same bytes for the same value."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True, exclude_defaults=True)


R = TypeVar("R", bound=Row)


class Decision(NamedTuple, Generic[R]):
    """What follows from one fact: the row from now on, what others must know, and what was not suggested, and why.

    ``row`` is the very object given where nothing changed, and None where the entity is to be forgotten.
    """

    row: R | None
    outputs: tuple[Message, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class Decide(Protocol[R]):
    """A stage's pure function. ``fact`` is a fact of its topic, or ``Due``."""

    def __call__(self, row: R, fact: Any, policy: Policy) -> Decision[R]:
        """Decide what follows from a fact for a row, under a policy."""


class RewoundError(MovewatchError):
    """A fact came again that its row has already seen: another worker holds this partition, or offsets were reset."""


class StuckTimerError(MovewatchError):
    """A timer fired and is due at the same time again: the rules did not clear it."""


class RowTooLargeError(MovewatchError):
    """The row would outgrow what one record of the changelog can hold."""


class Stage(Generic[R]):
    """A ``decide`` with the row it works on, ready to be fed with batches.

    Args:
        decide: the rules.
        row: the type of its rows.
        facts: reads one value of its facts topic (a tagged union with ``Tick``).
        policy: given to each decision; its hash is kept with the partition.
        slice_size: timers fired in one step.
    """

    def __init__(
        self, decide: Decide[R], row: type[R], facts: TypeAdapter[Any], policy: Policy, *, slice_size: int = 1000
    ) -> None:
        self.decide = decide
        self.row_type = row
        self.facts = facts
        self.policy = policy
        self.slice_size = slice_size
        self._kept: dict[bytes, tuple[bytes, R]] = {}
        self._kept_bytes = 0

    def row_of(self, key: bytes, value: bytes) -> R:
        """A row's JSON as an object. The latest ones are kept: entities come again, and reading takes the longest.

        One is taken for the row only where its JSON is the same: what was kept may never have been committed.
        """
        kept = self._kept.get(key)
        if kept is not None and kept[0] == value:
            return kept[1]
        return self.row_type.model_validate_json(value)

    def keep(self, key: bytes, value: bytes, row: R) -> None:
        """Remember which object a row's JSON was made from."""
        self.forget(key)
        self._kept[key] = value, row
        self._kept_bytes += len(value)
        while self._kept_bytes > KEPT_BYTES:
            self.forget(next(iter(self._kept)))

    def forget(self, key: bytes) -> None:
        """Keep the row's object no longer."""
        kept = self._kept.pop(key, None)
        self._kept_bytes -= len(kept[0]) if kept is not None else 0

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        """Fold the batch, or its beginning, into what must become visible.

        Raises:
            RewoundError: a fact at or below the offset of its row.
        """
        return _Fold(self, rows).run(batch)


@dataclass(slots=True)
class _Held(Generic[R]):
    """A row being worked on: as stored, as decided so far."""

    stored: StoredRow | None
    row: R | None
    offset: int
    value: bytes = b""
    """The row as JSON, where it has changed."""
    changed: bool = False
    disarmed: bool = False
    """Its timer failed and must not fire again before something else changes the row."""


class _Fold(Generic[R]):
    """One call of ``apply``."""

    def __init__(self, stage: Stage[R], rows: Rows) -> None:
        self.stage = stage
        self.rows = rows
        self.state = rows.state
        self.held: dict[bytes, _Held[R]] = {}
        self.outputs: list[Outgoing] = []
        self.poison: list[Poison] = []

    def run(self, batch: Sequence[Record]) -> Written:
        self._note_policy(batch[0].offset)
        consumed, finished = 0, True
        for record in batch:
            fact = self._read(record)
            if isinstance(fact, Tick):
                if consumed:
                    break
                finished = self._tick(record, fact)
                consumed = 1 if finished else 0
                break
            if fact is not None:
                self._fact(record, fact)
            consumed += 1
        return self._written(batch, consumed, finished)

    def _note_policy(self, offset: int) -> None:
        spans, policy = self.state.policies, self.stage.policy.hash
        if spans and spans[-1].policy == policy:
            return
        span = PolicySpan(offset=offset, fired=self.state.fired, policy=policy)
        self.state = self.state.model_copy(update={"policies": (*spans[-POLICIES_KEPT + 1 :], span)})

    def _read(self, record: Record) -> Any:
        if record.value is None:
            self._refuse(record, "TombstoneError", "a fact has a value; this record has none")
            return None
        try:
            fact = self.stage.facts.validate_json(record.value)
        except ValidationError as error:
            self._refuse(record, "ValidationError", describe(error))
            return None
        if not isinstance(fact, Tick) and record.key != fact.entity.encode():
            self._refuse(record, "KeyError", "the record's key is not the key of the fact's entity")
            return None
        return fact

    def _fact(self, record: Record, fact: Any) -> None:
        key = record.key or b""  # it is that of the fact: see _read
        held = self._hold(key)
        if held.stored is not None and record.offset <= held.stored.offset:
            raise RewoundError(
                f"{record.topic}/{record.partition}/{record.offset} was applied before: the row of its entity has seen "
                f"offset {held.stored.offset}. Was the group's offset reset? Nothing was written; stop all workers of "
                "the group, then start one."
            )
        written = 0
        while (due := self._due_of(held)) is not None and due <= self.state.clock:
            written += self._decide(record, key, held, Due(_at(due)), written)
        self._decide(record, key, held, fact, written)

    def _tick(self, record: Record, tick: Tick) -> bool:
        """Fire one slice of what is due. True when nothing is left."""
        at = max(_ms(tick.at), self.state.clock)
        limit = self.stage.slice_size
        timers = list(self.rows.due(at, limit))
        last = timers[-1] if len(timers) == limit else None
        heapq.heapify(timers)
        fired, written = self.state.fired, self.state.emitted
        while timers:
            due, key = heapq.heappop(timers)
            held = self._hold(key)
            written += self._decide(record, key, held, Due(_at(due)), written)
            fired += 1
            again = self._due_of(held)
            if again is not None and again <= at and (last is None or (again, key) <= last):
                heapq.heappush(timers, (again, key))
        finished = last is None
        progress = {"clock": at, "fired": 0, "emitted": 0} if finished else {"fired": fired, "emitted": written}
        self.state = self.state.model_copy(update=progress)
        return finished

    def _decide(self, record: Record, key: bytes, held: _Held[R], fact: Any, index: int) -> int:
        """Decide once, keep the outcome, and say how many records were written for it.

        ``index``: how many were written already for what the record caused.
        """
        row = held.row if held.row is not None else self.stage.row_type.empty(key.decode())
        try:
            decision = self.stage.decide(row, fact, self.stage.policy)
            value = _checked(row, fact, decision.row)
            messages = (*decision.outputs, *decision.suppressions)
            told = _caused_by(record, messages, index) if messages else []
        except Exception as error:  # a fault of the rules is the record's dead letter, not the worker's end
            message = _timer_of(key, fact) + (
                describe(error) if isinstance(error, ValidationError) else _own_words(error)
            )
            self.poison.append(Poison(record, type(error).__name__, message, trace(error)))
            held.disarmed = held.disarmed or isinstance(fact, Due)
            return 0
        if decision.row is not row:
            held.row, held.value, held.offset, held.changed, held.disarmed = (
                decision.row,
                value,
                record.offset,
                True,
                False,
            )
        self.outputs.extend(told)
        return len(told)

    def _hold(self, key: bytes) -> _Held[R]:
        held = self.held.get(key)
        if held is None:
            stored = self.rows.get(key)
            row = self.stage.row_of(key, stored.value) if stored else None
            held = self.held[key] = _Held(stored, row, stored.offset if stored else -1)
        return held

    def _due_of(self, held: _Held[R]) -> int | None:
        if held.disarmed:
            return None
        if not held.changed:
            return held.stored.due_at if held.stored else None
        return _due_ms(held.row)

    def _refuse(self, record: Record, error: str, message: str) -> None:
        self.poison.append(Poison(record, error, message))

    def _written(self, batch: Sequence[Record], consumed: int, finished: bool) -> Written:
        state = self.state
        return Written(
            next_offset=batch[consumed - 1].offset + 1 if consumed else batch[0].offset,
            consumed=consumed,
            finished=finished,
            rows={key: self._store(key, held) for key, held in self.held.items() if held.changed or held.disarmed},
            outputs=self.outputs,
            poison=self.poison,
            state=None if state is self.rows.state or state == self.rows.state else state,
        )

    def _store(self, key: bytes, held: _Held[R]) -> StoredRow | None:
        if held.row is None:
            self.stage.forget(key)
            return None
        value = held.value if held.changed or held.stored is None else held.stored.value
        self.stage.keep(key, value, held.row)
        return StoredRow(value, self._due_of(held), held.offset)


def _checked(before: Row, fact: Any, after: Row | None) -> bytes:
    """The new row as JSON; nothing where it is the old one, or none.

    Each decision is measured, not only the last one of a batch: how records are cut into batches must not show.

    Raises:
        StuckTimerError, RowTooLargeError: the decision is void.
    """
    if after is None:
        return b""
    if isinstance(fact, Due) and after.due_at is not None and after.due_at <= fact.at:
        raise StuckTimerError
    value = after.to_json() if after is not before else b""
    if len(value) > MAX_ROW_BYTES:
        raise RowTooLargeError
    return value


def _caused_by(record: Record, messages: Iterable[Message], index: int) -> list[Outgoing]:
    cause = f"{record.topic}/{record.partition}/{record.offset}"
    return [outgoing(message, f"{cause}/{number}") for number, message in enumerate(messages, index)]


def outgoing(message: Message, cause: str) -> Outgoing:
    """A message as a record: its topic by its type, its key by its entity, and what caused it in a header."""
    key = key_of(message).encode()
    return Outgoing(TOPIC_OF[type(message)].name, key, message.to_json(), headers_of(cause=cause))


def key_of(message: Message) -> str:
    """The key of the record that carries a message."""
    match message:
        case Suggestion():
            return message.suggestion_id
        case Suppression() | Fact():
            return message.entity
    raise TypeError(f"{type(message).__name__} has no key: is it a message of a topic?")


def describe(error: ValidationError, most: int = 10) -> str:
    """What is wrong with a value and where, without the value itself: it may be personal."""
    mistakes = error.errors(include_url=False, include_context=False, include_input=False)
    parts = [f"{'.'.join(map(str, mistake['loc'])) or 'value'}: {_fault(mistake)}" for mistake in mistakes[:most]]
    more = f"; and {len(mistakes) - most} more" if len(mistakes) > most else ""
    return ("; ".join(parts) + more)[:2000]


def _fault(mistake: ErrorDetails) -> str:
    # Of Pydantic's messages this one quotes the value.
    return "not a type of this topic" if mistake["type"] == "union_tag_invalid" else mistake["msg"]


def trace(error: BaseException) -> str:
    """Where an error came from: files and lines, no values."""
    return "".join(traceback.format_tb(error.__traceback__))


def _timer_of(key: bytes, fact: Any) -> str:
    """A failed timer has no record of its own: its letter is that of the record which fired it, and which counts."""
    return f"the timer of {key.decode()} due at {fact.at.isoformat()}: " if isinstance(fact, Due) else ""


def _own_words(error: Exception) -> str:
    """The message of an error of ours; of others only the kind, since their words may quote a value."""
    return str(error) if isinstance(error, MovewatchError) else f"{type(error).__name__} in the rules: see the trace"


def _ms(at: datetime) -> int:
    """Milliseconds since 1970, rounded up: a timer never fires before its time."""
    return -(-((at - _EPOCH) // _MICROSECOND) // 1000)


def _at(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)


def _due_ms(row: Row | None) -> int | None:
    due = row.due_at if row is not None else None
    return None if due is None else _ms(due)
