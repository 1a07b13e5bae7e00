"""Parting two records by command, on a real Kafka."""

import json

import pytest
from kafka import KafkaProducer

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.operations import topics
from movewatch.settings import Settings
from tests.support.lying import lying_in

ONE, OTHER = "acme/crm/1", "acme/jira/2"


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with its topics, where the two are linked; the command finds it, too."""
    made = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2)
    topics.apply(made)
    for name in ("BOOTSTRAP_SERVERS", "TOPIC_PREFIX", "PARTITIONS"):
        monkeypatch.setenv(f"MOVEWATCH_{name}", str(getattr(made, name.lower())))
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap)
    link = {"other": OTHER, "identifier": "phone", "by": ["phone", "email"]}
    row = json.dumps({"key": ONE, "links": [link]}).encode()
    producer.send(f"{topic_prefix}contacts-rows", key=ONE.encode(), value=row)
    producer.close()
    return made


def test_what_links_two_records_is_told_and_they_are_parted(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["unlink", OTHER, ONE]) == 0
    assert capsys.readouterr().out == "Linked by phone, email. To be parted with --execute.\n"
    assert lying_in(settings, "contact-changes") == []
    assert run(["unlink", ONE, OTHER, "--execute", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"linked_by": ["phone", "email"], "executed": True, "problems": []}
    (record,) = lying_in(settings, "contact-changes")
    said = json.loads(record.value)
    assert (record.key.decode(), said["type"], said["contact_id"], said["other"]) == (
        ONE,
        "contact_unlinked",
        "1",
        OTHER,
    )


def test_two_that_are_not_linked_are_told_so_and_may_be_kept_apart(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["unlink", ONE, "acme/crm/3", "--execute"]) == 1
    assert capsys.readouterr().out == "Not linked. Parted.\n"
    assert len(lying_in(settings, "contact-changes")) == 1


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ((ONE, "17"), "a key has three parts"),
        ((ONE, ONE), "is one record"),
        ((ONE, "umbrella/crm/1"), "of different tenants"),
    ],
)
def test_what_cannot_be_parted(keys: tuple[str, str], problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unlink", *keys]) == 2
    assert problem in capsys.readouterr().err
