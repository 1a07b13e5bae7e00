"""Holds what lies on Kafka against the oracles: A, each stage by itself, exactly; B, end to end."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from movewatch import accounts, contacts, identities, owners
from movewatch.demo.cluster import PARTITIONS, Cluster
from movewatch.offline.oracle import Output, compare, fold
from movewatch.policy import Policy
from schemas.flow import AccountTopicFact, ContactTopicFact, IdentityTopicFact, OwnerTopicFact
from schemas.records import STATE_KEY, PartitionState, Record
from schemas.topics import ACCOUNTS, CONTACTS, IDENTITIES, OWNERS, SUPPRESSIONS, StageTopics

RULES: list[tuple[StageTopics, Any, Any, TypeAdapter[Any]]] = [
    (IDENTITIES, identities.decide, identities.Identity, TypeAdapter(IdentityTopicFact)),
    (CONTACTS, contacts.decide, contacts.Contact, TypeAdapter(ContactTopicFact)),
    (ACCOUNTS, accounts.decide, accounts.Account, TypeAdapter(AccountTopicFact)),
    (OWNERS, owners.decide, owners.Owner, TypeAdapter(OwnerTopicFact)),
]


def differences_of_a(cluster: Cluster, policies: Mapping[str, Policy]) -> list[str]:
    """Every difference between each stage's fold over its recorded facts and what it has written."""
    found: list[str] = []
    for stage, decide, row, adapter in RULES:
        facts = _by_partition(cluster.read_all(stage.reads[0].name))
        assert stage.rows is not None
        rows = _by_partition(cluster.read_all(stage.rows.name))
        written = _by_cause(cluster, stage)
        for partition in range(PARTITIONS):
            changelog, state = _compacted(rows.get(partition, []))
            folded = fold(decide, row, adapter, policies, state.policies, facts.get(partition, []))
            committed = written.get(f"{stage.reads[0].name}/{partition}", [])
            found += [f"{stage.name}/{partition}: {line}" for line in compare(folded, changelog, committed)]
    return found


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


def _by_cause(cluster: Cluster, stage: StageTopics) -> dict[str, list[Output]]:
    """What a stage wrote, by the partition of the fact that caused it."""
    found: dict[str, list[Output]] = {}
    for topic in dict.fromkeys((*stage.writes, SUPPRESSIONS)):
        for record in cluster.read_all(topic.name):
            cause = record.header("cause") or ""
            if cause.startswith(f"{stage.reads[0].name}/"):
                output = Output(topic.name, record.key or b"", record.value or b"", cause)
                found.setdefault(cause.rsplit("/", 2)[0], []).append(output)
    return found
