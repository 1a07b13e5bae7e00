"""The demonstration's story on a real Kafka: as expected, and without a difference to either oracle."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from movewatch.demo.cluster import Cluster
from movewatch.demo.outcome import Heard, comparable, row_of
from movewatch.demo.run import expected, hear, last_working_week, play
from movewatch.demo.story import story
from movewatch.policy import DEFAULT_POLICY
from schemas.topics import INTAKE
from tests.support.oracles import differences_of_a


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("kafka")
def test_the_story_comes_out_as_expected(tmp_path: Path):
    told = story(last_working_week(datetime.now(UTC)))
    with Cluster(tmp_path) as cluster:
        for chapter in told.chapters:
            play(chapter, cluster)
        heard = hear(cluster)
        oracle = expected(told, list(cluster.read_all(*(topic.name for topic in INTAKE.reads))))
        assert [row.missing for row in (row_of(scene, heard) for scene in told.scenes) if row.missing] == []
        assert differences_of_a(cluster, {DEFAULT_POLICY.hash: DEFAULT_POLICY}) == []
        there = Heard(tuple(oracle.suggestions.values()), tuple(oracle.suppressions), ())
        assert comparable(heard) == comparable(there)
        assert cluster.lag() == 0
