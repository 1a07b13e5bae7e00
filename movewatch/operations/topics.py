"""Creates movewatch's topics, and says what is wrong with those that are there. Never deletes, never changes one."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from movewatch.operations.connection import admin_of
from movewatch.operations.errors import BrokerRefusedError, BrokerUnreachableError
from movewatch.operations.recreated import READING_S, recreated
from movewatch.settings import Settings
from schemas.topics import DAY_MS, Topic, all_topics

_ALREADY_EXISTS: Final = 36
"""Kafka's error code TOPIC_ALREADY_EXISTS: somebody created it between our look and our request."""

_NAMED: Final = 5
"""So many missing topics are told by name."""

_COMPACTED: Final = {
    # Recovery reads the whole changelog: clean when a fifth is outdated rather than half, and let no segment stay open
    # (and so uncleaned) for longer than a day.
    "min.cleanable.dirty.ratio": "0.2",
    "segment.ms": str(DAY_MS),
    "segment.bytes": str(128 * 1024 * 1024),
    "delete.retention.ms": str(DAY_MS),
}


@dataclass(frozen=True, slots=True)
class WantedTopic:
    """A topic as it has to be on the broker. ``name`` carries the prefix."""

    name: str
    partitions: int
    replication_factor: int
    configs: Mapping[str, str]


def wanted(settings: Settings) -> list[WantedTopic]:
    """Every topic of this installation. All have one partition count, so facts lie beside their rows."""
    return [
        WantedTopic(
            settings.topic_prefix + topic.name,
            settings.partitions,
            settings.replication_factor,
            _configs(topic),
        )
        for topic in all_topics(settings.topic_prefix)
    ]


def apply(settings: Settings) -> list[str]:
    """Create what is missing; return its names.

    Raises:
        BrokerUnreachableError: no broker answers.
        BrokerRefusedError: a topic could not be created. Others may have been; applying again is harmless.
    """
    with admin_of(settings) as admin:
        there = set(admin.list_topics())
        missing = {topic.name: topic for topic in wanted(settings) if topic.name not in there}
        if not missing:
            return []
        request = {
            name: {
                "num_partitions": topic.partitions,
                "replication_factor": topic.replication_factor,
                "configs": dict(topic.configs),
            }
            for name, topic in missing.items()
        }
        answer = admin.create_topics(request, raise_errors=False)
        created = [each["name"] for each in answer["topics"] if not each["error_code"]]
        failed = [each for each in answer["topics"] if each["error_code"] not in (0, _ALREADY_EXISTS)]
        if failed:
            reasons = "; ".join(f"{each['name']}: {each.get('error_message') or each['error_code']}" for each in failed)
            raise BrokerRefusedError(f"{len(failed)} of {len(missing)} topics could not be created: {reasons}")
        admin.wait_for_topics(created)
        return created


def check(settings: Settings, until: float | None = None) -> list[str]:
    """What is wrong with the topics, in words; empty when nothing is. An unreachable broker is the one problem told.

    Args:
        settings: where Kafka is, and how topics have to be.
        until: when to be done with looking whether one was made again, on ``time.monotonic``'s clock.
    """
    try:
        with admin_of(settings) as admin:
            found = _described(admin, wanted(settings))
            ids = {name: topic.id for name, topic in found.items()}
            counts = {name: topic.partitions for name, topic in found.items()}
            until = time.monotonic() + READING_S if until is None else until
            return [*compare(wanted(settings), found), *recreated(settings, ids, counts, until)]
    except (BrokerUnreachableError, BrokerRefusedError) as error:
        return [str(error)]


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic as it is on the broker. ``id`` is new whenever a topic is made again."""

    id: str
    partitions: int
    cleanup: str


def _described(admin: KafkaAdminClient, topics: Iterable[WantedTopic]) -> dict[str, FoundTopic]:
    there = set(admin.list_topics())
    names = [topic.name for topic in topics if topic.name in there]
    if not names:
        return {}
    described = {each["name"]: each for each in admin.describe_topics(names)}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, ["cleanup.policy"]) for name in names]
    configs: dict[str, Any] = admin.describe_configs(resources, config_filter="all")["topic"]
    return {
        name: FoundTopic(
            id=str(described[name]["topic_id"]),
            partitions=len(described[name]["partitions"]),
            cleanup=configs[name]["cleanup.policy"]["value"],
        )
        for name in names
    }


def compare(topics: Iterable[WantedTopic], found: Mapping[str, FoundTopic]) -> list[str]:
    """What is wrong with the topics found, by name, in words: all that are missing in one line, else a line each."""
    topics = list(topics)
    problems = _missing([topic.name for topic in topics if topic.name not in found])
    for topic in topics:
        is_there = found.get(topic.name)
        if is_there is None:
            continue
        if is_there.partitions != topic.partitions:
            problems.append(
                f"topic {topic.name} has {is_there.partitions} partitions, the settings say {topic.partitions}. Set "
                "MOVEWATCH_PARTITIONS to what is there; a count cannot be changed once there are rows."
            )
        if is_there.cleanup != topic.configs["cleanup.policy"]:
            problems.append(
                f"topic {topic.name} has cleanup.policy={is_there.cleanup}, it has to be "
                f"{topic.configs['cleanup.policy']}. Change it with kafka-configs.sh."
            )
    return problems


def _missing(names: Sequence[str]) -> list[str]:
    """One line for all of them: one command puts all of them right."""
    if not names:
        return []
    if len(names) == 1:
        return [f"topic {names[0]} is missing. Run movewatch topics apply."]
    more = len(names) - _NAMED
    named = ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return [f"{len(names)} topics are missing ({named}). Run movewatch topics apply."]


def _configs(topic: Topic) -> dict[str, str]:
    common = {"cleanup.policy": topic.cleanup, "max.message.bytes": str(topic.max_message_bytes)}
    if topic.cleanup == "compact":
        return common | _COMPACTED
    return common | {"retention.ms": str(topic.retention_days * DAY_MS)}
