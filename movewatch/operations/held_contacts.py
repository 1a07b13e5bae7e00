"""Adds what contacts holds to what a file, or a CRM, says of them."""

import json

from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.import_store import ImportStore
from movewatch.operations.reading import reader, rows_in
from movewatch.settings import Settings
from schemas.topics import CONTACTS_ROWS

_COMPARED = ("fields", "seen", "erased_at", "removed")
"""Of a row what is looked at: whole, a million of them would fill the disk."""


def hold_rows(settings: Settings, store: ImportStore, client_id: str) -> None:
    """Add the latest row of each contact that the store has something of.

    Raises:
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    topic = settings.topic_prefix + CONTACTS_ROWS.name
    with admin_of(settings) as admin:
        count = partition_counts(admin).get(topic, 0)
    with reader(settings, client_id) as consumer, told(settings):
        for key, value in rows_in(consumer, topic, count):
            if key in store:
                store.hold(key, None if value is None else _compared(value))


def _compared(row: bytes) -> bytes:
    held = json.loads(row)
    return json.dumps({name: held[name] for name in _COMPARED if name in held}).encode()
