"""Workers that keep their rows on disk, on a real broker: killed and frozen, the outcome is that of rows in memory."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from movewatch.broker import EmbeddedKafka
from schemas.records import STATE_KEY
from streams.exits import ExitCode
from tests.streams.workers import Bench, wait_until

KEYS = 50
FACTS = 1500


@pytest.fixture
def bench(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path) -> Iterator[Bench]:
    with Bench(kafka.bootstrap, topic_prefix, tmp_path) as it:
        yield it


def facts(count: int, first: int = 0) -> Iterator[tuple[bytes, bytes]]:
    return ((f"key-{number % KEYS}".encode(), b"") for number in range(first, first + count))


def outcome(bench: Bench) -> tuple[list[Any], dict[bytes, bytes]]:
    """Every output with its cause, and the last row of each key."""
    counts = sorted((record.key, int(record.value), dict(record.headers)["cause"]) for record in bench.read("counts"))
    rows = {record.key: record.value for record in bench.read("counting-rows") if record.key != STATE_KEY}
    return counts, rows


def expected(bench: Bench) -> tuple[list[Any], dict[bytes, bytes]]:
    """The same counted here, from the facts as they lie on the broker: a worker in memory would say so, too."""
    counts: list[Any] = []
    seen: dict[bytes, int] = {}
    for record in bench.read("facts"):
        seen[record.key] = seen.get(record.key, 0) + 1
        counts.append((record.key, seen[record.key], f"{record.partition}/{record.offset}".encode()))
    return sorted(counts), {key: b"%d" % count for key, count in seen.items()}


def workers_in(folder: Path) -> set[Path]:
    return set(folder.glob("worker-*"))


def test_a_worker_with_rows_on_disk_survives_a_kill_with_the_outcome_of_one_in_memory(bench: Bench, tmp_path: Path):
    folder = tmp_path / "rows"
    settings = {"batch_records": 20, "rows_folder": str(folder)}
    bench.make_topics()
    bench.send(facts(FACTS))
    first = bench.start(settings, delay=0.02)
    wait_until(lambda: bench.worked_off() > 100, 30, "the first worker has begun")
    assert len(list(folder.glob("worker-*/partition-*/CURRENT"))) == 2, "a database for each partition"
    first.send(signal.SIGKILL)  # amid its batch: there are always some left
    first.end()
    left = workers_in(folder)
    assert left, "a killed worker cannot clear up"
    assert not bench.is_lag_zero()
    heir = bench.start({**settings, "batch_records": 200})
    wait_until(bench.is_lag_zero, 40, "the heir has done it all")
    assert outcome(bench) == expected(bench)
    assert not left & workers_in(folder), "the heir has removed what was left"
    heir.send(signal.SIGTERM)
    assert heir.ends_with(20) == 0
    assert workers_in(folder) == set(), "a worker that was stopped leaves nothing"


def test_rows_follow_their_partition_from_disk_to_disk_and_a_zombie_writes_nothing(bench: Bench, tmp_path: Path):
    settings = {"batch_records": 20, "rows_folder": str(tmp_path / "rows")}
    bench.make_topics()
    bench.send(facts(FACTS))
    zombie = bench.start(settings, delay=0.05)
    wait_until(lambda: bench.worked_off() > 60, 30, "the first worker has begun")
    zombie.send(signal.SIGSTOP)
    heir = bench.start(settings)
    wait_until(bench.is_lag_zero, 40, "the heir has taken over and done it all")
    zombie.send(signal.SIGCONT)
    assert zombie.ends_with(30) == ExitCode.RETRY
    bench.send(facts(100, FACTS))
    wait_until(bench.is_lag_zero, 20, "the heir goes on")
    assert heir.is_running
    assert outcome(bench) == expected(bench)


def test_a_partition_given_up_is_deleted_from_disk_and_read_anew_by_the_next(bench: Bench, tmp_path: Path):
    folder = tmp_path / "rows"
    settings = {"batch_records": 20, "rows_folder": str(folder)}
    bench.make_topics()
    bench.send(facts(FACTS))
    first = bench.start(settings, delay=0.02)
    wait_until(lambda: bench.worked_off() > 100, 30, "the first worker has begun")
    (mine,) = workers_in(folder)
    bench.start(settings, delay=0.02)
    wait_until(lambda: "Generation 2" in first.log, 20, "the second worker has joined")
    wait_until(lambda: len(list(mine.glob("partition-*"))) == 1, 20, "the first has deleted what it gave up")
    wait_until(bench.is_lag_zero, 60, "both have done it all")
    assert outcome(bench) == expected(bench)
