"""Holds what lies on Kafka against the oracles: A, each stage by itself, exactly; B, end to end."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from movewatch import accounts, contacts, identities, owners
from movewatch.demo.cluster import SALT, Cluster
from movewatch.intake import Intake, IntakeConfig
from movewatch.offline.memory import MemoryRows
from movewatch.offline.oracle import DeadLetter, Output, compare, fold
from movewatch.policy import Policy
from schemas.flow import AccountTopicFact, ContactTopicFact, IdentityTopicFact, OwnerTopicFact
from schemas.records import STATE_KEY, PartitionState, Record, Written
from schemas.topics import (
    ACCOUNTS,
    CONTACTS,
    IDENTITIES,
    INTAKE,
    OWNERS,
    SOURCES,
    SUPPRESSIONS,
    StageTopics,
    Topic,
    dead_letters,
)

Rules = tuple[StageTopics, Any, Any, TypeAdapter[Any]]

RULES: list[Rules] = [
    (IDENTITIES, identities.decide, identities.Identity, TypeAdapter(IdentityTopicFact)),
    (CONTACTS, contacts.decide, contacts.Contact, TypeAdapter(ContactTopicFact)),
    (ACCOUNTS, accounts.decide, accounts.Account, TypeAdapter(AccountTopicFact)),
    (OWNERS, owners.decide, owners.Owner, TypeAdapter(OwnerTopicFact)),
]


@dataclass(frozen=True, slots=True)
class Checked:
    """A stage held against oracle A.

    ``facts``: records it was to work off. ``dead_letters``: those that lie on its dead-letter topics. ``applied``: the
    others, as far as its group has committed.
    """

    stage: str
    facts: int
    applied: int
    dead_letters: int
    rows: int
    outputs: int
    differences: list[str]


def differences_of_a(cluster: Cluster, policies: Mapping[str, Policy]) -> list[str]:
    """Every difference between what each stage must have made of its recorded facts and what it has written."""
    return [line for checked in check_stages(cluster, policies) for line in checked.differences]


def check_stages(cluster: Cluster, policies: Mapping[str, Policy]) -> list[Checked]:
    """Intake, then each stage that keeps rows, in the order of the way of an event, as far as it has workers."""
    recorded = Recorded(cluster)
    checked = [_check_intake(recorded)] if INTAKE in cluster.stages else []
    return checked + [_check(recorded, rules, policies) for rules in RULES if rules[0] in cluster.stages]


class Recorded:
    """What lies on the topics. Read anew each time, since all of it may be more than fits into memory."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def records(self, topic: str) -> Iterator[Record]:
        """All committed records of a topic."""
        return self.cluster.read_all(topic)

    def letters(self, stage: StageTopics, topic: Topic) -> dict[int, list[DeadLetter]]:
        """What a stage put aside of a topic, by the partition it came from."""
        found: dict[int, list[DeadLetter]] = {}
        for letter in self.records(dead_letters(topic, stage, "").name):
            said = DeadLetter(int(_of(letter, "offset")), _of(letter, "exception.class.name"))
            found.setdefault(int(_of(letter, "partition")), []).append(said)
        return found


class Account:
    """Counts what became of a stage's input: from the offsets that its group has committed, and its dead letters."""

    def __init__(self, cluster: Cluster, stage: StageTopics) -> None:
        self._stage = stage
        self._committed = {(at.topic, at.partition): end for at, end in cluster.offsets(stage).items()}
        self.facts = 0
        self.taken = 0
        self.dead_letters = 0

    def take(self, record: Record) -> None:
        """One more of its input."""
        self.facts += 1
        self.taken += record.offset < self._committed.get((record.topic, record.partition), 0)

    def bury(self, letters: Iterable[DeadLetter]) -> None:
        """These lie on the dead-letter topic, all of one partition."""
        self.dead_letters += len({letter.offset for letter in letters})

    @property
    def applied(self) -> int:
        """Worked off, and not put aside."""
        return self.taken - self.dead_letters

    def problems(self) -> list[str]:
        """Whether any is neither applied nor dead-lettered."""
        if self.applied + self.dead_letters == self.facts:
            return []
        came_of_it = f"{self.applied} are applied and {self.dead_letters} are dead letters"
        return [f"{self._stage.name}: {self.facts} records came in, {came_of_it}"]


def _check(recorded: Recorded, rules: Rules, policies: Mapping[str, Policy]) -> Checked:
    stage, decide, row, adapter = rules
    assert stage.rows is not None
    changelogs = _compacted(recorded.cluster.read_all(stage.rows.name))
    letters = recorded.letters(stage, stage.reads[0])
    written = _by_cause(recorded, stage)
    account = Account(recorded.cluster, stage)
    found: list[str] = []
    for partition in range(recorded.cluster.partitions):
        facts = list(recorded.cluster.read_all(stage.reads[0].name, partition=partition))
        for fact in facts:
            account.take(fact)
        account.bury(letters.get(partition, []))
        changelog = changelogs.get(partition, {})
        state = _state_of(changelog)
        folded = fold(decide, row, adapter, policies, state.policies, facts)
        committed = written.get(f"{stage.reads[0].name}/{partition}", [])
        lines = compare(folded, changelog, committed)
        lines += _letter_differences(folded.dead_letters, letters.get(partition, []))
        found += [f"{stage.name}/{partition}: {line}" for line in lines]
    found += account.problems()
    kept = sum(map(len, changelogs.values()))
    outputs = sum(map(len, written.values()))
    return Checked(stage.name, account.facts, account.applied, account.dead_letters, kept, outputs, found)


def _of(letter: Record, name: str) -> str:
    return letter.header(f"__movewatch.errors.{name}") or ""


def _letter_differences(must: list[DeadLetter], are: list[DeadLetter]) -> list[str]:
    missing, extra = Counter(must) - Counter(are), Counter(are) - Counter(must)
    return [f"dead letter of offset {one.offset} ({one.error}): missing" for one in missing] + [
        f"dead letter of offset {one.offset} ({one.error}): should not be" for one in extra
    ]


def _check_intake(recorded: Recorded) -> Checked:
    """Intake, one record at a time: what it must have made of each, and that it made something of each."""
    stage = Intake(IntakeConfig(salt=SALT.encode()))
    must: Counter[Output] = Counter()
    refused: Counter[tuple[str, int, DeadLetter]] = Counter()
    letters: Counter[tuple[str, int, DeadLetter]] = Counter()
    account = Account(recorded.cluster, INTAKE)
    found = []
    for topic in INTAKE.reads:
        for record in recorded.records(topic.name):
            account.take(record)
            made = stage.apply(MemoryRows(), [record])
            must.update(_outputs(made))
            for poison in made.poison:
                refused[topic.name, record.partition, DeadLetter(record.offset, poison.error)] += 1
            if not made.outputs and not made.poison:
                found.append(f"intake: nothing came of {record.topic}/{record.partition}/{record.offset}")
        for partition, said in recorded.letters(INTAKE, topic).items():
            account.bury(said)
            letters.update((topic.name, partition, letter) for letter in said)
    are = _intake_outputs(recorded)
    found += [f"intake: output {one.cause} (to {one.topic}): missing {n}x" for one, n in (must - are).items()]
    found += [f"intake: output {one.cause} (to {one.topic}): written {n}x too often" for one, n in (are - must).items()]
    found += [f"intake: dead letter {one}: missing" for one in refused - letters]
    found += [f"intake: dead letter {one}: should not be" for one in letters - refused]
    found += account.problems()
    return Checked(INTAKE.name, account.facts, account.applied, account.dead_letters, 0, are.total(), found)


def _intake_outputs(recorded: Recorded) -> Counter[Output]:
    begins = tuple(f"{topic.name}/" for topic in INTAKE.reads)
    return Counter(
        _digested(topic.name, record.key, record.value, record.header("cause") or "")
        # Of whom intake has heard depends on how the records were cut into batches.
        for topic in set(INTAKE.writes) - {SOURCES}
        for record in recorded.records(topic.name)
        if (record.header("cause") or "").startswith(begins)
    )


def _digested(topic: str, key: bytes | None, value: bytes | None, cause: str) -> Output:
    """An output with a digest in the place of its value: so all of them fit into memory."""
    return Output(topic, key or b"", sha256(value or b"").digest(), cause)


def _outputs(written: Written) -> Iterator[Output]:
    for made in written.outputs:
        cause = dict(made.headers)["cause"].decode()
        yield _digested(made.topic, made.key, made.value, cause)


def _compacted(records: Iterable[Record]) -> dict[int, dict[bytes, bytes]]:
    """The last value of each key, the partition's own state among them, by partition."""
    found: dict[int, dict[bytes, bytes]] = {}
    for record in records:
        last = found.setdefault(record.partition, {})
        if record.value is None:
            last.pop(record.key or b"", None)
        else:
            last[record.key or b""] = record.value
    return found


def _state_of(changelog: dict[bytes, bytes]) -> PartitionState:
    """The partition's own state, taken out of its rows."""
    state = changelog.pop(STATE_KEY, None)
    return PartitionState.model_validate(json.loads(state), strict=False) if state else PartitionState()


def _by_cause(recorded: Recorded, stage: StageTopics) -> dict[str, list[Output]]:
    """What a stage wrote, by the partition of the fact that caused it."""
    found: dict[str, list[Output]] = {}
    for topic in dict.fromkeys((*stage.writes, SUPPRESSIONS)):
        for record in recorded.records(topic.name):
            cause = record.header("cause") or ""
            if cause.startswith(f"{stage.reads[0].name}/"):
                output = Output(topic.name, record.key or b"", record.value or b"", cause)
                found.setdefault(cause.rsplit("/", 2)[0], []).append(output)
    return found
