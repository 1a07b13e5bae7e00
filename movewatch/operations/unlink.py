"""Parts two contacts that were taken for one person."""

import json
from datetime import UTC, datetime

from movewatch.errors import MovewatchError
from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.publish import Outcome, collected_line, publish
from movewatch.operations.reading import reader, rows_in
from movewatch.operations.rights import IMPORT, rights_of
from movewatch.settings import Settings
from schemas.keys import split_key
from schemas.topics import CONTACT_CHANGES, CONTACTS_ROWS


class UnlinkError(MovewatchError):
    """The two cannot be parted."""


def linked_by(settings: Settings, one: str, other: str) -> tuple[str, ...]:
    """By which identifiers contacts takes two records for one person; none where it does not.

    Raises:
        UnlinkError: a key is none, both are the same, or of different tenants.
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    _check(one, other)
    topic = settings.topic_prefix + CONTACTS_ROWS.name
    with admin_of(settings) as admin:
        require(admin, settings, IMPORT, rights_of(IMPORT, settings.topic_prefix))
        count = partition_counts(admin).get(topic, 0)
    with reader(settings, "movewatch-unlink") as consumer, told(settings):
        rows = {key: value for key, value in rows_in(consumer, topic, count) if key in {one, other}}
    found = (
        identifier
        for mine, theirs in ((one, other), (other, one))
        for link in json.loads(rows.get(mine) or b"{}").get("links", ())
        if link["other"] == theirs
        for identifier in link.get("by") or [link["identifier"]]
    )
    return tuple(dict.fromkeys(found))


def unlink(settings: Settings, one: str, other: str) -> Outcome:
    """Tell contacts that the two are different people: for good, whatever they have in common.

    Raises:
        UnlinkError: a key is none, both are the same, or of different tenants.
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    _check(one, other)
    tenant, source, contact_id = split_key(one)
    message = {
        "type": "contact_unlinked",
        "tenant": tenant,
        "source": source,
        "contact_id": contact_id,
        "other": other,
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    return publish(settings, [collected_line(CONTACT_CHANGES.name, one, message, "unlink")])


def _check(one: str, other: str) -> None:
    try:
        tenants = {split_key(key)[0] for key in (one, other)}
    except ValueError as error:
        raise UnlinkError(f"{error}. Contacts' keys stand in suggestions and suppressions.") from error
    if one == other:
        raise UnlinkError(f"{one} is one record: give the keys of two.")
    if len(tenants) > 1:
        raise UnlinkError("The two are of different tenants, which are never linked.")
