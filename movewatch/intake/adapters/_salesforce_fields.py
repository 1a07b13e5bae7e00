"""Which fields of Salesforce's contacts, accounts and users we read, and as what. Pure."""

from collections.abc import Mapping
from typing import Any, Final, cast

from movewatch.intake.adapters._salesforce_event import ChangeEvent
from movewatch.intake.fields import UNSAID, complete_account, value_of, without_nulls
from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import long_id
from schemas.directory import AccountStatus
from schemas.facts import ContactFields

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

OWNER_FIELDS: Final[Paths] = {
    "name": ("Name.FirstName", "Name.LastName", "FirstName", "LastName"),
    "email": ("Email",),
    "time_zone": ("TimeZoneSidKey",),
    "active": ("IsActive",),
}

OPPORTUNITY_FIELDS: Final[Paths] = {
    "account": ("AccountId",),
    "name": ("Name",),
    "stage": ("StageName",),
    "owner": ("OwnerId",),
    "closes_at": ("CloseDate",),
}
"""``renewal`` has no usual field: a mapping says which one tells."""

_KEYS: Final = ("account", "owner", "parent", "success_manager")
"""Fields that hold the id of another record."""

_MOMENTS: Final = ("closes_at",)

_TEXTS: Final = ("domain", "status")
"""Texts that the directory has in another form, so that facts cannot check them."""

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


def contact_fields(event: ChangeEvent, raw: Raw) -> ContactFields:
    """What the event says of a contact, by our names; None where a field was cleared. Types are checked by the fact."""
    return cast(ContactFields, _read(event, raw, CONTACT_FIELDS, raw.mapping("salesforce").contact))


def account_fields(event: ChangeEvent, raw: Raw) -> dict[str, Any]:
    """What the event says of an account, by our names. Cleared fields are left out: the directory cannot say it."""
    mapping = raw.mapping("salesforce")
    fields = _read(event, raw, ACCOUNT_FIELDS, mapping.account)
    return complete_account(fields, {**STATUSES, **mapping.statuses})


def opportunity_fields(event: ChangeEvent, raw: Raw) -> dict[str, Any]:
    """What the event says of a deal, by our names, its account among them."""
    return _read(event, raw, OPPORTUNITY_FIELDS, raw.mapping("salesforce").opportunity)


def owner_fields(event: ChangeEvent, raw: Raw) -> dict[str, Any]:
    """What the event says of a user, by our names. Half of a name is left out: the directory knows whole names."""
    mapping = raw.mapping("salesforce").owner
    usual = {name: paths for name, paths in OWNER_FIELDS.items() if name != "name"}
    fields = without_nulls(_read(event, raw, usual, mapping))
    if "name" in mapping:
        return fields
    first = event.said("Name.FirstName", "FirstName")
    last = event.said("Name.LastName", "LastName")
    parts = [_text(part, "Name") for part in (first, last) if part is not UNSAID and part is not None]
    whole = event.change_type != "UPDATE" or UNSAID not in (first, last)
    return fields | {"name": " ".join(parts)} if parts and whole else fields


def paths_of(usual: Paths, mapping: Mapping[Any, str]) -> Paths:
    """Where fields stand: the usual paths, and a tenant's in place of them or beside them."""
    return {**usual, **{name: (path,) for name, path in mapping.items()}}


def _read(event: ChangeEvent, raw: Raw, usual: Paths, mapping: Mapping[Any, str]) -> dict[str, Any]:
    said = {name: (path, event.said(*path)) for name, path in paths_of(usual, mapping).items()}
    return {
        name: _value(raw, name, value, path[0], is_mapped=name in mapping)
        for name, (path, value) in said.items()
        if value is not UNSAID
    }


def _value(raw: Raw, name: str, value: Any, path: str, *, is_mapped: bool) -> Any:
    """Salesforce's own fields have one type each, which facts check; what a tenant maps may be spelled in many ways."""
    if name in _KEYS and value is not None:
        return raw.key("salesforce", long_id(value, path))
    if is_mapped or name in _MOMENTS:
        return value_of(raw, "salesforce", name, value, path)
    return _text(value, path) if name in _TEXTS and value is not None else value


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise Refusal("invalid", f"{path}: no text")
    return value
