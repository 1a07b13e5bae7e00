"""Holds what lies on Kafka against the oracles: A, each stage by itself, exactly; B, end to end."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    """A stage held against oracle A. ``facts``: records it was to work off, of which ``dead_letters`` were refused."""

    stage: str
    facts: int
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
    """What lies on the topics, each read once."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._read: dict[str, list[Record]] = {}

    def records(self, topic: str) -> list[Record]:
        """All committed records of a topic."""
        if topic not in self._read:
            self._read[topic] = list(self.cluster.read_all(topic))
        return self._read[topic]

    def letters(self, stage: StageTopics, topic: Topic) -> list[Record]:
        """What a stage put aside of a topic."""
        return self.records(dead_letters(topic, stage, "").name)


def _check(recorded: Recorded, rules: Rules, policies: Mapping[str, Policy]) -> Checked:
    stage, decide, row, adapter = rules
    assert stage.rows is not None
    facts = _by_partition(recorded.records(stage.reads[0].name))
    rows = _by_partition(recorded.cluster.read_all(stage.rows.name))
    letters = _letters_by_partition(recorded.letters(stage, stage.reads[0]))
    written = _by_cause(recorded, stage)
    found: list[str] = []
    kept = refused = 0
    for partition in range(recorded.cluster.partitions):
        changelog, state = _compacted(rows.get(partition, []))
        folded = fold(decide, row, adapter, policies, state.policies, facts.get(partition, []))
        committed = written.get(f"{stage.reads[0].name}/{partition}", [])
        lines = compare(folded, changelog, committed)
        lines += _letter_differences(folded.dead_letters, letters.get(partition, []))
        found += [f"{stage.name}/{partition}: {line}" for line in lines]
        kept += len(changelog)
        refused += len({letter.offset for letter in folded.dead_letters})
    number = sum(len(part) for part in facts.values())
    return Checked(stage.name, number, refused, kept, sum(map(len, written.values())), found)


def _letters_by_partition(letters: Iterable[Record]) -> dict[int, list[DeadLetter]]:
    found: dict[int, list[DeadLetter]] = {}
    for letter in letters:
        said = DeadLetter(int(_of(letter, "offset")), _of(letter, "exception.class.name"))
        found.setdefault(int(_of(letter, "partition")), []).append(said)
    return found


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
    number, found = 0, []
    for topic in INTAKE.reads:
        for record in recorded.records(topic.name):
            number += 1
            made = stage.apply(MemoryRows(), [record])
            must.update(_outputs(made))
            for poison in made.poison:
                refused[topic.name, record.partition, DeadLetter(record.offset, poison.error)] += 1
            if not made.outputs and not made.poison:
                found.append(f"intake: nothing came of {record.topic}/{record.partition}/{record.offset}")
        for partition, said in _letters_by_partition(recorded.letters(INTAKE, topic)).items():
            letters.update((topic.name, partition, letter) for letter in said)
    are = _intake_outputs(recorded)
    found += [f"intake: output {one.cause} (to {one.topic}): missing {n}x" for one, n in (must - are).items()]
    found += [f"intake: output {one.cause} (to {one.topic}): written {n}x too often" for one, n in (are - must).items()]
    found += [f"intake: dead letter {one}: missing" for one in refused - letters]
    found += [f"intake: dead letter {one}: should not be" for one in letters - refused]
    return Checked(INTAKE.name, number, refused.total(), 0, are.total(), found)


def _intake_outputs(recorded: Recorded) -> Counter[Output]:
    begins = tuple(f"{topic.name}/" for topic in INTAKE.reads)
    return Counter(
        Output(topic.name, record.key or b"", record.value or b"", record.header("cause") or "")
        for topic in INTAKE.writes
        for record in recorded.records(topic.name)
        if (record.header("cause") or "").startswith(begins)
    )


def _outputs(written: Written) -> Iterator[Output]:
    for made in written.outputs:
        cause = dict(made.headers)["cause"].decode()
        yield Output(made.topic, made.key, made.value or b"", cause)


def _by_partition(records: Iterable[Record]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for record in records:
        found.setdefault(record.partition, []).append(record)
    return found


def _compacted(records: list[Record]) -> tuple[dict[bytes, bytes], PartitionState]:
    """The last value of each key, and the partition's own state."""
    last = {record.key or b"": record.value for record in records}
    state = last.pop(STATE_KEY, None)
    values = {key: value for key, value in last.items() if value is not None}
    return values, PartitionState.model_validate(json.loads(state), strict=False) if state else PartitionState()


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
