"""Reads dirty Salesforce records again: those of which an event said that they changed, and not what."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.dirty import ENTITIES, REASONS, Dirty, Entity, dirty_in
from movewatch.intake.fields import Names
from movewatch.intake.raw import Raw, raw_of
from movewatch.intake.rereading import DELETED, ID_FIELD, Reread, fact_of, names_to_ask, restored
from movewatch.intake.salesforce_ids import SALESFORCE
from movewatch.intake.snapshots import is_missed
from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.held_contacts import hold_rows
from movewatch.operations.import_store import ImportStore, import_store
from movewatch.operations.letters import Place, letter_of
from movewatch.operations.publish import collected_line, publish
from movewatch.operations.reading import reader, records_of
from movewatch.operations.refused import Refused
from movewatch.operations.rights import RESYNC, RESYNC_GROUP, rights_of
from movewatch.operations.salesforce import Reads, Row
from movewatch.settings import Settings
from movewatch.stage import describe
from schemas.keys import entity_key
from schemas.records import Record
from schemas.topics import CONTACT_CHANGES, CRM_EVENTS, DIRECTORY, INTAKE, OPPORTUNITIES, dead_letters

BY: Final = "resync"
"""Says in the records' headers who collected them."""

_Json = dict[str, Any]

_ORDER: Final = sorted(ENTITIES, key=lambda entity: entity == "Contact")
"""Contacts last: they refer to accounts and users."""


@dataclass(slots=True)
class Found:
    """What is dirty, by object, and up to where the dead letters were read. ``unreadable``: letters that do not say."""

    dirty: dict[Entity, Dirty] = field(default_factory=dict)
    unreadable: int = 0
    ends: dict[TopicPartition, int] = field(default_factory=dict)


@dataclass(slots=True)
class Resynced(Refused):
    """How many records were read, how many of them told something new and were published, how many are not there."""

    read: int = 0
    missed: int = 0
    gone: int = 0


def find_dirty(settings: Settings, config: IntakeConfig, tenant: str, *, again: bool) -> Found:
    """What Salesforce's gaps and overflows have made dirty since the last resync.

    Args:
        settings: the installation.
        config: as of intake.
        tenant: whose records.
        again: look at all dead letters that there are, whatever was read again before.

    Raises:
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    topic = settings.topic_prefix + dead_letters(CRM_EVENTS, INTAKE, settings.topic_prefix).name
    with admin_of(settings) as admin:
        require(admin, settings, RESYNC, rights_of(RESYNC, settings.topic_prefix))
        count = partition_counts(admin).get(topic, 0)
    found = Found()
    with reader(settings, "movewatch-resync", _group(settings, tenant)) as consumer, told(settings):
        for number in range(count):
            at = TopicPartition(topic, number)
            start = 0 if again else consumer.committed(at) or 0
            for record in records_of(consumer, at, start):
                found.ends[at] = record.offset + 1
                _take(found, record, config, tenant)
    return found


def resync(settings: Settings, config: IntakeConfig, tenant: str, found: Found, salesforce: Reads) -> Resynced:
    """Read what is dirty again and publish what is not held yet, as snapshots; then remember how far that was.

    A contact that is held as deleted and is there is brought back; one in the recycle bin is deleted. Newer news that
    came meanwhile stays: the snapshots are as old as the question. Where something could not be published, nothing is
    remembered, and the next call reads all of it again.

    Args:
        settings: the installation.
        config: as of intake.
        tenant: whose records.
        found: what is dirty.
        salesforce: where they are read.

    Raises:
        SalesforceError: Salesforce did not answer, or not well.
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    asked_at = time.time_ns() // 1_000_000
    headers = (("source", SALESFORCE.encode()), ("tenant", tenant.encode()))
    raw = raw_of(Record(CONTACT_CHANGES.name, 0, 0, asked_at, None, b"", headers), config)
    done = Resynced()
    with import_store() as store:
        for entity in _ORDER:
            if (dirty := found.dirty.get(entity)) is None:
                continue
            facts = _facts(raw, dirty, salesforce, done)
            if entity == "Contact":
                for fact in facts:
                    store.say(fact.entity, fact.to_json())
            else:
                topic = OPPORTUNITIES if entity == "Opportunity" else DIRECTORY
                lines = (collected_line(topic.name, fact.entity, json.loads(fact.to_json()), BY) for fact in facts)
                _publish(settings, lines, done)
        if "Contact" in found.dirty:
            hold_rows(settings, store, "movewatch-resync")
            _publish(settings, _news(store, raw), done)
    if not done.refused and found.ends:
        _remember(settings, tenant, found)
    return done


def _take(found: Found, record: Any, config: IntakeConfig, tenant: str) -> None:
    """Look at one dead letter."""
    headers = tuple((name, value) for name, value in record.headers)
    letter = letter_of(
        Place(record.topic, record.partition, record.offset), record.timestamp, record.key, record.value, headers
    )
    if letter.reason not in REASONS or dict(headers).get("source") != SALESFORCE.encode():
        return
    event = Record(CRM_EVENTS.name, 0, 0, letter.timestamp, letter.key, letter.value, headers)
    try:
        dirty = dirty_in(event, config)
    except Refusal:
        found.unreadable += 1
        return
    if dirty is None or dirty.tenant != tenant:
        return
    known = found.dirty.get(dirty.entity)
    found.dirty[dirty.entity] = dirty if known is None else known | dirty


def _facts(raw: Raw, dirty: Dirty, salesforce: Reads, done: Resynced) -> Iterator[Reread]:
    """What the records are now, one after another."""
    there = salesforce.fields_of(dirty.entity)
    names = names_to_ask(raw, dirty.entity, there)
    asked = list(dict.fromkeys([ID_FIELD, *sorted(there & {DELETED}), *names.values()]))
    ids = None if dirty.ids is None else sorted(dirty.ids)
    count = 0
    with _progress() as progress:
        task = progress.add_task(dirty.entity, total=None if ids is None else len(ids))
        for row in salesforce.rows(dirty.entity, asked, ids):
            count += 1
            progress.advance(task)
            if (fact := _fact(raw, dirty.entity, row, names, done)) is not None:
                yield fact
    done.read += count
    done.gone += 0 if ids is None else len(ids) - count


def _progress() -> Progress:
    """How many records were read, on a terminal: all of an object may be hundreds of thousands."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} read"), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _fact(raw: Raw, entity: Entity, row: Row, names: Names, done: Resynced) -> Reread | None:
    try:
        return fact_of(raw, entity, row, names)
    except Refusal as refusal:
        if refusal.poison:  # else there is nothing in it for us, as in a deal without an account
            done.refuse(f"{entity} {row.get(ID_FIELD)}: {refusal.message}")
    except ValidationError as error:
        done.refuse(f"{entity} {row.get(ID_FIELD)}: {describe(error)}")
    return None


def _news(store: ImportStore, raw: Raw) -> Iterator[str]:
    """The lines of contacts that tell something new. Whoever asked to be forgotten is not taken up again."""
    for said, row in store:
        fact, held = json.loads(said), None if row is None else json.loads(row)
        key = entity_key(fact["tenant"], fact["source"], fact["contact_id"])
        for message in _news_of(fact, held, raw):
            yield collected_line(CONTACT_CHANGES.name, key, message, BY)


def _news_of(fact: _Json, held: _Json | None, raw: Raw) -> Iterator[_Json]:
    if held is not None and held.get("erased_at"):
        return
    removed = None if held is None else held.get("removed")
    if fact["type"] == "contact_removed":
        if held is not None and removed is None:
            yield fact
        return
    if removed == "deleted":
        yield json.loads(restored(raw, fact["contact_id"]).to_json())
    if is_missed(fact["fields"], raw.at, held):
        yield fact


def _publish(settings: Settings, lines: Iterable[str], done: Resynced) -> None:
    outcome = publish(settings, lines)
    done.missed += outcome.published
    for problem in outcome.problems:
        done.refuse(problem)


def _remember(settings: Settings, tenant: str, found: Found) -> None:
    with reader(settings, "movewatch-resync", _group(settings, tenant)) as consumer, told(settings):
        consumer.assign(list(found.ends))
        consumer.commit({at: OffsetAndMetadata(end, "", -1) for at, end in found.ends.items()})


def _group(settings: Settings, tenant: str) -> str:
    """Under which it is kept how far the dead letters were read."""
    return f"{settings.topic_prefix}{RESYNC_GROUP}{SALESFORCE}-{tenant}"
