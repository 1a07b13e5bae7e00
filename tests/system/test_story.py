"""The demonstration's story on a real Kafka: as expected, as in both oracles; then a person is forgotten."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.demo.cluster import SALT, Cluster
from movewatch.demo.outcome import Heard, comparable, row_of
from movewatch.demo.run import expected, hear, last_working_week, play
from movewatch.demo.shapes import TENANT
from movewatch.demo.story import PHONE, Story, story
from movewatch.operations.mentions import Mentions
from movewatch.operations.person import erase, find_person, held_of
from movewatch.operations.sources_reader import read_sources
from movewatch.policy import DEFAULT_POLICY
from schemas.facts import ContactFields
from schemas.topics import INTAKE
from tests.support.oracles import differences_of_a

NUMBER = ContactFields(phone=PHONE)
RAW = {topic.name for topic in INTAKE.reads}
HOLDING = ("contacts-rows", "accounts-rows", "owners-rows", "suggestions")
"""Where a person's name or address stands, besides raw records and facts, whose time runs out."""


@pytest.fixture(scope="module")
def told() -> Story:
    return story(last_working_week(datetime.now(UTC)))


@pytest.fixture(scope="module")
def cluster(kafka: EmbeddedKafka, told: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Real workers on a Kafka of their own, where the story has been told."""
    del kafka  # asked for so that these tests are skipped where there is none
    with Cluster(tmp_path_factory.mktemp("story")) as made:
        for chapter in told.chapters:
            play(chapter, made)
        yield made


@pytest.mark.timeout(600)
def test_the_story_comes_out_as_expected(cluster: Cluster, told: Story):
    heard = hear(cluster)
    oracle = expected(told, list(cluster.read_all(*(topic.name for topic in INTAKE.reads))))
    assert [row.missing for row in (row_of(scene, heard) for scene in told.scenes) if row.missing] == []
    assert differences_of_a(cluster, {DEFAULT_POLICY.hash: DEFAULT_POLICY}) == []
    there = Heard(tuple(oracle.suggestions.values()), tuple(oracle.suppressions), ())
    assert comparable(heard) == comparable(there)
    assert cluster.lag() == 0
    sent = {record.header("source") for record in cluster.read_all("crm-events")} - {None}
    assert {line.source for line in read_sources(cluster.settings)} >= sent


def latest(cluster: Cluster, topic: str) -> dict[bytes | None, bytes | None]:
    """What compaction leaves: the last record of each key."""
    return {record.key: record.value for record in cluster.read_all(topic)}


@pytest.mark.timeout(600)
def test_then_a_person_is_found_and_forgotten_everywhere(
    cluster: Cluster, told: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """The last one: it changes what the story left."""
    settings = cluster.settings
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", settings.bootstrap_servers)
    monkeypatch.setenv("MOVEWATCH_IDENTITY_SALT", SALT)
    whose = ["--phone", PHONE, "--tenant", TENANT]
    person = find_person(settings, TENANT, [], NUMBER)
    # Bruno, whose record was flagged, and Bruno, who was made anew at another company.
    assert len(person.keys) == 2
    assert person.erased == ()
    before = list(held_of(settings, person))
    assert {one.at.topic for one in before} >= {*HOLDING, "crm-events", "contact-facts", "identities-rows"}
    # Nobody else's: other people of the same accounts and owners are left out.
    others = Mentions(["Ada", "Emil", "Hana", "Carla"])
    assert [one for one in before if one.at.topic not in RAW and others.part_of(one.part)] == []

    assert run(["export-person", *whose]) == 0
    assert [json.loads(line)["offset"] for line in capsys.readouterr().out.splitlines()] == [
        one.at.offset for one in before
    ]
    assert run(["erase", *whose]) == 0
    assert capsys.readouterr().out.startswith("2 to be forgotten with --execute, 0 were before.")
    assert find_person(settings, TENANT, [], NUMBER).erased == ()
    assert run(["erase", *whose, "--execute", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"to_erase": list(person.keys), "erased_before": [], "executed": True, "problems": []}
    cluster.wait_until_quiet()
    cluster.tell_time(told.chapters[-1].then + timedelta(days=1))
    cluster.wait_until_quiet()
    again = find_person(settings, TENANT, [], NUMBER)
    assert (again.keys, again.erased) == (person.keys, person.keys)
    named = Mentions(["Bruno", "Costa", *NUMBER.values()])
    left = {(topic, key): value for topic in HOLDING for key, value in latest(cluster, topic).items()}
    assert [place for place, value in left.items() if named.within(value)] == []
    # A second time there is nothing to do.
    assert erase(settings, again, datetime.now(UTC)).published == 0
