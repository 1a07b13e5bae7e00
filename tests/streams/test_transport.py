"""The transport on a real broker, with worker processes that are killed, stopped and cut off."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from movewatch.broker import EmbeddedKafka
from schemas.records import STATE_KEY
from streams.exits import ExitCode
from tests.streams.workers import PARTITIONS, Bench, wait_until

KEYS = 50


@pytest.fixture
def bench(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path) -> Iterator[Bench]:
    with Bench(kafka.bootstrap, topic_prefix, tmp_path) as it:
        yield it


def facts(count: int, first: int = 0) -> Iterator[tuple[bytes, bytes]]:
    return ((f"key-{number % KEYS}".encode(), b"") for number in range(first, first + count))


def cause_of(record: Any) -> str:
    return dict(record.headers)["cause"].decode()


def assert_exactly_once(bench: Bench, sent: int) -> None:
    """Each fact made one output, each key's counts rise by one, and the rows are the last of them."""
    outputs = bench.read("counts")
    causes = [cause_of(record) for record in outputs]
    assert [cause for cause, times in Counter(causes).items() if times > 1] == []
    assert len(causes) == sent
    counts: dict[bytes, list[int]] = {}
    for record in outputs:
        counts.setdefault(record.key, []).append(int(record.value))
        # The facts were placed by another client's partitioner; as many partitions, so the same number.
        assert record.partition == int(cause_of(record).split("/")[0])
    assert all(found == list(range(1, len(found) + 1)) for found in counts.values())
    rows = {record.key: record.value for record in bench.read("counting-rows") if record.key != STATE_KEY}
    assert rows == {key: b"%d" % len(found) for key, found in counts.items()}


def test_every_record_once_while_a_worker_joins_and_one_is_killed(bench: Bench):
    bench.make_topics()
    sent = bench.send(facts(1500))
    first = bench.start({"batch_records": 20}, delay=0.02)
    wait_until(lambda: bench.worked_off() > 100, 30, "the first worker has begun")
    second = bench.start({"batch_records": 20}, delay=0.02)
    wait_until(lambda: "Generation 2" in first.log, 20, "the second worker has joined")
    sent += bench.send(facts(1500, sent))
    before = bench.worked_off()
    wait_until(lambda: bench.worked_off() > before, 20, "both have gone on")
    first.send(signal.SIGKILL)  # amid its batch: there are always some left
    assert not bench.is_lag_zero()
    wait_until(bench.is_lag_zero, 40, "the second has done it all")
    assert second.is_running
    assert_exactly_once(bench, sent)


def test_a_worker_that_hung_and_wakes_cannot_write(bench: Bench):
    bench.make_topics()
    sent = bench.send(facts(1000))
    zombie = bench.start({"batch_records": 20}, delay=0.05)
    wait_until(lambda: bench.worked_off() > 60, 30, "the first worker has begun")
    zombie.send(signal.SIGSTOP)
    heir = bench.start()
    wait_until(bench.is_lag_zero, 40, "the heir has taken over and done it all")
    zombie.send(signal.SIGCONT)
    assert zombie.ends_with(30) == ExitCode.RETRY
    sent += bench.send(facts(100, sent))
    wait_until(bench.is_lag_zero, 20, "the heir goes on")
    assert heir.is_running
    assert_exactly_once(bench, sent)


def test_a_clean_stop_leaves_nothing_half_done_and_the_next_worker_goes_on_from_the_rows(bench: Bench):
    bench.make_topics()
    sent = bench.send(facts(1000))
    worker = bench.start({"batch_records": 20}, delay=0.02)
    wait_until(lambda: bench.worked_off() > 100, 30, "the worker has begun")
    worker.send(signal.SIGTERM)
    assert worker.ends_with(20) == 0
    committed = {tp.partition: offset for tp, offset in bench.committed().items()}
    worked_off = [cause_of(record).split("/") for record in bench.read("counts")]
    assert len(worked_off) < sent, "it was stopped amid the work"
    for partition, offset in committed.items():
        assert sorted(int(at) for where, at in worked_off if int(where) == partition) == list(range(offset))
    assert len(bench.read("counts", "read_uncommitted")) == len(worked_off)
    heir = bench.start()
    wait_until(bench.is_lag_zero, 20, "the heir has done the rest")
    assert_exactly_once(bench, sent)
    heir.send(signal.SIGTERM)
    assert heir.ends_with(20) == 0


def test_poison_goes_to_the_dead_letters_as_it_came(bench: Bench):
    bench.make_topics()
    bench.start()
    bench.send(iter([(b"a", b""), (b"a", b"poison"), (b"a", b"")]), [("source", b"crm")])
    wait_until(bench.is_lag_zero, 30, "all is worked off")
    (letter,) = bench.read(bench.names.dead_letters("facts").name)
    assert [record.value for record in bench.read("counts")] == [b"1", b"2"]
    original = next(record for record in bench.read("facts") if record.value == b"poison")
    assert (letter.key, letter.value, letter.timestamp) == (b"a", b"poison", original.timestamp)
    headers = dict(letter.headers)
    assert headers["source"] == b"crm"
    assert headers["__movewatch.errors.topic"].decode() == bench.facts
    assert int(headers["__movewatch.errors.offset"]) == original.offset
    assert headers["__movewatch.errors.stage"] == b"counting"
    assert headers["__movewatch.errors.exception.class.name"] == b"ValueError"


def test_a_stage_that_raises_ends_the_worker_and_its_batch_stays_uncommitted(bench: Bench):
    bench.make_topics()
    worker = bench.start()
    bench.send(facts(10))
    wait_until(bench.is_lag_zero, 30, "all is worked off")
    bench.send(iter([(b"key-1", b""), (b"Ada Lovelace", b"bug")]))
    assert worker.ends_with(20) == ExitCode.BUG
    assert "RuntimeError, raised at" in worker.log
    assert "Ada" not in worker.log, "an exception's text may quote a record"
    assert bench.worked_off() <= 11
    assert len(bench.read("counts")) == bench.worked_off()


def test_a_tick_fires_what_is_due_in_order_in_slices_and_is_not_sent_twice(bench: Bench):
    bench.make_topics(ticking=True)
    past = int(time.time() * 1000) - 100_000
    due = {f"key-{number}".encode(): past + 1000 * (number % 4) for number in range(20)}
    later = (b"later", b"%d" % (past + 10_000_000))
    bench.send(iter([later, *((key, b"%d" % at) for key, at in due.items())]))
    bench.start(ticking=True)

    def fired() -> list[tuple[int, int, bytes]]:
        outputs = [record for record in bench.read("counts") if record.value == b"due"]
        return [(record.partition, int(dict(record.headers)["due_at"]), record.key) for record in outputs]

    wait_until(lambda: len(fired()) >= len(due), 30, "the timers have run out")
    wait_until(bench.is_lag_zero, 20, "the lag is 0 behind the markers of the ticks' transactions")
    found = fired()
    assert sorted(key for _, _, key in found) == sorted(due)
    assert found == sorted(found)
    # The first tick may come before the facts; a second one is due when they are there. No third for a minute.
    assert len([record for record in bench.read("facts") if record.key is None]) <= 2 * 2


def test_a_worker_whose_clock_is_wrong_leaves_and_its_tick_is_not_seen(bench: Bench):
    bench.make_topics(ticking=True)
    worker = bench.start(ticking=True, clock_ahead=5.0)
    assert worker.ends_with(30) == ExitCode.CLOCK
    assert "behind this machine's" in worker.log
    assert bench.start({"ticks": False}, ticking=True).is_running
    wait_until(lambda: len(bench.committed()) == 2, 20, "the next worker has settled what was left open")
    assert bench.read("facts") == []


def test_a_sink_acts_before_the_commit_on_one_record_at_a_time(bench: Bench, tmp_path: Path):
    bench.make_topics()
    acts = tmp_path / "acts"
    acts.touch()
    sent = bench.send(facts(80))

    def acted() -> list[str]:
        return acts.read_text().split()

    worker = bench.start(sink=str(acts))
    wait_until(lambda: len(acted()) > 20, 30, "the sink has begun")
    worker.send(signal.SIGKILL)
    before = acted()
    assert len(set(before)) == len(before) < sent
    bench.start(sink=str(acts))
    wait_until(bench.is_lag_zero, 40, "the next worker has done the rest")
    assert len(set(acted())) == sent
    assert len(acted()) <= sent + PARTITIONS, (
        "at most the one act of each partition whose commit was cut off is repeated"
    )
    assert_exactly_once(bench, sent)


def test_a_missing_topic_stops_the_start(bench: Bench):
    missing = bench.names.on_broker("counts")
    bench.make_topics(without=missing)
    worker = bench.start()
    assert worker.ends_with(15) == ExitCode.CONFIG
    assert f"Missing topics: {missing}." in worker.log
    bench.make({missing: 2})
    bench.remove(str(bench.names.rows))
    bench.make({str(bench.names.rows): 3})
    worker = bench.start()
    assert worker.ends_with(15) == ExitCode.CONFIG
    assert "Make them equal" in worker.log


def test_a_topic_made_again_stops_the_running_worker_and_the_next(bench: Bench):
    bench.make_topics()
    worker = bench.start({"topic_check_interval": 0.5})
    bench.send(facts(100))
    wait_until(bench.is_lag_zero, 30, "all is worked off")
    bench.remove(bench.facts)
    bench.make({bench.facts: 2})
    assert worker.ends_with(20) == ExitCode.CONFIG
    bench.send(facts(100))
    worker = bench.start()
    assert worker.ends_with(20) == ExitCode.CONFIG
    assert "was deleted and made again" in worker.log
    assert len(bench.read("counts")) == 100
