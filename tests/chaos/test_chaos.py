"""The short form of ``make chaos``, and the parts of the harness that must not be wrong."""

import struct
from pathlib import Path
from random import Random

import pytest
from kafka import TopicPartition

from movewatch.demo.cluster import Cluster
from movewatch.offline.oracle import DeadLetter
from schemas.records import Record
from schemas.topics import CRM_EVENTS, INTAKE, StageTopics
from tests.chaos.__main__ import LONG, SHORT, SHORT_EVENTS
from tests.chaos.blows import Blow, Hung, Kind, Options, dealt
from tests.chaos.markers import Aborted, aborted_transactions
from tests.chaos.report import Report
from tests.chaos.run import chaos
from tests.chaos.verdict import Verdict
from tests.support.oracles import Account, Checked

SEED = 2


@pytest.mark.usefixtures("kafka")
@pytest.mark.timeout(400)
def test_five_kills_and_a_zombie_change_nothing(tmp_path: Path):
    said: list[str] = []
    report = chaos(Options(SHORT_EVENTS, 4, SEED, SHORT, SHORT.provoked_kills), tmp_path, said.append)
    assert not report.problems, "\n".join([*said, report.page()])


def test_a_plan_holds_as_many_blows_as_it_says_and_the_seed_decides_the_rest():
    blows, again, others = (LONG.blows(Random(seed)) for seed in (1, 1, 2))  # noqa: S311 - no secrets
    at_random = [blow.kind for blow in blows if not blow.provoked]
    counts = [at_random.count(kind) for kind in (Kind.KILL, Kind.FREEZE, Kind.JOIN, Kind.LEAVE, Kind.BROKER)]
    assert counts == [20, 5, 3, 2, 2]
    assert [blow.kind for blow in blows if blow.provoked].count(Kind.KILL) == 5
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


def report_of(blow: Blow, **verdict: int) -> Report:
    """A run of 100 events with this one blow, which had to be proven; the broker aborted producer 7's epoch 4."""
    found = Verdict(suggestions=5, row_changes=30, lags={"intake": 0})
    found.stages = [Checked("intake", 100, 100, 0, 0, 100, [])]
    for name, value in verdict.items():
        setattr(found, name, value)
    report = Report(Options(100, 4, 1, SHORT, proofs=1), [blow], [], [Aborted(7, 4, 2000)], found)
    report.prove()
    return report


def test_a_kill_counts_only_where_somebody_else_aborted_what_it_left_open():
    # 1. The marker bears the epoch after the one that was left open.
    assert report_of(Blow(Kind.KILL, "contacts", provoked=True, hung={"t": Hung(7, 3)})).problems == []
    # 2. The transaction was aborted by nobody.
    nobody = report_of(Blow(Kind.KILL, "contacts", provoked=True, hung={"t": Hung(7, 4)})).problems
    assert nobody == [
        "a provoked SIGKILL of contacts left no transaction that the broker aborted",
        "only 0 kills are proven to have hit an open transaction, not 1",
    ]
    # 3. It left none open. At a random moment that may be, but then it is no proof.
    missed = report_of(Blow(Kind.KILL, "contacts")).problems
    assert missed == ["only 0 kills are proven to have hit an open transaction, not 1"]
    # 4. A zombie in a transaction is no kill.
    zombie = report_of(Blow(Kind.FREEZE, "contacts", provoked=True, hung={"t": Hung(7, 3)})).problems
    assert zombie == ["only 0 kills are proven to have hit an open transaction, not 1"]


def test_a_run_in_which_too_little_happens_fails():
    kill = Blow(Kind.KILL, "contacts", provoked=True, hung={"t": Hung(7, 3)})
    assert report_of(kill, suggestions=4).problems == ["only 4 suggestions came of 100 events"]
    assert report_of(kill, row_changes=29).problems == ["only 29 rows were changed by 100 events"]
    assert "PASSED" in report_of(kill).page()
    assert "FAILED" in report_of(kill, suggestions=4).page()


def test_what_is_neither_applied_nor_put_aside_is_a_problem(tmp_path: Path):
    cluster = Committed(tmp_path)
    account = Account(cluster, INTAKE)
    for offset in range(3):
        account.take(Record(CRM_EVENTS.name, 0, offset, 0, b"", b"", ()))
    account.bury([DeadLetter(0, "ValidationError"), DeadLetter(0, "ValidationError")])
    assert (account.facts, account.applied, account.dead_letters) == (3, 1, 1)
    assert account.problems() == ["intake: 3 records came in, 1 are applied and 1 are dead letters"]


class Committed(Cluster):
    """A cluster that does not run, where each stage has committed two records of one partition."""

    def offsets(self, stage: StageTopics) -> dict[TopicPartition, int]:
        return {TopicPartition(stage.reads[0].name, 0): 2}
