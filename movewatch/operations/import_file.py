"""Takes an export of contacts, and publishes what was missed: sources that push lose events, and told no start."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError
from rich.console import Console
from rich.progress import track

from movewatch.errors import MovewatchError
from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.raw import raw_of
from movewatch.intake.snapshots import columns_of, is_missed, snapshot_of
from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.publish import publish
from movewatch.operations.reading import reader, rows_in
from movewatch.operations.rights import IMPORT, rights_of
from movewatch.settings import Settings
from movewatch.stage import describe
from schemas.facts import ContactChanged
from schemas.records import Record
from schemas.topics import CONTACT_CHANGES, CONTACTS_ROWS


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
    erased = {key for key, row in held.items() if row.get("erased_at")}
    missed = [one for key, one in snapshots.items() if key not in erased and is_missed(one, held.get(key))]
    done.missed, done.erased = len(missed), len(erased)
    if execute:
        shown = Console(stderr=True)
        following = track(missed, str(path), console=shown, transient=True, disable=not shown.is_terminal)
        done.problems += publish(settings, map(_line, following)).problems
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
        yield from enumerate(_csv(path, file) if path.suffix.lower() == ".csv" else _json_lines(path, file), start=1)


def _csv(path: Path, file: TextIO) -> Iterator[Mapping[str, Any]]:
    rows = csv.DictReader(file, strict=True)
    try:
        for row in rows:
            # A row that was cut off would otherwise say that its last fields are empty.
            if None in row or None in row.values():
                raise ExportError(f"{path}, line {rows.line_num}: not as many cells as there are names.")
            yield row
    except csv.Error as error:
        raise ExportError(f"{path}, line {rows.line_num}: no CSV: {error}.") from error


def _json_lines(path: Path, file: TextIO) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problem = f"{path}, line {number}: not JSON. Give a .csv, or one JSON object a line."
            raise ExportError(problem) from error
        if not isinstance(row, dict):
            raise ExportError(f"{path}, line {number}: JSON, but not an object.")
        yield row


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
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
        count = partition_counts(admin).get(topic, 0)
    found: dict[str, dict[str, Any]] = {}
    with reader(settings, "movewatch-import") as consumer, told(settings):
        for key, value in rows_in(consumer, topic, count):
            if key not in keys:
                continue
            if value is None:
                found.pop(key, None)
            else:
                found[key] = json.loads(value)
    return found
