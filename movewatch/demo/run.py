"""Plays the story on a real Kafka, and shows what came of it."""

import itertools
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from movewatch.demo.cluster import FOLDERS, SALT, Cluster
from movewatch.demo.outcome import Heard, Row, comparable, row_of
from movewatch.demo.show import show_mail, show_rows, show_summary
from movewatch.demo.story import Chapter, Story, story
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import DEFAULT_POLICY
from schemas.records import Record
from schemas.suggestions import Suggestion
from schemas.suppressions import Suppression
from schemas.topics import INTAKE, SUGGESTIONS, SUPPRESSIONS

BURST: Final = 150
"""Records published before a worker is killed, so that it dies in the middle of its work."""


_SATURDAY: Final = 5


def demo(*, home: Path, leave: bool = False, console: Console | None = None) -> int:
    """Play the demonstration.

    Args:
        leave: end when the story is told; else everything keeps running for a look around, until Ctrl-C.
        home: everything written goes there; what an earlier demonstration left is removed.
        console: where to show it.

    Returns:
        0 if the story came out as expected, 1 if not.
    """
    out = console or Console()
    for left in (home / name for name in FOLDERS):
        shutil.rmtree(left, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    told = story(last_working_week(datetime.now(UTC)))
    began = time.monotonic()
    with (
        out.status("starting Apache Kafka (fetched once, 45 MB) and seven workers") as status,
        Cluster(home.absolute()) as cluster,
    ):
        for chapter in told.chapters:
            status.update(f"{chapter.title}: {len(chapter.records)} events")
            play(chapter, cluster)
            out.print(f"[green]done[/green] {chapter.title}: {len(chapter.records)} events")
        heard = hear(cluster)
        lag = cluster.lag()
        status.stop()
        rows = [row_of(scene, heard) for scene in told.scenes]
        rows.append(_worker_killed(told, heard, cluster))
        show_rows(out, rows)
        show_summary(out, told, heard, lag, time.monotonic() - began)
        show_mail(out, heard, cluster.outbox)
        as_expected = not lag and not any(row.missing for row in rows)
        if not leave:
            _look_around(out, cluster)
    return 0 if as_expected else 1


def play(chapter: Chapter, cluster: Cluster) -> None:
    """Publish a chapter, let it settle, then let the partitions know that its time is past."""
    records: Iterator[Record] = iter(chapter.records)
    if chapter.kill_a_worker:
        cluster.publish(itertools.islice(records, BURST))
        cluster.kill_in_the_middle("contacts")
    cluster.publish(records)
    if chapter.kill_a_worker:
        cluster.start_worker("contacts")
    cluster.wait_until_quiet()
    cluster.tell_time(chapter.then)


def hear(cluster: Cluster) -> Heard:
    """All that came out, as a reader of the topics sees it."""
    latest: dict[str, Suggestion] = {}
    for record in cluster.read_all(SUGGESTIONS.name):
        suggestion = Suggestion.model_validate_json(record.value or b"")
        known = latest.get(suggestion.suggestion_id)
        if known is None or known.revision < suggestion.revision:
            latest[suggestion.suggestion_id] = suggestion
    suppressions = [
        Suppression.model_validate_json(record.value or b"") for record in cluster.read_all(SUPPRESSIONS.name)
    ]
    letters = [
        record.header("__movewatch.errors.exception.message") or ""
        for record in cluster.read_all(*cluster.dead_letter_topics())
    ]
    return Heard(tuple(latest.values()), tuple(suppressions), tuple(letters))


def expected(told: Story, raw: list[Record]) -> Collector:
    """What the same stages make of the same records in memory: the oracle.

    Args:
        told: the story, for its chapters' times.
        raw: its records as they lie on Kafka.
    """
    made = Collector()
    intake = IntakeConfig(salt=SALT.encode(), default_tenant="default")
    pipeline = Pipeline.build(DEFAULT_POLICY, intake, made, assume_delivered=True)
    waiting: dict[object, list[Record]] = {}
    for record in raw:
        waiting.setdefault((record.topic, record.key, record.value), []).append(record)
    for chapter in told.chapters:
        for record in chapter.records:
            pipeline.feed(waiting[record.topic, record.key, record.value].pop(0))
        pipeline.tick(int(chapter.then.timestamp() * 1000))
    return made


def _worker_killed(told: Story, heard: Heard, cluster: Cluster) -> Row:
    """Nothing lost, nothing repeated: the same as in memory, where nobody is killed."""
    raw = list(cluster.read_all(*(topic.name for topic in INTAKE.reads)))
    oracle = expected(told, raw)
    there = comparable(Heard(tuple(oracle.suggestions.values()), tuple(oracle.suppressions), ()))
    here = comparable(heard)
    lost, repeated = there - here, here - there
    missing = (
        f"{lost.total()} lost, {repeated.total()} repeated: {[one[:2] for one in lost + repeated][:3]}"
        if lost or repeated
        else ""
    )
    return Row(
        "A worker of contacts is killed in the middle of the week, and another one is started",
        "nothing was lost, nothing said twice",
        f"{sum(here.values())} suggestions and suppressions, all but those that depend on the order of arrival, are "
        "the same as without the kill",
        missing,
    )


def _look_around(out: Console, cluster: Cluster) -> None:
    out.print(
        f"\nEverything keeps running: Kafka on [bold]{cluster.bootstrap}[/bold], mails in "
        f"[bold]{cluster.outbox}[/bold], logs in {cluster.home / 'logs'}.\nTry, in another terminal:  "
        f"MOVEWATCH_BOOTSTRAP_SERVERS={cluster.bootstrap} {sys.argv[0]} lag\nCtrl-C ends it."
    )
    try:
        signal.pause()
    except KeyboardInterrupt:
        out.print("ending")


def last_working_week(now: datetime) -> datetime:
    """Nine o'clock on the last Monday whose working week is over: the past, and not older than what Kafka keeps."""
    today = now.replace(hour=9, minute=0, second=0, microsecond=0)
    over = now.weekday() >= _SATURDAY
    return today - timedelta(days=now.weekday() + (0 if over else 7))
