"""Salesforce records as they were read again: which fields to ask for, and what facts they are. Pure."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from movewatch.intake.adapters.salesforce import (
    ACCOUNT_FIELDS,
    CONTACT_FIELDS,
    OPPORTUNITY_FIELDS,
    OWNER_FIELDS,
    SOURCE,
    STATUSES,
)
from movewatch.intake.dirty import Entity
from movewatch.intake.fields import Names, complete_account, mapped, opportunity_of, read_values, without_nulls
from movewatch.intake.raw import Raw
from movewatch.intake.salesforce_ids import long_id
from movewatch.intake.snapshots import ID, snapshot_of
from schemas.directory import AccountChanged, OpportunityChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactRemoved

Reread = ContactChanged | ContactRemoved | AccountChanged | OwnerChanged | OpportunityChanged

ID_FIELD: Final = "Id"
DELETED: Final = "IsDeleted"

_USUAL: Final[Mapping[Entity, Names]] = {
    "Contact": {ours: paths[-1] for ours, paths in CONTACT_FIELDS.items()},
    "Account": {ours: paths[-1] for ours, paths in ACCOUNT_FIELDS.items()},
    "Opportunity": {ours: paths[-1] for ours, paths in OPPORTUNITY_FIELDS.items()},
    "User": {ours: paths[-1] for ours, paths in OWNER_FIELDS.items()} | {"name": "Name"},
}
_NAME: Final = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", re.ASCII)


def names_to_ask(raw: Raw, entity: Entity, there: frozenset[str]) -> Names:
    """Our names of an object's fields, and Salesforce's: those that are there, the tenant's among them.

    Args:
        raw: a record that stands for the reading, of the tenant.
        entity: the object.
        there: its fields, as far as we may see them. What lies in a related record is not among them, and asked for.
    """
    mapping = raw.mapping(SOURCE)
    by_entity: Mapping[Entity, Mapping[Any, str]] = {
        "Contact": mapping.contact,
        "Account": mapping.account,
        "User": mapping.owner,
        "Opportunity": mapping.opportunity,
    }
    return {
        ours: path
        for ours, path in mapped(_USUAL[entity], by_entity[entity]).items()
        if _NAME.fullmatch(path) and (path in there or "." in path)
    }


def fact_of(raw: Raw, entity: Entity, row: Mapping[str, Any], names: Names) -> Reread:
    """What a record is now. One in the recycle bin was deleted.

    Args:
        raw: a record that stands for the reading: its time is when the records were asked for.
        entity: the object.
        row: the record, its fields by Salesforce's names.
        names: those that were asked for.

    Raises:
        Refusal: no id, or a key, a flag or a time that is none.
        ValidationError: a text that is too long.
    """
    record_id = long_id(row.get(ID_FIELD), ID_FIELD)
    deleted = row.get(DELETED) is True
    if entity == "Contact":
        if deleted:
            return ContactRemoved(**_head(raw, record_id, "deleted"), contact_id=record_id, how="deleted")
        return snapshot_of(raw, SOURCE, row, {ID: ID_FIELD, **names})
    fields = read_values(raw, SOURCE, row, names)
    said = json.dumps(fields, sort_keys=True, default=str)
    head = _head(raw, record_id, "deleted" if deleted else said)
    if entity == "User":
        return OwnerChanged(**head, owner_id=record_id, **without_nulls(fields))
    if entity == "Opportunity":
        return opportunity_of(raw, SOURCE, head | {"opportunity_id": record_id, "deleted": deleted}, fields)
    if deleted:
        return AccountChanged(**head, account_id=record_id, deleted=True)
    statuses = {**STATUSES, **raw.mapping(SOURCE).statuses}
    return AccountChanged(**head, account_id=record_id, **complete_account(fields, statuses))


def restored(raw: Raw, contact_id: str) -> ContactRemoved:
    """A record that is there again, though it was told that it was deleted."""
    return ContactRemoved(**_head(raw, contact_id, "restored"), contact_id=contact_id, how="restored")


def _head(raw: Raw, record_id: str, said: str) -> dict[str, Any]:
    return raw.head(SOURCE, raw.at, "reread", record_id, raw.at.isoformat(), said)
