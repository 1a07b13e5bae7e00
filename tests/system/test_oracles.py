"""5,000 generated events over four partitions, one SIGKILL in the middle of a batch: the oracles find no difference."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from movewatch.demo.cluster import SALT, Cluster
from movewatch.demo.outcome import Heard, comparable
from movewatch.demo.run import hear
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import Policy, parse_policy
from schemas.records import Record
from schemas.topics import CRM_EVENTS
from tests.support.generate import life, who_is_who
from tests.support.oracles import differences_of_a

EVENTS, CONTACTS, SEED = 5_000, 500, 20_261

POLICY = """
version = "oracle"
# Bulk, caps and limits act on the order of arrival, which is not the same twice: they have cases of their own.
[bulk]
transaction_contacts = 200
hourly_contacts = 200
[asks]
days_between = 0
account_per_quarter = 1000
account_per_year = 1000
[owners]
daily_cap = 100000
open_suggestions = 1000
"""

LAST = max(record.timestamp for record in life(EVENTS, CONTACTS, SEED))
TICKS = (LAST + 3 * 86_400_000, LAST + 10 * 86_400_000)


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("kafka")
def test_nothing_is_lost_and_nothing_said_twice(tmp_path: Path):
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    policy = parse_policy(POLICY)
    with Cluster(tmp_path, {"MOVEWATCH_POLICY": str(path)}) as cluster:
        for topic, records in _phases():
            if topic == CRM_EVENTS.name:
                cluster.publish(iter(records[: EVENTS // 3]))
                cluster.kill_in_the_middle("contacts")
                cluster.publish(iter(records[EVENTS // 3 :]))
                cluster.start_worker("contacts")
            else:
                cluster.publish(iter(records))
            cluster.wait_until_quiet()
        for tick in TICKS:
            cluster.tell_time(datetime.fromtimestamp(tick / 1000, UTC))
        assert differences_of_a(cluster, {policy.hash: policy}) == []
        here, there = comparable(hear(cluster)), comparable(_in_memory(policy, cluster))
        assert here == there
        assert len(here) > EVENTS / 20
        assert cluster.lag() == 0


def _phases() -> list[tuple[str, list[Record]]]:
    """Who is who, then what happens, a topic at a time: no order between topics is promised, and none is needed."""
    phases: dict[str, list[Record]] = {}
    for record in who_is_who(CONTACTS):
        phases.setdefault(record.topic, []).append(record)
    for record in life(EVENTS, CONTACTS, SEED):
        phases.setdefault(record.topic, []).append(record)
    return list(phases.items())


def _in_memory(policy: Policy, cluster: Cluster) -> Heard:
    made = Collector()
    pipeline = Pipeline.build(policy, IntakeConfig(salt=SALT.encode()), made, assume_delivered=True)
    for topic, _ in _phases():
        for record in sorted(cluster.read_all(topic), key=lambda record: record.timestamp):
            pipeline.feed(record)
    for tick in TICKS:
        pipeline.tick(tick)
    return Heard(tuple(made.suggestions.values()), tuple(made.suppressions), ())
