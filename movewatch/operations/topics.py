"""Creates movewatch's topics, and says what is wrong with those that are there. Never deletes, never changes one."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from movewatch.operations.connection import admin_of
from movewatch.operations.errors import BrokerRefusedError, BrokerUnreachableError, NotAllowedError
from movewatch.operations.granted import is_refused, lacking_here, operations_on, require
from movewatch.operations.recreated import READING_S, recreated
from movewatch.operations.rights import TOPICS, Operation, Resource, Right, in_words, rights_of
from movewatch.settings import Settings, SettingsError
from schemas.topics import DAY_MS, STAGES, StageTopics, Topic, all_topics

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
    # What was replaced by an erasure is gone within a week and the day of its segment, also where nothing else changes.
    "max.compaction.lag.ms": str(7 * DAY_MS),
}


_CHECKED: Final = ("cleanup.policy", "message.timestamp.type", "max.compaction.lag.ms")
"""What loses something where it is otherwise: rows, dead letters of old records, or the promise that an erasure is done
within a week. The other settings are about speed."""

_AT_MOST: Final = "max.compaction.lag.ms"
"""Less than this is right, too."""


@dataclass(frozen=True, slots=True)
class WantedTopic:
    """A topic as it has to be on the broker. ``name`` carries the prefix."""

    name: str
    partitions: int
    replication_factor: int
    configs: Mapping[str, str]


def wanted(settings: Settings, stages: Iterable[StageTopics] = STAGES) -> list[WantedTopic]:
    """Every topic of these stages. All have one partition count, so facts lie beside their rows."""
    return [
        WantedTopic(
            settings.topic_prefix + topic.name,
            settings.partitions,
            settings.replication_factor,
            _configs(topic),
        )
        for topic in all_topics(settings.topic_prefix, stages)
    ]


def apply(settings: Settings) -> list[str]:
    """Create what is missing; return its names.

    Raises:
        BrokerUnreachableError: no broker answers.
        NotAllowedError: the user lacks a right.
        BrokerRefusedError: a topic could not be created. Others may have been; applying again is harmless.
    """
    with admin_of(settings) as admin:
        require(admin, settings, TOPICS, _to_look(settings))
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
        if refused := [_to_create(each["name"]) for each in failed if is_refused(each)]:
            raise NotAllowedError(in_words(refused, settings.security.user, TOPICS, settings.topic_prefix))
        if failed:
            reasons = "; ".join(f"{each['name']}: {each.get('error_message') or each['error_code']}" for each in failed)
            raise BrokerRefusedError(f"{len(failed)} of {len(missing)} topics could not be created: {reasons}")
        admin.wait_for_topics(created)
        return created


def check(settings: Settings, until: float | None = None, stages: Sequence[StageTopics] = ()) -> list[str]:
    """What is wrong with the topics, and with the user's rights, in words; empty when nothing is.

    A broker that is not reached, or does not let us in, is the one problem told.

    Args:
        settings: where Kafka is, and how topics have to be.
        until: when to be done with looking whether one was made again, on ``time.monotonic``'s clock.
        stages: only their topics, for a user that works as them; none: all topics, for one that keeps topics.
    """
    roles = {stage.name: rights_of(stage.name, settings.topic_prefix) for stage in stages}
    try:
        with admin_of(settings) as admin:
            lacks = lacking_here(admin, settings, roles or {TOPICS: _to_look(settings)})
            described = admin.describe_topics([topic.name for topic in wanted(settings, stages or STAGES)])
            hidden = {topic["name"] for topic in described if is_refused(topic)}
            visible = [topic for topic in wanted(settings, stages or STAGES) if topic.name not in hidden]
            found = _found(admin, described)
            ids = {name: topic.id for name, topic in found.items() if topic.is_readable}
            counts = {name: topic.partitions for name, topic in found.items()}
            until = time.monotonic() + READING_S if until is None else until
            return [*lacks, *compare(visible, found), *recreated(settings, ids, counts, until)]
    except (BrokerUnreachableError, BrokerRefusedError, SettingsError) as error:
        return [str(error)]


def _to_look(settings: Settings) -> list[Right]:
    """What looking at topics needs. Whether they may be created shows where one is missing."""
    return [right for right in rights_of(TOPICS, settings.topic_prefix) if right.operation is not Operation.CREATE]


def _to_create(name: str) -> Right:
    return Right(Resource.TOPIC, name, Operation.CREATE)


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic as it is on the broker. ``id`` is new whenever a topic is made again.

    ``configs``: those that are checked; none where the user may not see them. ``is_readable``: whether the user may
    read its records.
    """

    id: str
    partitions: int
    configs: Mapping[str, str]
    is_readable: bool = True


def _found(admin: KafkaAdminClient, described: Iterable[Mapping[str, Any]]) -> dict[str, FoundTopic]:
    there = {each["name"]: each for each in described if not each["error_code"]}
    may = {name: operations_on(topic) for name, topic in there.items()}
    configs = _configs_of(admin, [name for name in there if Operation.DESCRIBE_CONFIGS in may[name]])
    return {
        name: FoundTopic(
            id=str(topic["topic_id"]),
            partitions=len(topic["partitions"]),
            configs=configs.get(name, {}),
            is_readable=Operation.READ in may[name],
        )
        for name, topic in there.items()
    }


def _configs_of(admin: KafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, list(_CHECKED)) for name in names]
    configs: dict[str, Any] = admin.describe_configs(resources, config_filter="all")["topic"]
    return {name: {config: configs[name][config]["value"] for config in _CHECKED} for name in names}


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
        problems += _otherwise(topic, is_there.configs)
    return problems


def _otherwise(topic: WantedTopic, found: Mapping[str, str]) -> list[str]:
    """The settings of a topic that are not as they have to be, a line each."""
    return [
        f"topic {topic.name} has {name}={found[name]}, it has to be {topic.configs[name]}"
        f"{' or less' if name == _AT_MOST else ''}. Change it with kafka-configs.sh --bootstrap-server HOST:PORT "
        f"--alter --entity-type topics --entity-name {topic.name} --add-config {name}={topic.configs[name]}"
        for name in _CHECKED
        if name in found and name in topic.configs and not _serves(name, found[name], topic.configs[name])
    ]


def _serves(name: str, found: str, wants: str) -> bool:
    return int(found) <= int(wants) if name == _AT_MOST else found == wants


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
    if topic.stamped_by_broker:
        common["message.timestamp.type"] = "LogAppendTime"
    if topic.cleanup == "compact":
        return common | _COMPACTED
    return common | {"retention.ms": str(topic.retention_days * DAY_MS)}
