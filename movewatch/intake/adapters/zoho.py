"""Zoho CRM's notifications: contacts, accounts and users, with the new values of what changed. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from movewatch.intake.fields import (
    Names,
    Statuses,
    account_fields,
    contact_fields,
    deal_fields,
    id_of,
    opportunity_of,
)
from movewatch.intake.raw import MAX_ENTITIES, Raw, as_object, moment
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged
from schemas.facts import ContactChanged, ContactRemoved, Fact

SOURCE: Final = "zoho"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "First_Name",
    "last_name": "Last_Name",
    "title": "Title",
    "department": "Department",
    "company": "Account_Name.name",
    "account": "Account_Name.id",
    "email": "Email",
    "phone": "Mobile",
    "owner": "Owner.id",
    "opted_out": "Email_Opt_Out",
}

ACCOUNT_FIELDS: Final[Names] = {
    "name": "Account_Name",
    "domain": "Website",
    "owner": "Owner.id",
    "parent": "Parent_Account.id",
    "status": "Account_Type",
}

OPPORTUNITY_FIELDS: Final[Names] = {
    "account": "Account_Name.id",
    "name": "Deal_Name",
    "stage": "Stage",
    "owner": "Owner.id",
    "closes_at": "Closing_Date",
}

STATUSES: Final[Statuses] = {
    "customer": "customer",
    "prospect": "prospect",
    "partner": "partner",
    "reseller": "partner",
    "distributor": "partner",
    "integrator": "partner",
    "competitor": "competitor",
}
"""The values of ``Account_Type`` that Zoho ships, in lower case. Others are "unknown"."""

_OPERATIONS: Final = {"insert": "create", "update": "change", "edit": "change", "delete": "delete"}


def read(raw: Raw) -> tuple[Fact | Refusal, ...]:
    """One fact for each record of a notification. Only new values are told, never former ones.

    Raises:
        Refusal: no notification, or one that says nothing we follow.
        ValidationError: a followed field has the wrong type or is too long.
    """
    payload = raw.json_object()
    action = _OPERATIONS.get(str(payload.get("operation")).lower())
    if action is None:
        raise Refusal("unknown-change", f"operation: none of {', '.join(_OPERATIONS)}")
    ids = payload.get("ids")
    if not isinstance(ids, list) or not ids:
        raise Refusal("invalid", "ids: missing, empty, or no list")
    if len(ids) > MAX_ENTITIES:
        raise Refusal("too-large", f"ids: more than {MAX_ENTITIES}")
    told = dict.fromkeys(id_of(one, f"ids.{number}") for number, one in enumerate(ids))
    reader = _READERS.get(str(payload.get("module")))
    if reader is None:
        keys = tuple(raw.key(SOURCE, one) for one in told)
        raise Refusal("entity-not-followed", entities=keys, saw=(str(payload.get("module")),))
    values = _values(payload)
    return tuple(_item(raw, reader, payload, action, one, values.get(one, {})) for one in told)


def _item(
    raw: Raw, reader: "_Reader", payload: Mapping[str, Any], action: str, record_id: str, said: Mapping[str, Any]
) -> Fact | Refusal:
    entity = raw.key(SOURCE, record_id)
    try:
        fact = reader(raw, _head(raw, payload, action, record_id), action, record_id, said)
    except Refusal as refusal:
        if refusal.poison:
            raise
        return Refusal(refusal.reason, entities=(entity,), saw=tuple(said))
    if fact is not None:
        return fact
    return Refusal("no-followed-field" if said else "nothing-usable", entities=(entity,), saw=tuple(said))


def _values(payload: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The new values of each record. Zoho leaves them out where the channel was made without them."""
    listed = payload.get("affected_values") or []
    if not isinstance(listed, list):
        raise Refusal("invalid", "affected_values: no list")
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(listed):
        path = f"affected_values.{number}"
        part = as_object(entry, f"{path}: ")
        found[id_of(part.get("record_id"), f"{path}.record_id")] = as_object(part.get("values"), f"{path}.values: ")
    return found


def _contact(raw: Raw, head: dict[str, Any], action: str, record_id: str, said: Mapping[str, Any]) -> Fact | None:
    if action == "delete":
        return ContactRemoved(**head, contact_id=record_id, how="deleted")
    fields = contact_fields(raw, SOURCE, said, CONTACT_FIELDS)
    if not fields and action == "change":
        return None
    return ContactChanged(**head, contact_id=record_id, created=action == "create", fields=fields)


def _account(raw: Raw, head: dict[str, Any], action: str, record_id: str, said: Mapping[str, Any]) -> Fact | None:
    if action == "delete":
        return AccountChanged(**head, account_id=record_id, deleted=True)
    fields = account_fields(raw, SOURCE, said, ACCOUNT_FIELDS, STATUSES)
    return AccountChanged(**head, account_id=record_id, **fields) if fields else None


def _deal(raw: Raw, head: dict[str, Any], action: str, record_id: str, said: Mapping[str, Any]) -> Fact | None:
    fields = deal_fields(raw, SOURCE, said, OPPORTUNITY_FIELDS)
    deleted = action == "delete"
    if not fields and not deleted:
        return None
    return opportunity_of(raw, SOURCE, head | {"opportunity_id": record_id, "deleted": deleted}, fields)


def _head(raw: Raw, payload: Mapping[str, Any], action: str, record_id: str) -> dict[str, Any]:
    """What every fact has. A repeated notification repeats the time at which it was made."""
    at = moment(payload.get("server_time"), "server_time")
    return raw.head(SOURCE, at, str(payload.get("module")), record_id, action, str(payload.get("server_time")))


_Reader = Callable[[Raw, dict[str, Any], str, str, Mapping[str, Any]], Fact | None]

_READERS: Final[dict[str, _Reader]] = {"Contacts": _contact, "Accounts": _account, "Deals": _deal}
