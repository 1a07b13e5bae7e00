"""The topics that an installation needs, as they are asked of Kafka."""

import pytest

from movewatch.operations.topics import FoundTopic, compare, wanted
from movewatch.settings import Settings
from schemas.topics import STAGES


def test_facts_and_rows_of_a_stage_have_one_partition_count():
    by_name = {topic.name: topic for topic in wanted(Settings(topic_prefix="p.", partitions=7, replication_factor=3))}
    for stage in STAGES:
        if stage.rows:
            assert by_name[f"p.{stage.rows.name}"].partitions == by_name[f"p.{stage.reads[0].name}"].partitions == 7
    assert {topic.replication_factor for topic in by_name.values()} == {3}


def test_each_is_kept_or_compacted_as_declared():
    by_name = {topic.name: topic.configs for topic in wanted(Settings())}
    assert by_name["crm-events"] == {
        "cleanup.policy": "delete",
        "retention.ms": str(14 * 24 * 3600 * 1000),
        "max.message.bytes": "1048588",
    }
    assert by_name["contact-facts.movewatch-contacts.dlq"]["retention.ms"] == str(90 * 24 * 3600 * 1000)
    # An old record's dead letter would be gone at once, if it were kept from the record's own time on.
    assert by_name["contact-facts.movewatch-contacts.dlq"]["message.timestamp.type"] == "LogAppendTime"
    assert by_name["contacts-rows"]["cleanup.policy"] == "compact"
    assert "retention.ms" not in by_name["contacts-rows"]


def test_names_are_unique_and_carry_the_prefix():
    names = [topic.name for topic in wanted(Settings(topic_prefix="p."))]
    assert len(set(names)) == len(names)
    assert all(name.startswith("p.") for name in names)


NAMES = [topic.name for topic in wanted(Settings())]
FIRST_FIVE = ", ".join(NAMES[:5])
MISSING = [
    # 1. Nothing is wrong.
    (1, 0, []),
    # 2. One is named.
    (2, 1, [f"topic {NAMES[0]} is missing. Run movewatch topics apply."]),
    # 3. Several take one line: one command puts all of them right.
    (3, 2, [f"2 topics are missing ({NAMES[0]}, {NAMES[1]}). Run movewatch topics apply."]),
    (4, 5, [f"5 topics are missing ({FIRST_FIVE}). Run movewatch topics apply."]),
    # 5. A new installation misses all of them, and needs no list of them.
    (
        5,
        len(NAMES),
        [f"{len(NAMES)} topics are missing ({FIRST_FIVE} and {len(NAMES) - 5} more). Run movewatch topics apply."],
    ),
]


@pytest.mark.parametrize(("number", "missing", "expected"), MISSING)
def test_missing_topics_are_one_problem(number: int, missing: int, expected: list[str]):
    there = {topic.name: FoundTopic("id", topic.partitions, topic.configs) for topic in wanted(Settings())[missing:]}
    assert compare(wanted(Settings()), there) == expected, number


def test_a_missing_topic_hides_no_other_problem():
    first, second, *others = wanted(Settings())
    there = {topic.name: FoundTopic("id", topic.partitions, topic.configs) for topic in others}
    there[second.name] = FoundTopic("id", second.partitions + 1, second.configs)
    missing, counted = compare(wanted(Settings()), there)
    assert missing.startswith(f"topic {first.name} is missing")
    assert counted.startswith(f"topic {second.name} has {second.partitions + 1} partitions")


# A setting of a topic as it is found, and what is said of it.
LETTERS, ROWS = "contact-facts.movewatch-contacts.dlq", "contacts-rows"
WEEK = str(7 * 24 * 3600 * 1000)
OTHERWISE: list[tuple[int, str, str, str, str | None]] = [
    (1, ROWS, "cleanup.policy", "delete", "it has to be compact. Change it with kafka-configs.sh"),
    # Kafka's own default: an old record's letter would be gone within minutes.
    (2, LETTERS, "message.timestamp.type", "CreateTime", "it has to be LogAppendTime"),
    # Likewise: what an erasure replaced could stay for ever.
    (3, ROWS, "max.compaction.lag.ms", "9223372036854775807", f"it has to be {WEEK} or less"),
    (4, ROWS, "max.compaction.lag.ms", "3600000", None),
    # What only makes it slower or faster is the installation's own business.
    (5, ROWS, "segment.bytes", "1073741824", None),
]


@pytest.mark.parametrize(("number", "name", "config", "value", "expected"), OTHERWISE)
def test_a_setting_that_loses_something_is_told(number: int, name: str, config: str, value: str, expected: str | None):
    there = {topic.name: FoundTopic("id", topic.partitions, topic.configs) for topic in wanted(Settings())}
    there[name] = FoundTopic("id", there[name].partitions, {**there[name].configs, config: value})
    said = compare(wanted(Settings()), there)
    assert len(said) == (expected is not None), (number, said)
    if expected is not None:
        assert said[0].startswith(f"topic {name} has {config}={value}, "), number
        assert expected in said[0], number


def test_what_may_not_be_seen_is_not_found_fault_with():
    there = {topic.name: FoundTopic("id", topic.partitions, {}) for topic in wanted(Settings())}
    assert compare(wanted(Settings()), there) == []
