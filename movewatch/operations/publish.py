"""Writes recorded events to their topics, and says of each line that it could not write why."""

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from kafka import KafkaProducer
from kafka.errors import KafkaError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from movewatch.errors import MovewatchError
from movewatch.offline.records import Line, LineError, read_lines
from movewatch.operations.connection import admin_of, client_options, told
from movewatch.operations.granted import operations_on
from movewatch.operations.rights import PUBLISH, Operation, Resource, Right, in_words, rights_of
from movewatch.settings import Settings
from schemas.freshness import COLLECTED
from schemas.topics import INTAKE

IN_FLIGHT: Final = 5_000
"""Lines sent and not acknowledged yet, at most: a file of any size takes the same memory."""

ACKNOWLEDGED_S: Final = 60.0


class UnreadableEventsError(MovewatchError):
    """The file of events cannot be read."""


@dataclass(slots=True)
class Outcome:
    """How many lines were written, and what was wrong with each of the others, with its number."""

    published: int = 0
    problems: list[str] = field(default_factory=list)


def publish_file(settings: Settings, path: Path, console: Console | None = None) -> Outcome:
    """Write the lines of a file, or of standard input where it is ``-``, to their topics.

    Raises:
        UnreadableEventsError: the file cannot be read.
        BrokerUnreachableError: no broker answers. Nothing was written.
    """
    with _opened(path) as (file, size), _progress(console, size) as progress:
        task = progress.add_task(str(path), total=size)
        return publish(settings, _counted(file, progress, task))


def publish(settings: Settings, lines: Iterable[str | bytes]) -> Outcome:
    """Write lines to their topics, each acknowledged by the broker before it counts."""
    with admin_of(settings) as admin:
        asked = [settings.topic_prefix + topic.name for topic in INTAKE.reads]
        described = {each["name"]: each for each in (*admin.describe_topics(), *admin.describe_topics(asked))}
    counts = {name: len(each["partitions"]) for name, each in described.items() if not each["error_code"]}
    refused = {name for name, each in described.items() if Operation.WRITE not in operations_on(each)}
    outcome = Outcome()
    with told(settings):
        producer = KafkaProducer(**_options(settings))
    try:
        waiting: list[tuple[int, Any]] = []
        for number, line in read_lines(lines):
            problem = str(line) if isinstance(line, LineError) else None
            if isinstance(line, Line):
                topic = _topic_of(settings, line, counts)
                problem = _refused(settings, number, topic, refused) or _unknown(number, line, topic, counts)
                if problem is None:
                    waiting.append((number, _send(producer, topic, line)))
            if problem is not None:
                outcome.problems.append(problem)
            if len(waiting) >= IN_FLIGHT:
                _await_all(waiting, outcome)
                waiting = []
        _await_all(waiting, outcome)
    finally:
        producer.close(timeout=ACKNOWLEDGED_S)
    return outcome


def collected_line(topic: str, key: str, message: Mapping[str, Any], by: str) -> str:
    """The line that publishes a message of ours under its key.

    Args:
        topic: one that intake reads.
        key: of the entity that the message is about.
        message: as JSON.
        by: who went for it; the source did not send it by itself.
    """
    headers = ["tenant", message["tenant"], COLLECTED, by]
    return json.dumps({"topic": topic, "key": key, "headers": headers, "payload": message})


def _counted(file: BinaryIO, progress: Progress, task: TaskID) -> Iterator[bytes]:
    for line in file:
        progress.advance(task, len(line))
        yield line


def _options(settings: Settings) -> dict[str, Any]:
    # Idempotent and acknowledged by all replicas, as kafka-python has it by default.
    return client_options(settings) | {"linger_ms": 20, "client_id": "movewatch-publish"}


def _topic_of(settings: Settings, line: Line, counts: dict[str, int]) -> str:
    """With our prefix, unless it stands there already: never a topic of another installation."""
    prefixed = settings.topic_prefix + line.topic
    written_out = line.topic.startswith(settings.topic_prefix) and prefixed not in counts
    return line.topic if written_out else prefixed


def _refused(settings: Settings, number: int, topic: str, refused: Collection[str]) -> str | None:
    if topic not in refused:
        return None
    right = Right(Resource.TOPIC, topic, Operation.WRITE)
    if right not in rights_of(PUBLISH, settings.topic_prefix):
        return f"line {number}: topic: this user may not write to {topic!r}, which is none of those that intake reads"
    return f"line {number}: {in_words([right], settings.security.user, PUBLISH, settings.topic_prefix)}"


def _unknown(number: int, line: Line, topic: str, counts: dict[str, int]) -> str | None:
    if topic not in counts:
        return f"line {number}: topic: there is no topic {line.topic!r}; movewatch topics apply creates ours"
    if line.partition is not None and line.partition >= counts[topic]:
        return f"line {number}: partition: {topic} has {counts[topic]} partitions, counted from 0"
    return None


def _send(producer: KafkaProducer, topic: str, line: Line) -> Any:
    """Hand one line to the producer; gives the future, or the error that it met at once."""
    try:
        return producer.send(
            topic,
            value=line.value,
            key=None if line.key is None else line.key.encode(),
            headers=list(line.header_pairs),
            partition=line.partition,
            timestamp_ms=line.ts,
        )
    except KafkaError as error:
        return error


def _await_all(waiting: Iterable[tuple[int, Any]], outcome: Outcome) -> None:
    for number, future in waiting:
        try:
            if isinstance(future, KafkaError):
                raise future
            future.get(timeout=ACKNOWLEDGED_S)
            outcome.published += 1
        except KafkaError as error:
            outcome.problems.append(f"line {number}: Kafka did not take it: {type(error).__name__}: {error}")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int | None]]:
    if str(path) == "-":
        yield sys.stdin.buffer, None
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableEventsError(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        yield file, path.stat().st_size


def _progress(console: Console | None, size: int | None) -> Progress:
    console = console or Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *([DownloadColumn()] if size else []),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
