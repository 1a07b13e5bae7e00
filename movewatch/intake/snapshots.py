"""Rows of an export as snapshots of contacts, and which of them tell something that is not held yet. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from movewatch.intake.adapters import ADAPTERS, usual_fields
from movewatch.intake.fields import Names, id_of, read_values
from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import spelled
from schemas.facts import ContactChanged, ContactFields

ID: Final = "id"


def columns_of(raw: Raw, source: str) -> Names:
    """Where an export has our fields: the tenant's ``columns``, else the names that the source's events have.

    Raises:
        KeyError: there is no such source.
    """
    mapping = raw.mapping(source)
    if mapping.columns:
        return cast("Names", mapping.columns)
    usual = usual_fields(ADAPTERS[source])
    return {ID: ID, **usual, **cast("Names", mapping.contact)}


def snapshot_of(raw: Raw, source: str, row: Mapping[str, Any], columns: Names) -> ContactChanged:
    """A row as what a contact is now. A column that is missing says nothing, an empty cell says "empty".

    Args:
        raw: a record that stands for the import: its time is when the export was made.
        source: the CRM.
        row: cells by the names of their columns.
        columns: where our fields stand.

    Raises:
        Refusal: no id, or a key, a flag or a time that is none.
        ValidationError: a text that is too long.
    """
    contact_id = spelled(source, id_of(row.get(columns.get(ID, ID)), columns.get(ID, ID)))
    named = {ours: theirs for ours, theirs in columns.items() if ours != ID}
    fields = cast("ContactFields", read_values(raw, source, row, named))
    if not fields:
        raise Refusal("no-followed-field", "no column is one of ours: map them under columns")
    # With its time: what an earlier export said may hold again, after something else did.
    said = json.dumps(fields, sort_keys=True, default=str)
    head = raw.head(source, raw.at, "snapshot", contact_id, raw.at.isoformat(), said)
    return ContactChanged(**head, contact_id=contact_id, snapshot=True, fields=fields)


def is_missed(told: Mapping[str, Any], at: datetime, row: Mapping[str, Any] | None) -> bool:
    """Whether a snapshot tells something else than what is held, and is not older.

    Args:
        told: the fields as the export has them, as JSON.
        at: when it was made.
        row: the contact's row as JSON; None where there is none. An empty cell is no news of what is not held.
    """
    if row is None:
        return True
    held, seen = row.get("fields", {}), row.get("seen", {})
    return any(
        value != held.get(name) and (name not in seen or datetime.fromisoformat(seen[name]) <= at)
        for name, value in told.items()
    )
