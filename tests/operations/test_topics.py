"""The topics that an installation needs, as they are asked of Kafka."""

from movewatch.operations.topics import wanted
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
    assert by_name["contacts-rows"]["cleanup.policy"] == "compact"
    assert "retention.ms" not in by_name["contacts-rows"]


def test_names_are_unique_and_carry_the_prefix():
    names = [topic.name for topic in wanted(Settings(topic_prefix="p."))]
    assert len(set(names)) == len(names)
    assert all(name.startswith("p.") for name in names)
