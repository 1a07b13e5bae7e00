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
    there = {
        topic.name: FoundTopic("id", topic.partitions, topic.configs["cleanup.policy"])
        for topic in wanted(Settings())[missing:]
    }
    assert compare(wanted(Settings()), there) == expected, number


def test_a_missing_topic_hides_no_other_problem():
    first, second, *others = wanted(Settings())
    there = {topic.name: FoundTopic("id", topic.partitions, topic.configs["cleanup.policy"]) for topic in others}
    there[second.name] = FoundTopic("id", second.partitions + 1, second.configs["cleanup.policy"])
    missing, counted = compare(wanted(Settings()), there)
    assert missing.startswith(f"topic {first.name} is missing")
    assert counted.startswith(f"topic {second.name} has {second.partitions + 1} partitions")
