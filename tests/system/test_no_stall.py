"""No partition stands still for long: not when a worker joins, not when one is killed, not when a stage hangs.

What is committed is told by Apache Kafka's own ConsumerGroupCommand. Between its calls, which take two seconds each,
a thread looks ten times a second: from there come the times.
"""

import time
from pathlib import Path

import pytest

from movewatch.broker import EmbeddedKafka
from schemas.topics import (
    ACCOUNT_FACTS,
    ACCOUNTS,
    CONTACT_FACTS,
    CONTACTS,
    CRM_EVENTS,
    DIRECTORY,
    INTAKE,
    OWNER_FACTS,
    OWNERS,
)
from streams import ExitCode
from tests.streams.workers import wait_until
from tests.system.fleet import Fleet, Load, Member, Place
from tests.system.load import news, phone_changes

BOUND_S = 12.0
"""The group notices a crash after the session time-out of 6 s, and the others hear of it a heartbeat later."""

SESSION_S = 6.0
BATCH = 20
"""Records of a batch, few: so what is worked off and not committed would soon be more than one."""

PARTITIONS, PER_SECOND = 8, 200

pytestmark = pytest.mark.timeout(300)


def told(fleet: Fleet, what: str, places: list[Place], since: float) -> dict[Place, float]:
    """How long each partition stood still after what happened; printed, too."""
    stood = fleet.watch.longest(places, since)
    each = " ".join(f"{stood[place]:.1f}" for place in places)
    print(f"{what}: stood still for at most {max(stood.values()):.1f} s (partition by partition: {each})")
    return stood


def moves_on(fleet: Fleet, what: str, places: list[Place], since: float) -> dict[Place, float]:
    """See that each partition's offset gets beyond what it was after the event, and never stands still for long."""
    before = fleet.committed(places)
    wait_until(lambda: fleet.watch.is_beyond(before), BOUND_S, f"{what}: every partition is beyond {before}")
    after = fleet.committed(places)
    assert [place for place in places if after[place] <= before[place]] == [], what
    stood = told(fleet, what, places, since)
    assert max(stood.values()) <= BOUND_S, what
    return stood


@pytest.mark.usefixtures("kafka")
def test_every_partition_moves_on_while_workers_come_and_go_and_a_clean_stop_leaves_nothing(
    kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path
):
    settings = {"MOVEWATCH_BATCH_RECORDS": str(BATCH)}
    with Fleet(kafka, topic_prefix, tmp_path, partitions=PARTITIONS, stages=[CONTACTS], settings=settings) as fleet:
        places = fleet.places(CONTACT_FACTS.name)
        first, second = fleet.start("contacts"), fleet.start("contacts")
        load = fleet.load(phone_changes(), PER_SECOND)
        fleet.wait_for(first, second, places=places)

        started_at = time.monotonic()
        third = fleet.start("contacts")
        wait_until(lambda: third.has_joined, 30, "the third has joined")
        moves_on(fleet, "a third worker joins", places, started_at)

        killed_at = time.monotonic()
        first.process.kill()
        stood = moves_on(fleet, "one of three is killed", places, killed_at)
        # Its partitions wait for the session to end. If none did, the kill hit nobody, or the watch sees nothing.
        assert max(stood.values()) > SESSION_S / 2
        assert min(stood.values()) < SESSION_S / 2, "the partitions of the others go on"

        left = left_by_a_stop(fleet, load, places, second, third)
        assert max(left.values()) < BATCH, left


def left_by_a_stop(fleet: Fleet, load: Load, places: list[Place], *members: Member) -> dict[Place, int]:
    """Stop all workers amid their work; tell how much is then worked off and not committed.

    It tells what it should, since two that know nothing of each other are held against each other: the broker, asked
    with Apache Kafka's tool, and the stages, each of which notes a step before the transport gets to write it. Whatever
    is worked off and not committed is between the two.
    """
    load.surge(20_000)
    behind = {place: fleet.watch.offset(place) + 10 * BATCH for place in places}
    wait_until(lambda: fleet.watch.is_beyond(behind), 30, "the surge is being worked off")
    assert fleet.stop(*members) == [0] * len(members)
    printed = fleet.described()
    assert min(printed[place].lag for place in places) > BATCH, "they were stopped amid the work"
    done: dict[int, int] = {}
    for member in fleet.members:
        for partition, offset in member.worked_off().items():
            done[partition] = max(offset, done.get(partition, 0))
    # A commit may be ahead: markers of transactions (those of ticks) are stepped over, and no stage sees them.
    left = {place: max(0, done[place[1]] - printed[place].committed) for place in places}
    print(f"worked off and not committed after a clean stop: {max(left.values())} at most")
    return left


@pytest.mark.chaos
@pytest.mark.usefixtures("kafka")
def test_a_transport_that_commits_late_is_caught(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path):
    settings = {"MOVEWATCH_BATCH_RECORDS": str(BATCH)}
    with Fleet(kafka, topic_prefix, tmp_path, partitions=2, stages=[CONTACTS], settings=settings) as fleet:
        places = fleet.places(CONTACT_FACTS.name)
        worker = fleet.start("contacts", STEPS_LATE="5")
        load = fleet.load(phone_changes(), PER_SECOND)
        fleet.wait_for(worker, places=places)
        assert max(left_by_a_stop(fleet, load, places, worker).values()) >= BATCH


STALL_S = 5.0
"""After so long a hung worker leaves here; 30 s is the default."""


@pytest.mark.usefixtures("kafka")
def test_a_stage_that_hangs_holds_up_no_other_and_is_taken_over(
    kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path
):
    stages = [INTAKE, CONTACTS, ACCOUNTS, OWNERS]
    with Fleet(kafka, topic_prefix, tmp_path, partitions=4, stages=stages) as fleet:
        own = fleet.places(CONTACT_FACTS.name)
        others = fleet.places(CRM_EVENTS.name, DIRECTORY.name, ACCOUNT_FACTS.name, OWNER_FACTS.name)
        trigger = tmp_path / "hang"
        hangs = fleet.start("contacts", HANG=str(trigger), STALL_TIMEOUT=str(STALL_S))
        heir, *rest = (fleet.start(stage) for stage in ("contacts", "intake", "accounts", "owners"))
        fleet.load(news(), PER_SECOND // 2)
        fleet.wait_for(hangs, heir, *rest, places=own + others)

        hung_at = time.monotonic()
        trigger.touch()
        before = fleet.committed(own + others)
        assert hangs.ends_with(STALL_S + BOUND_S) == ExitCode.RETRY
        assert "in hang" in hangs.log, "it says where"
        meanwhile = told(fleet, "contacts, of which one worker hangs", own, hung_at)
        assert {stood > 0.9 * STALL_S for stood in meanwhile.values()} == {True, False}, "its own, and the heir's"
        assert max(told(fleet, "the other stages meanwhile", others, hung_at).values()) < STALL_S

        wait_until(lambda: fleet.watch.is_beyond(before), BOUND_S, f"every partition is beyond {before}")
        after = fleet.committed(own + others)
        assert [place for place in before if after[place] <= before[place]] == []
        assert max(told(fleet, "contacts, taken over", own, hung_at).values()) <= STALL_S + BOUND_S
