"""Takes an export of contacts, and publishes what was missed: sources that push lose events, and told no start."""

import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from movewatch.errors import MovewatchError
from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.raw import raw_of
from movewatch.intake.snapshots import columns_of, is_missed, snapshot_of
from movewatch.operations.connection import admin_of
from movewatch.operations.granted import require
from movewatch.operations.held_contacts import hold_rows
from movewatch.operations.import_store import ImportStore, import_store
from movewatch.operations.publish import collected_line, publish
from movewatch.operations.refused import Refused
from movewatch.operations.rights import IMPORT, rights_of
from movewatch.settings import Settings
from movewatch.stage import describe
from schemas.keys import entity_key
from schemas.records import Record
from schemas.topics import CONTACT_CHANGES


class ExportError(MovewatchError):
    """The export cannot be read."""


@dataclass(slots=True)
class Imported(Refused):
    """How many rows there were, how many told something new and were published, and what was wrong with others."""

    rows: int = 0
    missed: int = 0
    erased: int = 0


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
    with admin_of(settings) as admin:
        require(admin, settings, IMPORT, rights_of(IMPORT, settings.topic_prefix))
    done = Imported()
    headers = (("source", source.encode()), ("tenant", tenant.encode()))
    raw = raw_of(Record(CONTACT_CHANGES.name, 0, 0, made_at, None, b"", headers), config)
    columns = columns_of(raw, source)
    with import_store() as store:
        for number, row in _rows_of(path):
            done.rows += 1
            try:
                snapshot = snapshot_of(raw, source, row, columns)
            except Refusal as refusal:
                done.refuse(f"row {number}: {refusal.message}")
            except ValidationError as error:
                done.refuse(f"row {number}: {describe(error)}")
            else:
                store.say(snapshot.entity, snapshot.to_json())
        hold_rows(settings, store, "movewatch-import")
        lines = _missed(store, raw.at, done)
        if execute:
            for problem in publish(settings, lines).problems:
                done.refuse(problem)
        else:
            deque(lines, maxlen=0)
    return done


def _missed(store: ImportStore, at: datetime, done: Imported) -> Iterator[str]:
    """The lines to publish, counted as they go by."""
    for said, row in store:
        snapshot, held = json.loads(said), None if row is None else json.loads(row)
        if held is not None and held.get("erased_at"):
            done.erased += 1
        elif is_missed(snapshot["fields"], at, held):
            done.missed += 1
            key = entity_key(snapshot["tenant"], snapshot["source"], snapshot["contact_id"])
            yield collected_line(CONTACT_CHANGES.name, key, snapshot, "import")


def _rows_of(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a file with their numbers, counted from 1; the line of names does not count."""
    with _opened(path) as file:
        yield from enumerate(_csv(path, file) if path.suffix.lower() == ".csv" else _json_lines(path, file), start=1)


def _csv(path: Path, file: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    rows = csv.DictReader(file, strict=True)
    try:
        for row in rows:
            # A row that was cut off would otherwise say that its last fields are empty.
            if None in row or None in row.values():
                raise ExportError(f"{path}, line {rows.line_num}: not as many cells as there are names.")
            yield row
    except csv.Error as error:
        raise ExportError(f"{path}, line {rows.line_num}: no CSV: {error}.") from error


def _json_lines(path: Path, file: Iterable[str]) -> Iterator[Mapping[str, Any]]:
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
def _opened(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a file. On a terminal a bar shows how far they are read."""
    try:
        with path.open("rb") as file, _bar() as progress:
            shown = progress.wrap_file(file, total=path.stat().st_size, description=str(path))
            # Spreadsheets put a mark before the first name.
            yield TextIOWrapper(shown, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"{path} cannot be read: it is not UTF-8 (byte {error.start}).") from error


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
