"""Which fields of Salesforce's contacts, accounts and users we read, and as what. Pure."""

from typing import Any, Final, cast

from movewatch.classifiers.domains import registrable_domain
from movewatch.intake.adapters._salesforce_event import UNSAID, ChangeEvent
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import long_id
from schemas.directory import AccountStatus
from schemas.facts import ContactFields
from schemas.keys import entity_key

Paths = dict[str, tuple[str, ...]]

CONTACT_FIELDS: Final[Paths] = {
    "first_name": ("Name.FirstName", "FirstName"),
    "last_name": ("Name.LastName", "LastName"),
    "title": ("Title",),
    "department": ("Department",),
    "email": ("Email",),
    "phone": ("MobilePhone",),
    "account": ("AccountId",),
    "owner": ("OwnerId",),
    "opted_out": ("HasOptedOutOfEmail",),
    "no_longer_at_company": ("LID__No_longer_at_Company__c",),
}
"""Our name, and where Salesforce has it. ``LID__No_longer_at_Company__c`` is set by LinkedIn's integration.
``Phone`` is not read: it is often the switchboard's, and would make one person of two colleagues."""

ACCOUNT_FIELDS: Final[Paths] = {
    "name": ("Name",),
    "domain": ("Website",),
    "owner": ("OwnerId",),
    "parent": ("ParentId",),
    "status": ("Type",),
}

USER_FIELDS: Final[Paths] = {
    "name": ("Name.FirstName", "Name.LastName", "FirstName", "LastName"),
    "email": ("Email",),
    "time_zone": ("TimeZoneSidKey",),
    "active": ("IsActive",),
}

_KEYS: Final = ("account", "owner", "parent")
"""Fields that hold the id of another record."""

STATUSES: Final[dict[str, AccountStatus]] = {
    "prospect": "prospect",
    "customer": "customer",
    "customer - direct": "customer",
    "customer - channel": "customer",
    "former customer": "former_customer",
    "partner": "partner",
    "channel partner / reseller": "partner",
    "installation partner": "partner",
    "technology partner": "partner",
    "reseller": "partner",
    "integrator": "partner",
    "competitor": "competitor",
}
"""The values of ``Account.Type`` that Salesforce ships, in lower case. Others are "unknown"."""


def contact_fields(event: ChangeEvent, tenant: str) -> ContactFields:
    """What the event says of a contact, by our names; None where a field was cleared. Types are checked by the fact."""
    return cast(ContactFields, _read(event, CONTACT_FIELDS, tenant))


def account_fields(event: ChangeEvent, tenant: str) -> dict[str, Any]:
    """What the event says of an account, by our names. Cleared fields are left out: the directory cannot say it."""
    fields = _without_nulls(_read(event, ACCOUNT_FIELDS, tenant))
    if "status" in fields:
        fields["status"] = STATUSES.get(_text(fields["status"], "Type").strip().lower(), "unknown")
    if "domain" in fields:
        fields["domain"] = registrable_domain(_text(fields["domain"], "Website"))
    return _without_nulls(fields)


def owner_fields(event: ChangeEvent) -> dict[str, Any]:
    """What the event says of a user, by our names. Half of a name is left out: the directory knows whole names."""
    paths = {name: paths for name, paths in USER_FIELDS.items() if name != "name"}
    fields = _without_nulls(_read(event, paths, tenant=""))
    first = event.said("Name.FirstName", "FirstName")
    last = event.said("Name.LastName", "LastName")
    parts = [_text(part, "Name") for part in (first, last) if part is not UNSAID and part is not None]
    whole = event.change_type != "UPDATE" or UNSAID not in (first, last)
    return fields | {"name": " ".join(parts)} if parts and whole else fields


def _read(event: ChangeEvent, fields: Paths, tenant: str) -> dict[str, Any]:
    said = {name: event.said(*paths) for name, paths in fields.items()}
    return {name: _value(name, value, fields, tenant) for name, value in said.items() if value is not UNSAID}


def _value(name: str, value: Any, fields: Paths, tenant: str) -> Any:
    if name not in _KEYS or value is None:
        return value
    return entity_key(tenant, "salesforce", long_id(value, fields[name][0]))


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise Refusal("invalid", f"{path}: no text")
    return value


def _without_nulls(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
