"""The short form of ``make chaos``, and the parts of the harness that must not be wrong."""

import struct
from pathlib import Path
from random import Random

import pytest

from tests.chaos.__main__ import SHORT, SHORT_EVENTS
from tests.chaos.blows import Blow, Kind, Plan, dealt
from tests.chaos.markers import Aborted, aborted_transactions
from tests.chaos.run import Options, chaos

SEED = 2


@pytest.mark.chaos
@pytest.mark.usefixtures("kafka")
@pytest.mark.timeout(900)
def test_five_kills_and_a_zombie_change_nothing(tmp_path: Path):
    said: list[str] = []
    report = chaos(Options(SHORT_EVENTS, 4, SEED, SHORT, proofs=1), tmp_path, said.append)
    assert not report.problems, "\n".join([*said, report.page()])


def test_a_plan_holds_as_many_blows_as_it_says_and_the_seed_decides_the_rest():
    plan = Plan(kills=20, zombies=5, comings=5, brokers=2)
    blows, again, others = (plan.blows(Random(seed)) for seed in (1, 1, 2))  # noqa: S311 - no secrets
    kinds = [blow.kind for blow in blows]
    counts = [kinds.count(kind) for kind in (Kind.KILL, Kind.FREEZE, Kind.JOIN, Kind.LEAVE, Kind.BROKER)]
    assert counts == [20, 5, 3, 2, 2]
    assert blows == again
    assert blows != others


def test_all_blows_are_dealt():
    blows = [Blow(Kind.KILL, str(number)) for number in range(7)]
    runs = dealt(blows, [50, 30, 10, 10])
    assert [blow for run in runs for blow in run] == blows
    assert len(runs) == 4


def batch(producer_id: int, epoch: int, at: int, *, control: int | None) -> bytes:
    """A record batch as Kafka writes it to its segments, with one record: a marker of that type, or a record."""
    attributes = 0x30 if control is not None else 0x10
    key = struct.pack(">hh", 0, control or 0)
    record = bytes([2 * 10, 0, 0, 0, 2 * len(key)]) + key + b"\x00\x00"
    rest = struct.pack(">ibIhiqqqhii", 0, 2, 0, attributes, 0, at, at, producer_id, epoch, -1, 1) + record
    return struct.pack(">qi", 0, len(rest)) + rest


def test_aborted_transactions_are_counted_once_whatever_partitions_they_wrote_to(tmp_path: Path):
    for name in ("rows-0", "facts-1"):
        (tmp_path / name).mkdir()
    aborted = batch(7, 3, 2000, control=0)
    committed = batch(8, 1, 1000, control=1)
    (tmp_path / "rows-0" / "0.log").write_bytes(batch(7, 2, 900, control=None) + aborted + committed)
    (tmp_path / "facts-1" / "0.log").write_bytes(batch(7, 3, 1500, control=0) + b"\x00" * 100)
    assert aborted_transactions(tmp_path) == [Aborted(7, 3, 1500)]
