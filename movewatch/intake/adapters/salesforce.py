"""Salesforce Change Data Capture: contacts, accounts and users, in every shape in which it is published. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from movewatch.intake.adapters._salesforce_event import ChangeEvent, change_event
from movewatch.intake.adapters._salesforce_fields import (
    ACCOUNT_FIELDS,
    CONTACT_FIELDS,
    OPPORTUNITY_FIELDS,
    OWNER_FIELDS,
    STATUSES,
    Paths,
    account_fields,
    contact_fields,
    opportunity_fields,
    owner_fields,
    paths_of,
)
from movewatch.intake.fields import UNSAID, opportunity_of
from movewatch.intake.raw import MAX_ENTITIES, Raw, moment
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import is_id, long_id
from schemas.base import stable_id
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactFields, ContactRemoved, Fact

__all__ = ["ACCOUNT_FIELDS", "CONTACT_FIELDS", "OPPORTUNITY_FIELDS", "OWNER_FIELDS", "SOURCE", "STATUSES", "read"]

SOURCE: Final = "salesforce"


def read(raw: Raw) -> tuple[Fact, ...]:
    """One fact for each record of a change event; two for a contact brought back, which comes with all its fields.

    Raises:
        Refusal: not a change event, one that says nothing we follow, or one that does not say what changed.
        ValidationError: a followed field has the wrong type or is too long.
    """
    event = change_event(raw.json_object())
    reader = _READERS.get(event.entity_name)
    if reader is None:
        raise Refusal("entity-not-followed", entities=_entities(raw, event), saw=(event.entity_name,))
    if event.change_type == "UPDATE":
        event.check_names()
    return reader(raw, event)


def _contacts(raw: Raw, event: ChangeEvent) -> tuple[Fact, ...]:
    whole = _transaction(raw, event)
    change = event.change_type
    heads = [_head(raw, event, one) | whole | {"contact_id": one} for one in event.record_ids()]
    if change == "DELETE":
        return tuple(ContactRemoved(**head, how="deleted") for head in heads)
    fields = contact_fields(event, raw)
    _check_said(raw, event, fields, paths_of(CONTACT_FIELDS, raw.mapping(SOURCE).contact))
    if change == "UNDELETE":
        return tuple(fact for head in heads for fact in _restored(head, fields))
    return tuple(ContactChanged(**head, created=change == "CREATE", fields=fields) for head in heads)


def _restored(head: dict[str, Any], fields: ContactFields) -> tuple[Fact, Fact]:
    """The record is back, and how it stands now: no rule may take what happened meanwhile for a move."""
    snapshot = head | {"fact_id": stable_id(head["fact_id"], "snapshot")}
    return ContactRemoved(**head, how="restored"), ContactChanged(**snapshot, snapshot=True, fields=fields)


def _accounts(raw: Raw, event: ChangeEvent) -> tuple[Fact, ...]:
    whole = _transaction(raw, event)
    change = event.change_type
    heads = [_head(raw, event, one) | whole | {"account_id": one} for one in event.record_ids()]
    if change == "DELETE":
        return tuple(AccountChanged(**head, deleted=True) for head in heads)
    fields = account_fields(event, raw)
    _check_said(raw, event, fields, paths_of(ACCOUNT_FIELDS, raw.mapping(SOURCE).account))
    return tuple(AccountChanged(**head, **fields) for head in heads)


def _opportunities(raw: Raw, event: ChangeEvent) -> tuple[Fact, ...]:
    heads = [_head(raw, event, one) | {"opportunity_id": one} for one in event.record_ids()]
    fields = opportunity_fields(event, raw)
    deleted = event.change_type == "DELETE"
    # An account that enriches every event is no news by itself, unless it is what changed.
    news = {name: value for name, value in fields.items() if name != "account" or event.names_as_changed("AccountId")}
    followed = paths_of(OPPORTUNITY_FIELDS, raw.mapping(SOURCE).opportunity)
    _check_said(raw, event, news, {name: paths for name, paths in followed.items() if name != "account"})
    return tuple(opportunity_of(raw, SOURCE, head | {"deleted": deleted}, fields) for head in heads)


def _users(raw: Raw, event: ChangeEvent) -> tuple[Fact, ...]:
    change = event.change_type
    heads = [_head(raw, event, one) | {"owner_id": one} for one in event.record_ids()]
    if change == "DELETE":
        return tuple(OwnerChanged(**head, active=False) for head in heads)
    fields = owner_fields(event, raw)
    _check_said(raw, event, fields, paths_of(OWNER_FIELDS, raw.mapping(SOURCE).owner))
    return tuple(OwnerChanged(**head, **fields) for head in heads)


def _head(raw: Raw, event: ChangeEvent, record_id: str) -> dict[str, Any]:
    """What every fact has. The id follows from the place in the transaction: Salesforce repeats events, not places."""
    at = moment(event.header.get("commitTimestamp"), "ChangeEventHeader.commitTimestamp")
    place = (event.text("transactionKey"), str(event.number("sequenceNumber")), record_id)
    return raw.head(SOURCE, at, *place)


def _transaction(raw: Raw, event: ChangeEvent) -> dict[str, Any]:
    """Who changed it, and in which transaction."""
    user = event.header.get("commitUser")
    path = "ChangeEventHeader.commitUser"
    key = None if user is None else raw.key(SOURCE, long_id(user, path))
    return {"changed_by": key, "transaction_id": event.text("transactionKey")}


def _check_said(raw: Raw, event: ChangeEvent, fields: Mapping[str, object], followed: Paths) -> None:
    """Refuse an update that says nothing we follow. A record just made is news even when it is blank."""
    if fields or event.change_type != "UPDATE":
        return
    changed = event.names("changedFields") or tuple(name for name in event.body if name != "ChangeEventHeader")
    touched = any(event.names_as_changed(*paths) or event.said(*paths) is not UNSAID for paths in followed.values())
    reason = "nothing-usable" if touched else "no-followed-field"
    raise Refusal(reason, entities=_entities(raw, event), saw=changed)


def _entities(raw: Raw, event: ChangeEvent) -> tuple[str, ...]:
    """The keys of the records concerned, as far as they can be read."""
    ids = event.header.get("recordIds")
    readable = [one for one in ids if is_id(one)] if isinstance(ids, list) else []
    return tuple(raw.key(SOURCE, long_id(one, "ChangeEventHeader.recordIds")) for one in readable[:MAX_ENTITIES])


_READERS: Final[dict[str, Callable[[Raw, ChangeEvent], tuple[Fact, ...]]]] = {
    "Contact": _contacts,
    "Account": _accounts,
    "User": _users,
    "Opportunity": _opportunities,
}
