"""Dead letters on a real Kafka: seen, counted, sent back once and in bounds, after an interruption too."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from kafka import KafkaProducer

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.operations import topics
from movewatch.operations.letters import Wanted
from movewatch.operations.letters_reader import read_letters, replay
from movewatch.settings import Settings
from schemas.letters import REPLAYS
from schemas.records import Poison, Record
from schemas.topics import CRM_EVENTS, FEEDBACK, INTAKE, dead_letters
from streams.dead_letters import headers_of_dead_letter
from tests.support.lying import lying_in

WRITTEN = int(time.time() * 1000) - 3_600_000
"""An hour ago: Kafka forgets what is older than its topic keeps, also in a test."""


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with its topics; the commands find it, too."""
    made = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2)
    topics.apply(made)
    for name in ("BOOTSTRAP_SERVERS", "TOPIC_PREFIX", "PARTITIONS"):
        monkeypatch.setenv(f"MOVEWATCH_{name}", str(getattr(made, name.lower())))
    return made


def write(
    settings: Settings, count: int, *, reason: str = "invalid", topic: Any = CRM_EVENTS, replays: int = 0
) -> None:
    """So many letters, as intake writes them."""
    prefix = settings.topic_prefix
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers)
    try:
        for number in range(count):
            own = ((REPLAYS, str(replays).encode()),) if replays else ()
            headers = (("source", b"hubspot"), *own)
            value = json.dumps({"n": number, "name": "Ada"}).encode()
            record = Record(topic.name, number % 2, number, WRITTEN + number, b"k", value, headers)
            poison = Poison(record, reason, "n: wrong", "")
            group = INTAKE.group(prefix)
            said = headers_of_dead_letter(poison, topic=prefix + topic.name, group=group, stage="intake")
            name = prefix + dead_letters(topic, INTAKE, prefix).name
            producer.send(name, value=value, key=b"k", headers=list(said), partition=number % 2)
        producer.flush()
    finally:
        producer.close()


def arrived(settings: Settings, count: int) -> list[Any]:
    """What was sent back, once it is so many: a transaction can be read a moment after it has been committed."""
    deadline = time.monotonic() + 30
    while len(found := sent_back(settings)) < count:
        assert time.monotonic() < deadline, found
    assert len(found) == count
    return found


def sent_back(settings: Settings) -> list[Any]:
    """What lies in crm-events now, as a stage reads it."""
    return lying_in(settings, "crm-events")


def back(settings: Settings, wanted: Wanted = Wanted(), **how: Any) -> tuple[int, dict[str, int]]:  # noqa: B008 - a value
    asked = {"execute": True, "per_second": 1000, "most_replays": 3, "again": False, **how}
    done = replay(settings, wanted, **asked)
    return done.sent, done.left


def test_letters_are_read_as_they_were_written(settings: Settings) -> None:
    write(settings, 5)
    write(settings, 2, reason="gap", topic=FEEDBACK)
    found = list(read_letters(settings, Wanted()))
    assert sorted(
        (letter.origin.partition, letter.origin.offset) for letter in found if letter.reason == "invalid"
    ) == [
        (0, 0),
        (0, 2),
        (0, 4),
        (1, 1),
        (1, 3),
    ]
    prefix = settings.topic_prefix
    assert len(list(read_letters(settings, Wanted(topic=f"{prefix}feedback")))) == 2
    assert len(list(read_letters(settings, Wanted(partition=0, first=2, reason="invalid")))) == 2
    assert list(read_letters(settings, Wanted(stage="contacts"))) == []


def test_a_dry_run_sends_nothing(settings: Settings) -> None:
    write(settings, 5)
    assert back(settings, execute=False) == (5, {})
    assert sent_back(settings) == []


def test_letters_go_back_to_where_they_came_from_and_only_once(settings: Settings) -> None:
    write(settings, 5)
    assert back(settings) == (5, {})
    found = arrived(settings, 5)
    assert sorted((record.partition, json.loads(record.value)["n"]) for record in found) == [
        (0, 0),
        (0, 2),
        (0, 4),
        (1, 1),
        (1, 3),
    ]
    assert {record.timestamp - json.loads(record.value)["n"] for record in found} == {WRITTEN}
    assert {tuple(record.headers) for record in found} == {(("source", b"hubspot"), (REPLAYS, b"1"))}
    # Nothing was deleted, and nothing goes a second time; what comes later does.
    assert len(list(read_letters(settings, Wanted()))) == 5
    assert back(settings) == (0, {})
    write(settings, 1)
    assert back(settings) == (1, {})
    arrived(settings, 6)
    assert back(settings, again=True) == (6, {})


def test_a_letter_that_came_back_too_often_stays(settings: Settings) -> None:
    write(settings, 2, replays=3)
    write(settings, 1, replays=2)
    assert back(settings) == (1, {"it was sent back 3 times already": 2})
    assert [dict(record.headers)[REPLAYS] for record in arrived(settings, 1)] == [b"3"]


def test_a_rate_is_kept(settings: Settings) -> None:
    write(settings, 6)
    started = time.monotonic()
    assert back(settings, per_second=4) == (6, {})
    assert time.monotonic() - started >= 1.5


def test_a_replay_that_is_killed_goes_on_where_it_was(settings: Settings) -> None:
    write(settings, 30)
    command = [sys.executable, "-m", "movewatch", "dead-letters", "replay", "--execute", "--rate", "4"]
    with subprocess.Popen(command, env=os.environ.copy(), stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not (first := sent_back(settings)) and time.monotonic() < deadline:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert 0 < len(first) < 30
    sent, left = back(settings)
    assert (0 < sent < 30, left) == (True, {})
    assert sorted(json.loads(record.value)["n"] for record in arrived(settings, 30)) == list(range(30))


def test_the_commands_show_what_there_is(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    write(settings, 3)
    write(settings, 1, reason="gap", topic=FEEDBACK)
    prefix = settings.topic_prefix
    assert run(["dead-letters", "stats", "--json"]) == 0
    counted = json.loads(capsys.readouterr().out)
    assert counted == {
        "letters": 4,
        "by": [
            {"topic": f"{prefix}crm-events", "stage": "intake", "reason": "invalid", "letters": 3},
            {"topic": f"{prefix}feedback", "stage": "intake", "reason": "gap", "letters": 1},
        ],
    }
    assert run(["dead-letters", "list", "--topic", "crm-events", "--limit", "2"]) == 0
    listed = capsys.readouterr()
    assert f"{prefix}crm-events/0/0" in listed.out
    assert "n: wrong" in listed.out
    assert "There are more than 2" in listed.err
    assert run(["dead-letters", "show", f"{prefix}crm-events/1/1", "--redact"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["reason"], shown["value"]) == ("invalid", '{"n": "<number>", "name": "<text>"}')
    assert run(["dead-letters", "show", f"{prefix}crm-events/1/1"]) == 0
    assert json.loads(json.loads(capsys.readouterr().out)["value"]) == {"n": 1, "name": "Ada"}
    assert run(["dead-letters", "show", f"{prefix}crm-events/1/2"]) == 1
    assert run(["dead-letters", "show", "crm-events"]) == 2
    assert run(["dead-letters", "list", "--stage", "nix"]) == 2
    assert run(["dead-letters", "list", "--topic", "nix"]) == 2
    capsys.readouterr()
    assert run(["dead-letters", "replay", "--reason", "gap"]) == 0
    assert capsys.readouterr().out == "1 dead letters would be sent; --execute sends them.\n"
    assert run(["dead-letters", "replay", "--reason", "gap", "--execute", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"executed": True, "sent": 1, "left": {}}
