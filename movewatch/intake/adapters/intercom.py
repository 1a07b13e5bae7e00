"""Intercom's notifications: contacts and companies, each time as they are now. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from movewatch.intake.fields import Names, account_fields, contact_fields, id_of, split_name
from movewatch.intake.raw import Raw, as_object, moment_of_seconds
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged
from schemas.facts import ContactChanged, ContactRemoved, Fact

SOURCE: Final = "intercom"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "first_name",
    "last_name": "last_name",
    "title": "custom_attributes.job_title",
    "email": "email",
    "phone": "phone",
    "owner": "owner_id",
    "opted_out": "unsubscribed_from_emails",
    "account": "company_id",
    "company": "company_name",
}
"""The name comes whole: its last word is taken for the surname. ``company_id`` and ``company_name`` are those of the
only company in the list; where there are several, nobody can say which one it is."""

ACCOUNT_FIELDS: Final[Names] = {"name": "name", "domain": "website"}

_GONE: Final = frozenset({"deleted", "archived"})
_ROLES: Final = frozenset({"user", "lead"})
"""What a topic calls a contact by; topics of earlier versions say nothing else."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """The fact of one notification.

    Raises:
        Refusal: no notification, or one that says nothing we follow.
        ValidationError: a followed field has the wrong type or is too long.
    """
    payload = raw.json_object()
    kind, action = _what(str(payload.get("topic")))
    item = as_object(as_object(payload.get("data"), "data: ").get("item"), "data.item: ")
    item_id = id_of(item.get("id"), "data.item.id")
    head = _head(raw, payload, item_id)
    fact = _company(raw, head, action, item_id, item) if kind == "company" else _contact(raw, head, action, item)
    if fact is None:
        raise Refusal("no-followed-field", entities=(raw.key(SOURCE, item_id),), saw=tuple(item))
    return (fact,)


def _what(topic: str) -> tuple[str, str]:
    """The kind of thing and what happened to it. A topic with more in it is about something of it, such as a tag.

    Raises:
        Refusal: nothing that we follow.
    """
    kind, *rest = topic.split(".")
    actions = [part for part in rest if part not in _ROLES]
    if kind not in {"contact", "company", *_ROLES} or len(actions) != 1:
        raise Refusal("entity-not-followed", saw=(topic[:100],))
    return kind, actions[0]


def _contact(raw: Raw, head: dict[str, Any], action: str, item: Mapping[str, Any]) -> Fact | None:
    contact_id = id_of(item.get("id"), "data.item.id")
    if action in _GONE:
        return ContactRemoved(**head, contact_id=contact_id, how="deleted")
    name = item.get("name")
    names = split_name(name) if isinstance(name, str) else {}
    fields = contact_fields(raw, SOURCE, {**item, **names, **_only_company(item)}, CONTACT_FIELDS)
    return ContactChanged(**head, contact_id=contact_id, created=action == "created", fields=fields) if fields else None


def _company(raw: Raw, head: dict[str, Any], action: str, item_id: str, item: Mapping[str, Any]) -> Fact | None:
    if action in _GONE:
        return AccountChanged(**head, account_id=item_id, deleted=True)
    fields = account_fields(raw, SOURCE, item, ACCOUNT_FIELDS)
    return AccountChanged(**head, account_id=item_id, **fields) if fields else None


def _only_company(item: Mapping[str, Any]) -> dict[str, Any]:
    companies = item.get("companies")
    listed = companies.get("data", companies.get("companies")) if isinstance(companies, dict) else None
    if not isinstance(listed, list) or len(listed) != 1 or not isinstance(listed[0], dict):
        return {}
    return {f"company_{name}": listed[0][name] for name in ("id", "name") if name in listed[0]}


def _head(raw: Raw, payload: Mapping[str, Any], item_id: str) -> dict[str, Any]:
    """What every fact has. A notification that is sent again has the same id."""
    at = moment_of_seconds(payload.get("created_at"), "created_at")
    return raw.head(SOURCE, at, item_id, id_of(payload.get("id"), "id"))
