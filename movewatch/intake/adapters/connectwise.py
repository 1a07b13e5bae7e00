"""ConnectWise's callbacks: contacts, companies and members, each time as they are now. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import from_json

from movewatch.intake.fields import (
    Names,
    Statuses,
    account_fields,
    contact_fields,
    deal_fields,
    id_of,
    moment_of,
    opportunity_of,
    owner_fields,
)
from movewatch.intake.raw import Raw, as_object
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactRemoved, Fact

SOURCE: Final = "connectwise"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "firstName",
    "last_name": "lastName",
    "title": "title",
    "department": "department.name",
    "company": "company.name",
    "account": "company.id",
    "email": "email",
    "phone": "mobile",
    "opted_out": "unsubscribeFlag",
}
"""``email`` and ``mobile`` are taken from ``communicationItems``. ``inactiveFlag`` is not read: records are made
inactive for many reasons; whoever uses it for people who have left maps ``no_longer_at_company`` to it."""

ACCOUNT_FIELDS: Final[Names] = {
    "name": "name",
    "domain": "website",
    "owner": "defaultContact.owner.id",
    "parent": "parentCompany.id",
    "status": "status.name",
}

STATUSES: Final[Statuses] = {"prospect": "prospect", "customer": "customer", "former customer": "former_customer"}
"""Names of statuses that are understood, in lower case; each installation has its own, so map them."""

OPPORTUNITY_FIELDS: Final[Names] = {
    "account": "company.id",
    "name": "name",
    "stage": "status.name",
    "owner": "primarySalesRep.id",
    "closes_at": "expectedCloseDate",
}

OWNER_FIELDS: Final[Names] = {"name": "name", "email": "officeEmail", "time_zone": "timeZone.name"}


def read(raw: Raw) -> tuple[Fact, ...]:
    """The fact of one callback. The record is a JSON text within it, and leaves out what is empty.

    Raises:
        Refusal: no callback, or one that says nothing we follow.
        ValidationError: a followed field has the wrong type or is too long.
    """
    payload = raw.json_object()
    action, kind = str(payload.get("Action")).lower(), str(payload.get("Type")).lower()
    if action not in {"added", "updated", "deleted"}:
        raise Refusal("unknown-change", "Action: none of added, updated, deleted")
    entity_id = id_of(payload.get("ID"), "ID")
    entity = raw.key(SOURCE, entity_id)
    if kind not in {"contact", "company", "member", "opportunity"}:
        raise Refusal("entity-not-followed", entities=(entity,), saw=(kind,))
    record = {} if action == "deleted" else _record(payload)
    head = _head(raw, payload, record, entity_id)
    fact = _fact(raw, kind, action, head, entity_id, record)
    if fact is None:
        raise Refusal("no-followed-field", entities=(entity,), saw=tuple(record))
    return (fact,)


def _fact(
    raw: Raw, kind: str, action: str, head: dict[str, Any], entity_id: str, record: Mapping[str, Any]
) -> Fact | None:
    is_gone = action == "deleted"
    if kind == "company":
        fields = account_fields(raw, SOURCE, record, ACCOUNT_FIELDS, STATUSES)
        return AccountChanged(**head, account_id=entity_id, deleted=is_gone, **fields) if fields or is_gone else None
    if kind == "opportunity":
        deal = deal_fields(raw, SOURCE, record, OPPORTUNITY_FIELDS)
        return opportunity_of(raw, SOURCE, head | {"opportunity_id": entity_id, "deleted": is_gone}, deal)
    if kind == "member":
        fields = {"active": False} if is_gone else owner_fields(raw, SOURCE, record, OWNER_FIELDS)
        return OwnerChanged(**head, owner_id=entity_id, **fields) if fields else None
    if is_gone:
        return ContactRemoved(**head, contact_id=entity_id, how="deleted")
    said = contact_fields(raw, SOURCE, {**record, **_reached_by(record)}, CONTACT_FIELDS)
    return ContactChanged(**head, contact_id=entity_id, created=action == "added", fields=said) if said else None


def _record(payload: Mapping[str, Any]) -> dict[str, Any]:
    text = payload.get("Entity")
    if not isinstance(text, str):
        return as_object(text, "Entity: ")
    try:
        return as_object(from_json(text, allow_inf_nan=False), "Entity: ")
    except ValueError:
        raise Refusal("not-json", "Entity: not JSON") from None


def _reached_by(record: Mapping[str, Any]) -> dict[str, Any]:
    """The contact's first address, and a number that is called a mobile or a cell."""
    items = record.get("communicationItems")
    if not isinstance(items, list):
        return {}
    listed = [item for item in items if isinstance(item, dict)]
    listed.sort(key=lambda item: item.get("defaultFlag") is not True)
    found: dict[str, Any] = {}
    for item in listed:
        if str(item.get("communicationType")).lower() == "email":
            found.setdefault("email", item.get("value"))
        elif _is_mobile(item.get("type")):
            found.setdefault("mobile", item.get("value"))
    return found


def _is_mobile(kind: object) -> bool:
    name = str(kind.get("name") if isinstance(kind, dict) else kind).lower()
    return "mobile" in name or "cell" in name


def _head(raw: Raw, payload: Mapping[str, Any], record: Mapping[str, Any], entity_id: str) -> dict[str, Any]:
    """What every fact has. A callback that is sent again has the same message id."""
    info = record.get("_info")
    updated = info.get("lastUpdated") if isinstance(info, dict) else None
    at = raw.at if updated is None else moment_of(updated, "Entity._info.lastUpdated")
    return raw.head(SOURCE, at, entity_id, id_of(payload.get("MessageId"), "MessageId"))
