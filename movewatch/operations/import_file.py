"""Takes an export of contacts, and publishes what was missed: sources that push lose events, and told no start."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from pydantic import ValidationError

from movewatch.errors import MovewatchError
from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.raw import raw_of
from movewatch.intake.snapshots import columns_of, is_missed, snapshot_of
from movewatch.operations.connection import admin_of, client_options, told
from movewatch.operations.granted import require
from movewatch.operations.publish import publish
from movewatch.operations.rights import IMPORT, rights_of
from movewatch.settings import Settings
from movewatch.stage import describe
from schemas.facts import ContactChanged
from schemas.records import STATE_KEY, Record
from schemas.topics import CONTACT_CHANGES, CONTACTS_ROWS

_POLL_MS: Final = 500


class ExportError(MovewatchError):
    """The export cannot be read."""


@dataclass(slots=True)
class Imported:
    """How many rows there were, how many told something new and were published, and what was wrong with others."""

    rows: int = 0
    missed: int = 0
    erased: int = 0
    problems: list[str] = field(default_factory=list)


def import_file(
    settings: Settings, config: IntakeConfig, path: Path, source: str, tenant: str, made_at: int, *, execute: bool
) -> Imported:
    """Publish the rows of an export that tell something else than what is held, as snapshots.

    Whoever asked to be forgotten is not taken up again.

    Args:
        settings: the installation.
        config: with its mappings.
        path: CSV with a line of names (``.csv``), or one JSON object a line.
        source: the CRM that it comes from.
        tenant: whose contacts they are.
        made_at: when it was made, in milliseconds since 1970: newer news that came meanwhile stays.
        execute: False only counts.

    Raises:
        ExportError: the file cannot be read.
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    done = Imported()
    headers = (("source", source.encode()), ("tenant", tenant.encode()))
    raw = raw_of(Record(CONTACT_CHANGES.name, 0, 0, made_at, None, b"", headers), config)
    columns = columns_of(raw, source)
    snapshots: dict[str, ContactChanged] = {}
    for number, row in _rows_of(path):
        done.rows += 1
        try:
            snapshot = snapshot_of(raw, source, row, columns)
        except Refusal as refusal:
            done.problems.append(f"row {number}: {refusal.message}")
        except ValidationError as error:
            done.problems.append(f"row {number}: {describe(error)}")
        else:
            snapshots[snapshot.entity] = snapshot
    held = _held(settings, set(snapshots))
    done.erased = sum(1 for row in held.values() if row.get("erased_at"))
    missed = [
        one
        for key, one in snapshots.items()
        if not held.get(key, {}).get("erased_at")
        and is_missed(one, held[key].get("fields", {}) if key in held else None)
    ]
    done.missed = len(missed)
    if execute:
        done.problems += publish(settings, map(_line, missed)).problems
    return done


def _line(snapshot: ContactChanged) -> str:
    return json.dumps(
        {
            "topic": CONTACT_CHANGES.name,
            "key": snapshot.entity,
            "headers": ["tenant", snapshot.tenant],
            "payload": json.loads(snapshot.to_json()),
        }
    )


def _rows_of(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a file with their numbers, counted from 1; the line of names does not count."""
    with _opened(path) as file:
        if path.suffix.lower() == ".csv":
            yield from enumerate(csv.DictReader(file), start=1)
            return
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ExportError(
                    f"{path}, line {number}: not JSON. Give a .csv, or one JSON object a line."
                ) from error
            if not isinstance(row, dict):
                raise ExportError(f"{path}, line {number}: JSON, but not an object.")
            yield number, row


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        # Spreadsheets put a mark before the first name.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"{path} cannot be read: it is not UTF-8 (byte {error.start}).") from error


def _held(settings: Settings, keys: set[str]) -> dict[str, dict[str, Any]]:
    """What contacts holds of these contacts, by key: the latest row of each."""
    topic = settings.topic_prefix + CONTACTS_ROWS.name
    with admin_of(settings) as admin:
        require(admin, settings, IMPORT, rights_of(IMPORT, settings.topic_prefix))
        count = {each["name"]: len(each["partitions"]) for each in admin.describe_topics()}.get(topic, 0)
    found: dict[str, dict[str, Any]] = {}
    with told(settings):
        consumer = KafkaConsumer(
            **client_options(settings),
            group_id=None,
            enable_auto_commit=False,
            isolation_level="read_committed",
            client_id="movewatch-import",
        )
        try:
            for at in (TopicPartition(topic, number) for number in range(count)):
                _take(consumer, at, keys, found)
        finally:
            consumer.close(autocommit=False)
    return found


def _take(consumer: KafkaConsumer, at: TopicPartition, keys: set[str], found: dict[str, dict[str, Any]]) -> None:
    consumer.assign([at])
    end = consumer.end_offsets([at])[at]
    consumer.seek(at, consumer.beginning_offsets([at])[at])
    while consumer.position(at) < end:
        for record in consumer.poll(timeout_ms=_POLL_MS).get(at, ()):
            if record.key is None or record.key == STATE_KEY:
                continue
            key = record.key.decode("utf-8", "replace")
            if key not in keys:
                continue
            if record.value is None:
                found.pop(key, None)
            else:
                found[key] = json.loads(record.value)
