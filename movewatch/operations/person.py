"""A person's records, found by hard identifiers; all that is held of them; and their erasure."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from movewatch.errors import MovewatchError
from movewatch.intake.claims import digest, identifiers
from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.letters import Place
from movewatch.operations.mentions import Mentions, places_in
from movewatch.operations.publish import Outcome, publish
from movewatch.operations.reading import reader, records_of, rows_in
from movewatch.operations.rights import PRIVACY, rights_of
from movewatch.settings import Settings, problem_text
from schemas.facts import ContactFields
from schemas.keys import entity_key, split_key
from schemas.topics import CONTACT_CHANGES, CONTACTS_ROWS, IDENTITIES_ROWS, INTAKE, Topic, all_topics, dead_letters

_CLIENT: Final = "movewatch-privacy"
_LINKS: Final = b'"links":'
_IDENTIFYING: Final = ("email", "personal_email", "phone", "linkedin_url")


class PersonError(MovewatchError):
    """A person cannot be looked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    ``keys``: of every record that is theirs. ``erased``: those that were forgotten already. ``names``: what else stands
    for the person in records: addresses, numbers, and the keys of their hashes.
    """

    keys: tuple[str, ...]
    erased: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A record that is about a person: where it lies, when it was written, and the part of it that is about them."""

    at: Place
    written_at: datetime
    key: str
    part: Any


def find_person(settings: Settings, tenant: str, keys: Iterable[str], fields: ContactFields) -> Person:
    """All records of a person: those that are named, those with one of the identifiers, and those linked to them.

    Args:
        settings: the installation.
        tenant: whose contacts are searched by identifiers.
        keys: of contacts.
        fields: hard identifiers, as a contact's record would have them.

    Raises:
        PersonError: a key is none, an identifier is none that identifies one person, or there is no salt.
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    known = {_checked(key) for key in keys}
    hashes = _hashes(settings, tenant, fields)
    if not known and not hashes:
        raise PersonError("Nobody is named. Give a key (tenant/source/id), or an address, a number or a profile.")
    with _reading(settings) as (consumer, counts):
        identities, contacts = (settings.topic_prefix + topic.name for topic in (IDENTITIES_ROWS, CONTACTS_ROWS))
        for key, value in rows_in(consumer, identities, counts.get(identities, 0)):
            if key in hashes and value is not None:
                known |= set(json.loads(value)["contacts"])
        links = {key: _links_in(value) for key, value in rows_in(consumer, contacts, counts.get(contacts, 0))}
        everybody = _linked(known, links)
        of_them = {
            key: value for key, value in rows_in(consumer, contacts, counts.get(contacts, 0)) if key in everybody
        }
    rows = [json.loads(value) for _, value in sorted(of_them.items()) if value is not None]
    held = [(split_key(row["key"])[0], row.get("fields", {})) for row in rows]
    hashes |= {one for of_tenant, said in held for one in _hashes(settings, of_tenant, said)}
    texts = [said.get(name) for said in (fields, *(said for _, said in held)) for name in _IDENTIFYING]
    return Person(
        tuple(sorted(everybody)),
        tuple(row["key"] for row in rows if row.get("erased_at")),
        tuple(sorted({text for text in texts if text} | hashes)),
    )


def held_of(settings: Settings, person: Person) -> Iterator[Held]:
    """All that lies in Kafka about a person, also what only waits for its time to run out.

    First what the stages made, then the raw records and dead letters: those that name the person, and those from which
    the former were read. Of compacted topics every version that is still there.
    """
    mentions = Mentions((*person.keys, *person.names))
    raw = {topic.name for topic in _raw(settings.topic_prefix)}
    places: set[Place] = set()
    with _reading(settings) as (consumer, counts):
        for topic in sorted(all_topics(settings.topic_prefix), key=lambda topic: topic.name in raw):
            name = settings.topic_prefix + topic.name
            for number in range(counts.get(name, 0)):
                for record in records_of(consumer, TopicPartition(name, number)):
                    at = Place(topic.name, record.partition, record.offset)
                    part = _part_of(record, mentions, whole=at in places)
                    if part is None:
                        continue
                    if topic.name not in raw:
                        places.update(places_in(part))
                    key = (record.key or b"").decode("utf-8", "replace")
                    yield Held(at, datetime.fromtimestamp(record.timestamp / 1000, UTC), key, part)


def erase(settings: Settings, person: Person, at: datetime) -> Outcome:
    """Tell the stages that each of the person's records is to be forgotten. They withdraw, redact and drop the rest."""
    return publish(settings, (_erased(key, at) for key in person.keys if key not in person.erased))


def _erased(key: str, at: datetime) -> str:
    tenant, source, contact_id = split_key(key)
    payload = {"type": "contact_erased", "source": source, "contact_id": contact_id, "occurred_at": at.isoformat()}
    return json.dumps({"topic": CONTACT_CHANGES.name, "key": key, "headers": ["tenant", tenant], "payload": payload})


def _checked(key: str) -> str:
    try:
        return entity_key(*split_key(key))
    except ValueError as error:
        raise PersonError(f"{error}. Contacts' keys stand in suppressions, suggestions and contacts-rows.") from error


def _hashes(settings: Settings, tenant: str, fields: ContactFields) -> set[str]:
    """The keys under which identities knows these identifiers."""
    found = list(identifiers(fields))
    if not found:
        return set()
    if settings.identity_salt is None:
        raise PersonError(problem_text("identity_salt", "is missing, and nobody is found by an identifier without it"))
    salt = settings.identity_salt.get_secret_value().encode()
    return {entity_key(tenant, kind, digest(kind, value, salt)) for kind, value in found}


def _links_in(row: bytes | None) -> tuple[str, ...]:
    """Whom a contact's row links. Of the many rows without a link nothing is parsed or kept."""
    if row is None or _LINKS not in row:
        return ()
    return tuple(link["other"] for link in json.loads(row).get("links", ()))


def _linked(known: Collection[str], links: Mapping[str, Collection[str]]) -> set[str]:
    """Those, and all that are linked to them by however many steps."""
    found, waiting = set(known), list(known)
    while waiting:
        new = set(links.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


@contextmanager
def _reading(settings: Settings) -> Iterator[tuple[KafkaConsumer, Mapping[str, int]]]:
    """A consumer, and how many partitions each topic has."""
    with admin_of(settings) as admin:
        require(admin, settings, PRIVACY, rights_of(PRIVACY, settings.topic_prefix))
        counts = partition_counts(admin)
    with reader(settings, _CLIENT) as consumer, told(settings):
        yield consumer, counts


def _raw(prefix: str) -> Iterator[Topic]:
    """Topics that others write, and what of them could not be used."""
    for topic in INTAKE.reads:
        yield topic
        yield dead_letters(topic, INTAKE, prefix)


def _part_of(record: Any, mentions: Mentions, *, whole: bool) -> Any:
    key = (record.key or b"").decode("utf-8", "replace")
    if whole or mentions.named_in(key):
        return _json_or_text(record.value)
    return mentions.within(record.value)


def _json_or_text(value: bytes | None) -> Any:
    text = (value or b"").decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text
