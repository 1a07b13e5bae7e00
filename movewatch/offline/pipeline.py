"""All stages in memory, one behind the other, as Kafka and Faust would run them. Pure: time comes with the records.

Two ways with time. *Live*: ``live`` for each record, then ``advance``: every timer fires in its turn, as on a system
that keeps up. *At the end*: ``feed`` for each record and then ``tick``: no time passes until all input is worked off,
which is the order that can be repeated on a real Kafka (the oracle's).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, Self

from movewatch.intake import IntakeConfig
from movewatch.offline.memory import MemoryRows, MemoryTopic
from movewatch.policy import Policy
from movewatch.stages import build_stages
from schemas import topics
from schemas.base import stable_id
from schemas.keys import split_key
from schemas.records import Applies, Outgoing, Poison, Record, StoredRow, Written
from schemas.suggestions import AnswerGiven, Suggestion, SuggestionState
from schemas.suppressions import Suppression
from schemas.ticks import Tick
from schemas.topics import StageTopics

TICK_EVERY_MS: Final = 60_000
"""A partition where nothing is due hears the time once a minute, as from a worker."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Watches(Protocol):
    """Hears of everything that the pipeline makes, as it is made."""

    def fact(self, stage: str, made: Outgoing) -> None:
        """A stage wrote a fact for another one."""

    def suggestion(self, suggestion: Suggestion) -> None:
        """A revision of a suggestion."""

    def suppression(self, suppression: Suppression) -> None:
        """Something did not become a suggestion."""

    def dead_letter(self, stage: str, poison: Poison) -> None:
        """A stage could not read or decide a record."""


class Collector(Watches):
    """Keeps everything in memory."""

    def __init__(self) -> None:
        self.facts: list[tuple[str, Outgoing]] = []
        self.revisions: list[Suggestion] = []
        self.suppressions: list[Suppression] = []
        self.dead_letters: list[tuple[str, Poison]] = []

    def fact(self, stage: str, made: Outgoing) -> None:
        """Keep it."""
        self.facts.append((stage, made))

    def suggestion(self, suggestion: Suggestion) -> None:
        """Keep it."""
        self.revisions.append(suggestion)

    def suppression(self, suppression: Suppression) -> None:
        """Keep it."""
        self.suppressions.append(suppression)

    def dead_letter(self, stage: str, poison: Poison) -> None:
        """Keep it."""
        self.dead_letters.append((stage, poison))

    @property
    def suggestions(self) -> dict[str, Suggestion]:
        """The latest revision of each suggestion by its id."""
        return {suggestion.suggestion_id: suggestion for suggestion in self.revisions}


@dataclass(frozen=True, slots=True)
class _Running:
    """A stage behind intake, with its facts and its rows by partition."""

    topics: StageTopics
    stage: Applies
    facts: MemoryTopic
    rows: tuple[MemoryRows, ...]


class Pipeline:
    """The stages in memory.

    Args:
        stages: by name, as ``build_stages`` gives them.
        watch: hears of all that is made.
        partitions: of each facts topic.
        assume_delivered: act as if each released suggestion were mailed at once, and say so to its owner's row.
    """

    def __init__(
        self, stages: Mapping[str, Applies], watch: Watches, *, partitions: int = 1, assume_delivered: bool = False
    ) -> None:
        self.watch = watch
        self.now = 0
        """The latest time heard of, in milliseconds since 1970."""
        self._assume_delivered = assume_delivered
        self._intake = stages[topics.INTAKE.name]
        self._intake_rows = MemoryRows()
        self._running = [
            _running(each, stages[each.name], partitions)
            for each in topics.STAGES
            if each.name in stages and each is not topics.INTAKE
        ]
        self._facts_of = {each.facts.name: each.facts for each in self._running}
        self._answers: list[Record] = []
        self._next_answer = 0

    @classmethod
    def build(
        cls,
        policy: Policy,
        intake: IntakeConfig,
        watch: Watches,
        *,
        partitions: int = 1,
        assume_delivered: bool = False,
    ) -> Self:
        """The pipeline of the real stages."""
        return cls(build_stages(policy, intake), watch, partitions=partitions, assume_delivered=assume_delivered)

    def live(self, record: Record) -> None:
        """It becomes the record's time, then the record comes in. ``record`` is a raw one: of a topic intake reads."""
        self.advance(record.timestamp)
        self.feed(record)
        self.advance(self.now)

    def advance(self, until: int) -> None:
        """Time passes up to ``until`` (milliseconds since 1970); each timer fires in its turn. Never goes back."""
        until = max(until, self.now)
        while (due := self._first_due()) is not None and due[0] <= until:
            at, stage, partition = due
            self.now = max(self.now, at)
            self._tell(stage, partition, at)
            self._run()
        self.now = until
        for stage, partition in self._ticked():
            if until - stage.rows[partition].state.clock >= TICK_EVERY_MS:
                self._tell(stage, partition, until)
        self._run()

    def feed(self, record: Record) -> None:
        """A raw record comes in and is worked off by all stages. No time passes."""
        self.now = max(self.now, record.timestamp)
        if record.topic == topics.ANSWERS.name:
            self._next_answer = max(self._next_answer, record.offset + 1)
        self._take_in(record)
        self._run()

    def tick(self, at: int) -> None:
        """Each partition hears once that it is ``at`` (milliseconds since 1970), and all that follows is worked off.

        Stage by stage in the order of the way of an event: what the timers of one say has arrived before the next one
        hears the time.
        """
        self.now = max(self.now, at)
        for each in self._running:
            if each.topics.ticks:
                for partition in range(len(each.rows)):
                    self._tell(each, partition, at)
                self._run()

    def rows(self) -> Iterator[tuple[str, bytes, StoredRow]]:
        """Every row with the name of its stage and its key: stages in order, keys sorted."""
        for each in self._running:
            merged = {key: row for rows in each.rows for key, row in rows.rows.items()}
            for key in sorted(merged):
                yield each.topics.name, key, merged[key]

    def _ticked(self) -> Iterator[tuple[_Running, int]]:
        for each in self._running:
            if each.topics.ticks:
                yield from ((each, partition) for partition in range(len(each.rows)))

    def _first_due(self) -> tuple[int, _Running, int] | None:
        dues = ((rows.rows[n].next_due(), rows, n) for rows, n in self._ticked())
        waiting = [(due, stage, partition) for due, stage, partition in dues if due is not None]
        return min(waiting, key=lambda each: each[0], default=None)

    def _tell(self, stage: _Running, partition: int, at: int) -> None:
        tick = Tick(at=_EPOCH + timedelta(milliseconds=at))
        stage.facts.append_to(partition, None, tick.to_json(), self.now)

    def _run(self) -> None:
        """Work off what waits, until nothing does."""
        while self._pass():
            pass

    def _pass(self) -> bool:
        worked = False
        while self._answers:
            answers, self._answers = self._answers, []
            for answer in answers:
                self._take_in(answer)
            worked = True
        for each in self._running:
            for partition, rows in enumerate(each.rows):
                if batch := each.facts.take(partition):
                    self._apply(each.topics.name, each.stage, rows, batch)
                    worked = True
        return worked

    def _take_in(self, record: Record) -> None:
        self._apply(topics.INTAKE.name, self._intake, self._intake_rows, [record])

    def _apply(self, name: str, stage: Applies, rows: MemoryRows, batch: Sequence[Record]) -> None:
        while batch:
            written = stage.apply(rows, batch)
            rows.commit(written)
            self._pass_on(name, written)
            batch = batch[written.consumed :]

    def _pass_on(self, stage: str, written: Written) -> None:
        for made in written.outputs:
            self._send(stage, made)
        for poison in written.poison:
            self.watch.dead_letter(stage, poison)

    def _send(self, stage: str, made: Outgoing) -> None:
        if made.topic in self._facts_of:
            self._facts_of[made.topic].append(made.key, made.value, self.now, made.headers)
            self.watch.fact(stage, made)
        elif made.topic == topics.SUGGESTIONS.name and made.value is not None:
            suggestion = Suggestion.model_validate_json(made.value)
            self.watch.suggestion(suggestion)
            if self._assume_delivered and suggestion.state is SuggestionState.RELEASED:
                self._answers.append(self._delivered(suggestion))
        elif made.topic == topics.SUPPRESSIONS.name and made.value is not None:
            self.watch.suppression(Suppression.model_validate_json(made.value))

    def _delivered(self, suggestion: Suggestion) -> Record:
        at = _EPOCH + timedelta(milliseconds=self.now)
        tenant, source, owner = split_key(suggestion.owner.key)
        answer = AnswerGiven(
            fact_id=stable_id(tenant, suggestion.suggestion_id, str(suggestion.revision), "delivered"),
            tenant=tenant,
            source=source,
            owner_id=owner,
            occurred_at=at,
            observed_at=at,
            suggestion_id=suggestion.suggestion_id,
            answer="delivered",
            revision=suggestion.revision,
        )
        offset, self._next_answer = self._next_answer, self._next_answer + 1
        key, value = answer.entity.encode(), answer.to_json()
        return Record(topics.ANSWERS.name, 0, offset, self.now, key, value, (("tenant", tenant.encode()),))


def _running(stage_topics: StageTopics, stage: Applies, partitions: int) -> _Running:
    facts = MemoryTopic(stage_topics.reads[0].name, partitions)
    return _Running(stage_topics, stage, facts, tuple(MemoryRows() for _ in range(partitions)))
