"""Pipedrive's webhooks, versions 1 and 2: persons, organizations and users, with their former values. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from movewatch.intake.fields import (
    Names,
    account_fields,
    contact_fields,
    deal_fields,
    id_of,
    moment_of,
    opportunity_of,
    owner_fields,
)
from movewatch.intake.raw import Raw, as_object, moment_of_seconds
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactFields, ContactRemoved, Fact

SOURCE: Final = "pipedrive"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "first_name",
    "last_name": "last_name",
    "title": "job_title",
    "company": "org_name",
    "account": "org_id",
    "email": "email",
    "personal_email": "home_email",
    "phone": "mobile",
    "owner": "owner_id",
}
"""``email``, ``home_email`` and ``mobile`` are taken from the lists of addresses and numbers by their labels."""

ACCOUNT_FIELDS: Final[Names] = {"name": "name", "domain": "website", "owner": "owner_id"}

OPPORTUNITY_FIELDS: Final[Names] = {
    "account": "org_id",
    "name": "title",
    "stage": "status",
    "owner": "owner_id",
    "closes_at": "expected_close_date",
}

OWNER_FIELDS: Final[Names] = {
    "name": "name",
    "email": "email",
    "time_zone": "timezone_name",
    "active": "active_flag",
}

_ACTIONS: Final = {
    "added": "create",
    "updated": "change",
    "merged": "change",
    "deleted": "delete",
    "create": "create",
    "change": "change",
    "delete": "delete",
}
"""What happened, in the words of version 2. In version 1 the survivor of a merge comes as it is now."""

_HOME: Final = frozenset({"home", "private", "personal"})


@dataclass(frozen=True, slots=True)
class _Event:
    """An event of either version. ``now`` and ``before`` are None where there is nothing, ``before`` may be partial."""

    entity: str
    entity_id: str
    action: str
    at: datetime
    stamp: str
    user: str | None
    merged_to: str | None
    now: Mapping[str, Any] | None
    before: Mapping[str, Any] | None

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields whose former value was another one."""
        now = self.now or {}
        return tuple(name for name, value in (self.before or {}).items() if now.get(name) != value)


def read(raw: Raw) -> tuple[Fact, ...]:
    """The fact of an event. A person comes with all fields each time, so that a change of counters is set aside here.

    Raises:
        Refusal: not an event, or one that says nothing we follow.
        ValidationError: a followed field has the wrong type or is too long.
    """
    event = _event(raw.json_object())
    reader = _READERS.get(event.entity)
    entity = raw.key(SOURCE, event.entity_id)
    if reader is None:
        raise Refusal("entity-not-followed", entities=(entity,), saw=(event.entity,))
    fact = reader(raw, event)
    if fact is None:
        raise Refusal("no-followed-field", entities=(entity,), saw=event.changed)
    return (fact,)


def _event(payload: dict[str, Any]) -> _Event:
    meta = as_object(payload.get("meta"), "meta: ")
    action = _ACTIONS.get(str(meta.get("action")))
    if action is None:
        raise Refusal("unknown-change", f"meta.action: none of {', '.join(_ACTIONS)}")
    second = "entity" in meta
    now = payload.get("data" if second else "current")
    before = payload.get("previous")
    user, merged_to = meta.get("user_id"), meta.get("merged_to_id")
    return _Event(
        entity=str(meta.get("entity" if second else "object")),
        entity_id=id_of(meta.get("entity_id" if second else "id"), "meta.entity_id" if second else "meta.id"),
        action=action,
        at=_at(meta),
        stamp=str(meta.get("timestamp_micro") or meta.get("timestamp")),
        user=None if user is None else id_of(user, "meta.user_id"),
        merged_to=None if merged_to is None else id_of(merged_to, "meta.merged_to_id"),
        now=None if now is None else _flat(as_object(now, "data: " if second else "current: ")),
        before=None if before is None else _flat(as_object(before, "previous: ")),
    )


def _at(meta: Mapping[str, Any]) -> datetime:
    """Version 2 writes ISO 8601, version 1 seconds."""
    at = meta.get("timestamp")
    return moment_of_seconds(at, "meta.timestamp") if isinstance(at, int) else moment_of(at, "meta.timestamp")


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record with one value for each field, and its custom fields beside the others."""
    flat = {name: _plain(value) for name, value in record.items()}
    custom = record.get("custom_fields")
    if isinstance(custom, dict):
        flat |= {name: _plain(value) for name, value in custom.items()}
    for ours, theirs in (("email", "emails"), ("phone", "phones")):
        flat |= _by_label(ours, record.get(theirs, record.get(ours)))
    return flat


def _plain(value: Any) -> Any:
    """The value of a field that comes as an object: a custom field's, or the id of what is linked."""
    return value.get("value", value) if isinstance(value, dict) else value


def _by_label(name: str, entries: Any) -> dict[str, Any]:
    """One address for work and one for home; a number only where it is a mobile: others are often the switchboard's."""
    if not isinstance(entries, list):
        return {}
    listed = [entry for entry in entries if isinstance(entry, dict)]
    labelled = {str(entry.get("label")).lower(): entry.get("value") for entry in reversed(listed)}
    if name == "phone":
        return {"mobile": labelled.get("mobile")}
    home = next((labelled[label] for label in _HOME if label in labelled), None)
    first = sorted(listed, key=lambda entry: entry.get("primary") is not True)
    work = next((entry.get("value") for entry in first if str(entry.get("label")).lower() not in _HOME), None)
    return {"email": work, "home_email": home}


def _person(raw: Raw, event: _Event) -> Fact | None:
    head = _head(raw, event) | {"contact_id": event.entity_id, "changed_by": _user(raw, event)}
    if event.action == "delete":
        into = None if event.merged_to is None else raw.key(SOURCE, event.merged_to)
        return ContactRemoved(**head, how="merged" if into else "deleted", merged_into=into)
    fields = contact_fields(raw, SOURCE, event.now or {}, CONTACT_FIELDS)
    if event.action == "create":
        return ContactChanged(**head, created=True, fields=fields)
    old = contact_fields(raw, SOURCE, event.before or {}, CONTACT_FIELDS)
    if event.before is not None and old.items() <= fields.items():
        return None
    # What "previous" leaves out is as it was: without it nothing would be known of the fields that did not change.
    before: ContactFields = {**fields, **old}
    return ContactChanged(**head, fields=fields, old=before if event.before is not None else None)


def _organization(raw: Raw, event: _Event) -> Fact | None:
    head = _head(raw, event) | {"account_id": event.entity_id}
    if event.action == "delete":
        return AccountChanged(**head, deleted=True)
    fields = account_fields(raw, SOURCE, event.now or {}, ACCOUNT_FIELDS)
    return AccountChanged(**head, changed_by=_user(raw, event), **fields) if fields else None


def _deal(raw: Raw, event: _Event) -> Fact | None:
    # Version 1 calls the owner a user.
    now = {**(event.before or {}), **(event.now or {})}
    now["owner_id"] = now.get("owner_id") or now.get("user_id")
    fields = deal_fields(raw, SOURCE, now, OPPORTUNITY_FIELDS)
    deleted = event.action == "delete" or now.get("status") == "deleted"
    head = _head(raw, event) | {"opportunity_id": event.entity_id, "deleted": deleted}
    return opportunity_of(raw, SOURCE, head, fields)


def _user_of_ours(raw: Raw, event: _Event) -> Fact | None:
    head = _head(raw, event) | {"owner_id": event.entity_id}
    if event.action == "delete":
        return OwnerChanged(**head, active=False)
    fields = owner_fields(raw, SOURCE, event.now or {}, OWNER_FIELDS)
    return OwnerChanged(**head, **fields) if fields else None


def _head(raw: Raw, event: _Event) -> dict[str, Any]:
    """What every fact has. A retry repeats entity, action and time."""
    return raw.head(SOURCE, event.at, event.entity, event.entity_id, event.action, event.stamp)


def _user(raw: Raw, event: _Event) -> str | None:
    return None if event.user is None else raw.key(SOURCE, event.user)


_READERS: Final[dict[str, Callable[[Raw, _Event], Fact | None]]] = {
    "person": _person,
    "organization": _organization,
    "user": _user_of_ours,
    "deal": _deal,
}
