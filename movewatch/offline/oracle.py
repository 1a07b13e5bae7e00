"""Says what a stage must have made of a recorded facts partition, and where Kafka holds something else. Pure.

Written apart from movewatch.stage on purpose: it shares the rules (``decide`` and the row's own form) with it, nothing
else. One record at a time, in offset order, rows as bytes, no batches, slices or indexes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from movewatch.errors import MovewatchError
from movewatch.policy import Policy
from schemas.base import Message
from schemas.flow import TOPIC_OF
from schemas.records import PolicySpan, Record
from schemas.suggestions import Suggestion
from schemas.ticks import Due, Tick

MAX_ROW_BYTES: Final = 900_000
"""What the design lets a row grow to."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class UnknownPolicyError(MovewatchError):
    """The partition was decided under a policy that the oracle was not given."""


class Output(NamedTuple):
    """A record that a stage wrote, as it lies on the broker. ``topic`` without prefix, ``cause`` from its header."""

    topic: str
    key: bytes
    value: bytes
    cause: str


class DeadLetter(NamedTuple):
    """A decision that failed, or a record that could not be read: its offset and the kind of error."""

    offset: int
    error: str


@dataclass(slots=True)
class Folded:
    """What a partition must have led to. ``due``: when each row's timer runs out, in milliseconds since 1970."""

    rows: dict[bytes, bytes] = field(default_factory=dict)
    due: dict[bytes, int] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    dead_letters: list[DeadLetter] = field(default_factory=list)
    clock: int = 0


def fold(
    decide: Callable[[Any, Any, Policy], Any],
    row_type: Any,
    facts: TypeAdapter[Any],
    policies: Mapping[str, Policy],
    spans: Sequence[PolicySpan],
    records: Iterable[Record],
    *,
    max_row_bytes: int = MAX_ROW_BYTES,
) -> Folded:
    """Fold one facts partition through the rules.

    Args:
        decide: the stage's rules, and ``row_type`` the type of its rows.
        facts: reads one value of the topic.
        policies: by hash.
        spans: which of them held from where on, as the partition's state in the changelog says.
        records: the partition from its first record on, as a read_committed reader gets them.
        max_row_bytes: a decision that would make its row larger is void.

    Raises:
        UnknownPolicyError: a span names a policy that is not given, or begins after the first record.
    """
    walk = _Walk(decide, row_type, facts, _Policies(policies, spans), max_row_bytes)
    for record in records:
        walk.take(record)
    return walk.folded


def compare(folded: Folded, changelog: Mapping[bytes, bytes], committed: Iterable[Output]) -> list[str]:
    """Every difference between what must be and what Kafka holds; empty when there is none.

    Args:
        folded: what must be.
        changelog: the rows as the compacted changelog has them: last value by key, no tombstones, no partition state.
        committed: the outputs of this partition, from all topics, as a read_committed reader gets them.
    """
    return [*_row_differences(folded.rows, changelog), *_output_differences(folded.outputs, committed)]


class _Policies:
    """Which policy decided at a point of the partition: an offset, and how many timers its tick had fired before."""

    def __init__(self, policies: Mapping[str, Policy], spans: Sequence[PolicySpan]) -> None:
        if missing := {span.policy for span in spans} - set(policies):
            raise UnknownPolicyError(
                f"Needed to judge this partition: the policies with hash {', '.join(sorted(missing))}."
            )
        self._policies = policies
        self._spans = spans

    def at(self, offset: int, fired: int) -> Policy:
        begun = [span for span in self._spans if (span.offset, span.fired) <= (offset, fired)]
        if not begun:
            raise UnknownPolicyError(f"No policy is recorded for offset {offset}: the recorded spans begin later.")
        return self._policies[begun[-1].policy]


class _Walk:
    """The fold, between two records."""

    def __init__(
        self,
        decide: Callable[[Any, Any, Policy], Any],
        row_type: Any,
        facts: TypeAdapter[Any],
        policies: _Policies,
        max_row_bytes: int,
    ) -> None:
        self._decide = decide
        self._row_type = row_type
        self._facts = facts
        self._policies = policies
        self._max_row_bytes = max_row_bytes
        self._said = 0
        self.folded = Folded()

    def take(self, record: Record) -> None:
        self._said = 0
        fact = self._read(record)
        if isinstance(fact, Tick):
            self._take_tick(record, fact)
        elif fact is not None:
            self._take_fact(record, fact)

    def _read(self, record: Record) -> Any:
        if record.value is None:
            return self._bury(record, "TombstoneError")
        try:
            fact = self._facts.validate_json(record.value)
        except ValidationError:
            return self._bury(record, "ValidationError")
        if not isinstance(fact, Tick) and fact.entity.encode() != record.key:
            return self._bury(record, "KeyError")
        return fact

    def _take_tick(self, record: Record, tick: Tick) -> None:
        """Fire all that is due by the tick or an earlier one, the first in (due, key) order first."""
        now = max(self.folded.clock, _whole_ms(tick.at))
        fired = 0
        while due := [(at, key) for key, at in self.folded.due.items() if at <= now]:
            at, key = min(due)
            self._fire(record, key, at, self._policies.at(record.offset, fired))
            fired += 1
        self.folded.clock = now

    def _take_fact(self, record: Record, fact: Any) -> None:
        """Fire what is due for this row by the clock, then decide on the fact."""
        key = fact.entity.encode()
        policy = self._policies.at(record.offset, 0)
        while self.folded.due.get(key, self.folded.clock + 1) <= self.folded.clock:
            self._fire(record, key, self.folded.due[key], policy)
        self._settle(record, key, fact, policy)

    def _fire(self, record: Record, key: bytes, at: int, policy: Policy) -> None:
        """Fire one timer. One that fails is silent until something else changes its row."""
        if not self._settle(record, key, Due(_EPOCH + at * _MILLISECOND), policy):
            self.folded.due.pop(key, None)

    def _settle(self, record: Record, key: bytes, fact: Any, policy: Policy) -> bool:
        """Decide, and make the decision true. False where it failed, and then nothing has changed."""
        stored = self.folded.rows.get(key)
        row = self._row_type.empty(key.decode()) if stored is None else self._row_type.model_validate_json(stored)
        try:
            decision = self._decide(row, fact, policy)
        except Exception as error:  # a fault of the rules is a dead letter
            self._bury(record, type(error).__name__)
            return False
        if (fault := self._fault(row, decision.row, fact)) is not None:
            self._bury(record, fault)
            return False
        if decision.row is not row:
            self._store(key, decision.row)
        for message in (*decision.outputs, *decision.suppressions):
            self._say(record, message)
        return True

    def _fault(self, before: BaseModel, after: Any, fact: Any) -> str | None:
        if after is None:
            return None
        if isinstance(fact, Due) and after.due_at is not None and after.due_at <= fact.at:
            return "StuckTimerError"
        return "RowTooLargeError" if after is not before and len(after.to_json()) > self._max_row_bytes else None

    def _store(self, key: bytes, row: Any) -> None:
        self.folded.rows.pop(key, None)
        self.folded.due.pop(key, None)
        if row is None:
            return
        self.folded.rows[key] = row.to_json()
        if row.due_at is not None:
            self.folded.due[key] = _whole_ms(row.due_at)

    def _say(self, record: Record, message: Message) -> None:
        entity = message.suggestion_id if isinstance(message, Suggestion) else getattr(message, "entity", "")
        cause = f"{record.topic}/{record.partition}/{record.offset}/{self._said}"
        self.folded.outputs.append(Output(TOPIC_OF[type(message)].name, entity.encode(), message.to_json(), cause))
        self._said += 1

    def _bury(self, record: Record, error: str) -> None:
        self.folded.dead_letters.append(DeadLetter(record.offset, error))


def _whole_ms(at: datetime) -> int:
    """Whole milliseconds since 1970; a broken one counts as passed only at its end."""
    whole, rest = divmod(at - _EPOCH, _MILLISECOND)
    return whole + bool(rest)


def _row_differences(must: Mapping[bytes, bytes], are: Mapping[bytes, bytes]) -> list[str]:
    found = [f"row {_name(key)}: missing from the changelog" for key in sorted(must.keys() - are.keys())]
    found += [f"row {_name(key)}: in the changelog, and should not be" for key in sorted(are.keys() - must.keys())]
    for key in sorted(must.keys() & are.keys()):
        if must[key] != are[key]:
            found.append(f"row {_name(key)}: differs from byte {_first_difference(must[key], are[key])} on")
    return found


def _output_differences(must: Iterable[Output], are: Iterable[Output]) -> list[str]:
    expected, found = Counter(must), Counter(are)
    missing, extra = expected - found, found - expected
    changed = {output.cause for output in missing} & {output.cause for output in extra}
    lines = [_output_line(output, "is another one than it should be") for output in missing if output.cause in changed]
    lines += [_output_line(output, f"missing {n}x") for output, n in missing.items() if output.cause not in changed]
    lines += [
        _output_line(output, f"written {n}x too often") for output, n in extra.items() if output.cause not in changed
    ]
    return sorted(lines)


def _output_line(output: Output, problem: str) -> str:
    return f"output {output.cause} (to {output.topic}, key {_name(output.key)}): {problem}"


def _first_difference(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _name(key: bytes) -> str:
    return key.decode("utf-8", "backslashreplace")
