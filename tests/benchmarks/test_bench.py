"""What all parts measure with."""

import sys
from pathlib import Path

import pytest

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.run import PARTS, options_of
from benchmarks.stopwatch import Seen, counts_up, read
from benchmarks.work import next_row, records
from movewatch.broker import EmbeddedKafka


def test_all_parts_run_unless_some_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert options_of([]).parts == list(PARTS)
    assert options_of(["--parts", "burst,latency"]).parts == ["burst", "latency"]
    with pytest.raises(SystemExit):
        options_of(["--parts", "latency,bursts"])
    assert "there is no part bursts" in capsys.readouterr().err


SPREAD = [
    # Records, contacts -> how many different ones come, and how often each.
    # 1. Two of each, where nothing is said.
    (1, 80, 0, 40, 2),
    # 2. Few contacts come often.
    (2, 80, 10, 10, 8),
    # 3. More contacts than records: all different, and from the whole range.
    (3, 80, 800, 80, 1),
]


@pytest.mark.parametrize(("number", "count", "contacts", "different", "times"), SPREAD)
def test_records_are_about_as_many_contacts_as_asked(
    number: int, count: int, contacts: int, different: int, times: int
) -> None:
    keys = [key for key, _ in records(count, contacts)]
    assert len(keys) == count
    assert {keys.count(key) for key in keys} == {times}, number
    assert len(set(keys)) == different, number
    assert {len(value) for _, value in records(count, contacts)} == {400}
    if contacts > count:
        assert max(keys) > b"acme/salesforce/003%09d" % (contacts * 0.9)


def test_outputs_that_do_not_count_up_are_seen() -> None:
    rows = [next_row(None, b"x")]
    rows.append(next_row(rows[0], b"x"))
    good = Seen([1.0, 2.0], {b"k": rows})
    assert counts_up(good, 2) is None
    assert counts_up(good, 3) == "3 records gave 2 outputs"
    assert counts_up(Seen([1.0, 2.0], {b"k": [rows[0], rows[0]]}), 2) == "the outputs of 1 keys do not count up"
    assert counts_up(Seen([1.0, 2.0], {b"k": rows[::-1]}), 2) == "the outputs of 1 keys do not count up"


async def test_records_held_back_are_seen_all_at_once(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path) -> None:
    bench = Bench(kafka, tmp_path, None)
    topic = f"{topic_prefix}held-back"
    bench.make([topic], partitions=2)
    try:
        async with bench.held_back(topic, records(200), partitions=2) as release:
            assert (await read(kafka.bootstrap, [topic], partitions=2)).stamps == []
            await release()
        assert len((await read(kafka.bootstrap, [topic], partitions=2)).stamps) == 200
    finally:
        bench.remove([topic])
        bench.admin.close()


def test_the_command_can_be_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["run.py", "--quix-python", ".venv/quix/bin/python", "--only", "ours,quix"]
    monkeypatch.setattr(sys, "argv", given)
    assert machine.command("bench") == 'make bench ARGS="--only ours,quix"'
    monkeypatch.setattr(sys, "argv", given[:3])
    assert machine.command("bench") == "make bench"
