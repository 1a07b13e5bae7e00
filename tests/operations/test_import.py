"""An export of contacts on a real Kafka: what is missed is published once, and nobody forgotten is taken up again."""

import json
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.operations import topics
from movewatch.operations.import_file import ExportError, import_file
from movewatch.policy import DEFAULT_POLICY
from movewatch.settings import Settings
from schemas.records import Record
from tests.support.lying import lying_in

MADE_AT = 1_795_000_000_000
MAPPING = """
[hubspot.acme.columns]
id = "Record ID"
first_name = "First Name"
title = "Job Title"
account = "Company ID"
"""
CONFIG = IntakeConfig(salt=b"a salt for tests only", mappings=parse_mappings(MAPPING, ["hubspot"]))
CSV = "\n".join(
    [
        "Record ID,First Name,Job Title,Company ID,Notes",
        "1,Ada,CFO,10,tall",
        '2,Bob,,20,"a, ""b"""',
        "3,Cem,CTO,10,",
        "",
    ]
)


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with its topics; the command finds it, too."""
    made = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2)
    topics.apply(made)
    for name in ("BOOTSTRAP_SERVERS", "TOPIC_PREFIX", "PARTITIONS"):
        monkeypatch.setenv(f"MOVEWATCH_{name}", str(getattr(made, name.lower())))
    return made


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(CSV, encoding="utf-8-sig")
    return path


def taken(settings: Settings, path: Path, *, execute: bool = True) -> tuple[int, int, int, list[str]]:
    done = import_file(settings, CONFIG, path, "hubspot", "acme", MADE_AT, execute=execute)
    return done.rows, done.missed, done.erased, done.problems


def published(settings: Settings) -> list[Any]:
    return lying_in(settings, "contact-changes")


def work_off(settings: Settings, records: list[Any]) -> None:
    """What the stages make of these records lies on the changelog of contacts."""
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, Collector())
    for number, record in enumerate(records):
        headers = tuple((name, value) for name, value in record.headers)
        pipeline.live(Record("contact-changes", 0, number, record.timestamp, record.key, record.value, headers))
    rows = [(key, row.value) for stage, key, row in pipeline.rows() if stage == "contacts"]
    write_rows(settings, rows)


def write_rows(settings: Settings, rows: list[tuple[bytes, bytes]]) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers)
    try:
        for key, value in rows:
            producer.send(f"{settings.topic_prefix}contacts-rows", key=key, value=value)
        producer.flush()
    finally:
        producer.close()


def test_what_is_missed_is_published_and_a_second_time_nothing_is(settings: Settings, export: Path) -> None:
    assert taken(settings, export, execute=False) == (3, 3, 0, [])
    assert published(settings) == []
    assert taken(settings, export) == (3, 3, 0, [])
    first = published(settings)
    said = {record.key.decode(): json.loads(record.value) for record in first}
    assert said["acme/hubspot/1"]["fields"] == {"first_name": "Ada", "title": "CFO", "account": "acme/hubspot/10"}
    # An empty cell says that the field is empty.
    assert said["acme/hubspot/2"]["fields"] == {"first_name": "Bob", "title": None, "account": "acme/hubspot/20"}
    assert {value["snapshot"] for value in said.values()} == {True}
    work_off(settings, first)
    assert taken(settings, export) == (3, 0, 0, [])
    # One event was lost: one row is published.
    export.write_text(CSV.replace("CTO", "CEO"))
    assert taken(settings, export) == (3, 1, 0, [])
    said_last = [json.loads(record.value)["fields"]["title"] for record in published(settings)]
    assert sorted(str(title) for title in said_last) == ["CEO", "CFO", "CTO", "None"]


def test_whoever_asked_to_be_forgotten_is_not_taken_up_again(settings: Settings, export: Path) -> None:
    forgotten = json.dumps({"key": "acme/hubspot/1", "erased_at": "2026-01-01T00:00:00Z"}).encode()
    write_rows(settings, [(b"acme/hubspot/1", forgotten)])
    assert taken(settings, export) == (3, 2, 1, [])
    assert {record.key for record in published(settings)} == {b"acme/hubspot/2", b"acme/hubspot/3"}


def test_rows_that_cannot_be_used_are_told_and_the_others_taken(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    rows = [{"Record ID": 1, "Job Title": "CFO"}, {"Job Title": "CTO"}, {"Record ID": 3, "Job Title": "x" * 501}]
    path.write_text("\n".join(json.dumps(row) for row in [*rows, {"Record ID": 4}]))
    found = taken(settings, path)
    assert found[:3] == (4, 1, 0)
    assert found[3] == [
        "row 2: Record ID: neither text nor a whole number",
        "row 3: fields.title: String should have at most 500 characters",
        "row 4: no column is one of ours: map them under columns",
    ]


def test_a_file_that_is_none_is_told(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    wrong = ((b"{", "line 1: not JSON"), (b"[]", "line 1: JSON, but not an object"), (b"\xff", "not UTF-8"))
    for content, words in wrong:
        path.write_bytes(content)
        with pytest.raises(ExportError, match=words):
            taken(settings, path)
    # A row that was cut off must not say that its last fields are empty.
    cut = tmp_path / "cut.csv"
    for row, words in (
        ("1,Ada", "line 2: not as many cells"),
        ("1,2,3,4,5,6", "not as many"),
        ('1,"A"x,3,4,5', "no CSV"),
    ):
        cut.write_text(CSV.splitlines()[0] + "\n" + row + "\n")
        with pytest.raises(ExportError, match=words):
            taken(settings, cut)
    with pytest.raises(ExportError, match="No such file"):
        taken(settings, tmp_path / "nix.csv")


def test_the_command_counts_before_it_publishes(
    settings: Settings, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    command = ["import", str(export), "--source", "hubspot", "--tenant", "acme", "--mapping", str(mapping)]
    assert run(command) == 0
    assert capsys.readouterr().out == "3 rows, 3 to be published with --execute.\n"
    assert run([*command, "--execute", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "rows": 3,
        "missed": 3,
        "erased": 0,
        "refused": 0,
        "executed": True,
        "problems": [],
    }
    assert len(published(settings)) == 3
    assert run(["import", str(export), "--source", "nix"]) == 2
    assert run(["import", str(export), "--source", "salesforce"]) == 1
