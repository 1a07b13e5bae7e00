"""Dynamics 365 and Dataverse: what their webhooks say of contacts, accounts and users. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from movewatch.intake.fields import (
    Names,
    Stages,
    Statuses,
    account_fields,
    contact_fields,
    deal_fields,
    id_of,
    moment_of,
    opportunity_of,
    owner_fields,
)
from movewatch.intake.raw import Raw, moment
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactFields, ContactRemoved, Fact

SOURCE: Final = "dynamics"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "firstname",
    "last_name": "lastname",
    "title": "jobtitle",
    "department": "department",
    "company": "parentcustomerid.Name",
    "account": "parentcustomerid.Id",
    "email": "emailaddress1",
    "phone": "mobilephone",
    "owner": "ownerid.Id",
    "opted_out": "donotemail",
}

ACCOUNT_FIELDS: Final[Names] = {
    "name": "name",
    "domain": "websiteurl",
    "owner": "ownerid.Id",
    "parent": "parentaccountid.Id",
    "status": "customertypecode",
}

STATUSES: Final[Statuses] = {
    "1": "competitor",
    "3": "customer",
    "6": "partner",
    "8": "prospect",
    "9": "partner",
}
"""The values of ``customertypecode`` that Dataverse ships: competitor, customer, partner, prospect, reseller."""

OPPORTUNITY_FIELDS: Final[Names] = {
    "account": "parentaccountid.Id",
    "name": "name",
    "stage": "statecode",
    "owner": "ownerid.Id",
    "closes_at": "estimatedclosedate",
}

STAGES: Final[Stages] = {"0": "open", "1": "won", "2": "lost"}
"""The values of an opportunity's ``statecode``."""

OWNER_FIELDS: Final[Names] = {"name": "fullname", "email": "internalemailaddress"}

_DATE: Final = re.compile(r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/")


@dataclass(frozen=True, slots=True)
class _Event:
    """``target``: the attributes that were written. ``before``: those of the pre-image, None where there is none."""

    message: str
    entity: str
    entity_id: str
    at: datetime
    stamp: str
    user: str | None
    target: Mapping[str, Any]
    before: Mapping[str, Any] | None
    subordinate: str | None


def read(raw: Raw) -> tuple[Fact, ...]:
    """The fact of one message of Dataverse's pipeline.

    Above 256 KB the images are dropped; the change is a fact all the same, without its former values.

    Raises:
        Refusal: no such message, or one that says nothing we follow.
        ValidationError: a followed attribute has the wrong type or is too long.
    """
    event = _event(raw.json_object())
    head = _head(raw, event)
    match event.entity:
        case "contact":
            fact = _contact(raw, event, head)
        case "account":
            fact = _account(raw, event, head)
        case "opportunity":
            fact = _opportunity(raw, event, head)
        case "systemuser":
            fact = _user(raw, event, head)
        case _:
            raise Refusal("entity-not-followed", entities=(raw.key(SOURCE, event.entity_id),), saw=(event.entity,))
    if fact is None:
        raise Refusal("no-followed-field", entities=(raw.key(SOURCE, event.entity_id),), saw=tuple(event.target))
    return (fact,)


def _contact(raw: Raw, event: _Event, head: dict[str, Any]) -> Fact | None:
    head |= {"changed_by": raw.key(SOURCE, event.user) if event.user else None}
    if event.message == "delete":
        return ContactRemoved(**head, contact_id=event.entity_id, how="deleted")
    if event.message == "merge":
        gone, into = id_of(event.subordinate, "InputParameters.SubordinateId"), raw.key(SOURCE, event.entity_id)
        return ContactRemoved(**head, contact_id=gone, how="merged", merged_into=into)
    fields = contact_fields(raw, SOURCE, event.target, CONTACT_FIELDS)
    if event.message == "create":
        return ContactChanged(**head, contact_id=event.entity_id, created=True, fields=fields)
    if not fields:
        return None
    old: ContactFields | None = None
    if event.before is not None:
        old = contact_fields(raw, SOURCE, event.before, CONTACT_FIELDS)
    return ContactChanged(**head, contact_id=event.entity_id, fields=fields, old=old)


def _account(raw: Raw, event: _Event, head: dict[str, Any]) -> Fact | None:
    if event.message == "delete":
        return AccountChanged(**head, account_id=event.entity_id, deleted=True)
    if event.message == "merge":
        gone = id_of(event.subordinate, "InputParameters.SubordinateId")
        return AccountChanged(**head, account_id=gone, deleted=True)
    fields = account_fields(raw, SOURCE, event.target, ACCOUNT_FIELDS, STATUSES)
    return AccountChanged(**head, account_id=event.entity_id, **fields) if fields else None


def _opportunity(raw: Raw, event: _Event, head: dict[str, Any]) -> Fact | None:
    """A deal. An update names the account only where it changes; the pre-image does each time."""
    deleted = event.message == "delete"
    news = deal_fields(raw, SOURCE, event.target, OPPORTUNITY_FIELDS)
    if not news and not deleted:
        return None
    before = deal_fields(raw, SOURCE, event.before or {}, OPPORTUNITY_FIELDS)
    said = {"account": before.get("account")} | news
    head = head | {"opportunity_id": event.entity_id, "deleted": deleted}
    return opportunity_of(raw, SOURCE, head, said, STAGES)


def _user(raw: Raw, event: _Event, head: dict[str, Any]) -> Fact | None:
    if event.message == "delete":
        return OwnerChanged(**head, owner_id=event.entity_id, active=False)
    fields = owner_fields(raw, SOURCE, event.target, OWNER_FIELDS)
    disabled = event.target.get("isdisabled")
    if isinstance(disabled, bool):
        fields["active"] = not disabled
    return OwnerChanged(**head, owner_id=event.entity_id, **fields) if fields else None


def _event(payload: dict[str, Any]) -> _Event:
    message = str(payload.get("MessageName")).lower()
    if message not in {"create", "update", "delete", "merge"}:
        raise Refusal("unknown-change", "MessageName: none of Create, Update, Delete, Merge")
    inputs = _pairs(payload.get("InputParameters"), "InputParameters")
    images = _pairs(payload.get("PreEntityImages"), "PreEntityImages")
    image = next(iter(images.values()), None)
    user = payload.get("InitiatingUserId")
    written = payload.get("OperationCreatedOn")
    return _Event(
        message=message,
        entity=str(payload.get("PrimaryEntityName")).lower(),
        entity_id=id_of(payload.get("PrimaryEntityId"), "PrimaryEntityId").lower(),
        at=_moment(written),
        stamp=str(written),
        user=None if user is None else id_of(user, "InitiatingUserId").lower(),
        target=_attributes(inputs.get("Target"), "InputParameters.Target"),
        before=None if image is None else _attributes(image, "PreEntityImages"),
        subordinate=_lower(inputs.get("SubordinateId")),
    )


def _pairs(value: object, path: str) -> dict[str, Any]:
    """Dataverse writes a mapping as a list of keys and values."""
    if value is None:
        return {}
    if not isinstance(value, list):
        raise Refusal("invalid", f"{path}: no list of keys and values")
    found: dict[str, Any] = {}
    for pair in value:
        key = _either(pair, "key", "Key")
        if not isinstance(key, str):
            raise Refusal("invalid", f"{path}: an entry without a key")
        found[key] = _either(pair, "value", "Value")
    return found


def _attributes(record: object, path: str) -> dict[str, Any]:
    attributes = record.get("Attributes") if isinstance(record, dict) else None
    found = {name: _plain(value) for name, value in _pairs(attributes, f"{path}.Attributes").items()}
    customer = found.get("parentcustomerid")
    if isinstance(customer, dict) and customer.get("LogicalName") == "contact":
        del found["parentcustomerid"]  # a person's customer may be another person, which is no account
    return found


def _plain(value: Any) -> Any:
    """A value without its wrapping: the number of a choice, a reference with its id in lower case."""
    if isinstance(value, dict) and isinstance(value.get("Id"), str):
        return value | {"Id": value["Id"].lower()}
    if isinstance(value, dict) and "Value" in value:
        return value["Value"]
    return value


def _either(pair: object, *names: str) -> Any:
    return next((pair[name] for name in names if name in pair), None) if isinstance(pair, dict) else None


def _lower(value: object) -> str | None:
    return value.lower() if isinstance(value, str) else None


def _moment(value: object) -> datetime:
    """``/Date(1767225600000)/``, or ISO 8601."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        return moment(int(found[1]), "OperationCreatedOn")
    return moment_of(value, "OperationCreatedOn")


def _head(raw: Raw, event: _Event) -> dict[str, Any]:
    """What every fact has. Dataverse repeats a message once, with the same content."""
    place = (event.entity, event.entity_id, event.message, event.stamp, event.subordinate or "")
    return raw.head(SOURCE, event.at, *place, *sorted(event.target))
