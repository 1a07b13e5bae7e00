"""When sources were last heard of: the table, who is silent, and all of it on a real Kafka."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from kafka import KafkaProducer
from prometheus_client.parser import text_string_to_metric_families

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.operations import topics
from movewatch.operations.sources import lines_of, metrics, silent, table
from movewatch.settings import Settings
from schemas.freshness import SourceHeard

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def heard(
    source: str, hours: float, *, tenant: str = "t", topic: str = "crm-events", partition: int = 0
) -> SourceHeard:
    at = NOW - timedelta(hours=hours)
    return SourceHeard(tenant=tenant, source=source, topic=topic, partition=partition, at=at)


LINES = lines_of(
    [
        heard("hubspot", 30, partition=0),
        heard("hubspot", 26, partition=1),
        heard("hubspot", 1, topic="contact-changes"),
        heard("jira", 25),
        heard("jira", 2, tenant="u"),
        heard("delighted", -0.1),
    ]
)


def test_the_latest_of_all_partitions_counts_and_the_longest_silent_comes_first():
    assert [line.split() for line in table(LINES, NOW)] == [
        ["TENANT", "SOURCE", "LAST-HEARD", "SECONDS-AGO", "TOPIC"],
        ["t", "hubspot", "2026-05-31T10:00:00+00:00", "93600", "crm-events"],
        ["t", "jira", "2026-05-31T11:00:00+00:00", "90000", "crm-events"],
        ["u", "jira", "2026-06-01T10:00:00+00:00", "7200", "crm-events"],
        ["t", "hubspot", "2026-06-01T11:00:00+00:00", "3600", "contact-changes"],
        ["t", "delighted", "2026-06-01T12:06:00+00:00", "0", "crm-events"],
    ]


def test_silent_is_who_sends_to_no_topic_any_more():
    assert silent(LINES, NOW, timedelta(hours=24)) == ["t/jira: nothing since 2026-05-31 11:00 UTC."]
    assert silent(LINES, NOW, timedelta(hours=26)) == []


def test_prometheus_reads_seconds_since_1970():
    (family,) = text_string_to_metric_families(metrics(lines_of([heard("jira", 0)])))
    (sample,) = family.samples
    assert sample.name == "movewatch_source_last_heard_timestamp_seconds"
    assert (sample.labels, sample.value) == (
        {"tenant": "t", "source": "jira", "topic": "crm-events"},
        NOW.timestamp(),
    )


def test_the_command_reads_what_lies_on_kafka(
    kafka: EmbeddedKafka, topic_prefix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", kafka.bootstrap)
    monkeypatch.setenv("MOVEWATCH_TOPIC_PREFIX", topic_prefix)
    topics.apply(Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2))
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap)
    for hours in (3, 2):
        one = heard("hubspot", hours)
        producer.send(f"{topic_prefix}sources", key=one.place.encode(), value=one.to_json())
    producer.send(f"{topic_prefix}sources", key=b"of another make", value=b"{}")
    producer.close()

    assert run(["sources", "--format", "json", "--silent-after", "1"]) == 1
    out = capsys.readouterr()
    (line,) = [json.loads(text) for text in out.out.splitlines()]
    assert (line["tenant"], line["source"], line["last_heard"]) == ("t", "hubspot", "2026-06-01T10:00:00+00:00")
    assert out.err == "t/hubspot: nothing since 2026-06-01 10:00 UTC.\n"
    assert run(["sources", "--format", "prometheus"]) == 0
    assert 'source="hubspot"' in capsys.readouterr().out
