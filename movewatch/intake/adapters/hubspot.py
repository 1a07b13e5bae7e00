"""HubSpot's webhooks: contacts and companies, one event for each property, up to a hundred in a record. Pure."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter

from movewatch.intake.fields import Names, Statuses, account_fields, contact_fields
from movewatch.intake.raw import Raw, moment
from movewatch.intake.refusals import Refusal
from schemas.base import Id
from schemas.directory import AccountChanged
from schemas.facts import ContactChanged, ContactErased, ContactRemoved, Fact

SOURCE: Final = "hubspot"

CONTACT_FIELDS: Final[Names] = {
    "first_name": "firstname",
    "last_name": "lastname",
    "title": "jobtitle",
    "company": "company",
    "account": "associatedcompanyid",
    "email": "email",
    "phone": "mobilephone",
    "linkedin_url": "hs_linkedin_url",
    "owner": "hubspot_owner_id",
    "opted_out": "hs_email_optout",
}
"""``phone`` is often the switchboard's and is not read."""

ACCOUNT_FIELDS: Final[Names] = {
    "name": "name",
    "domain": "domain",
    "owner": "hubspot_owner_id",
    "parent": "hs_parent_company_id",
    "status": "lifecyclestage",
}

STATUSES: Final[Statuses] = {
    "subscriber": "prospect",
    "lead": "prospect",
    "marketingqualifiedlead": "prospect",
    "salesqualifiedlead": "prospect",
    "opportunity": "prospect",
    "customer": "customer",
    "evangelist": "customer",
}
"""The lifecycle stages that HubSpot ships. Others, ``other`` among them, are "unknown"."""

REDACTED: Final = "REDACTED"
"""Stands where HubSpot withholds a sensitive value."""

_OBJECT_TYPES: Final = {"0-1": "contact", "0-2": "company"}
_TO_COMPANY: Final = frozenset({"CONTACT_TO_COMPANY", "CONTACT_TO_COMPANY_PRIMARY"})

_RecordId = Annotated[Id, Field(coerce_numbers_to_str=True)]


class _Event(BaseModel):
    """What we read of an event. Ids are numbers in older subscriptions and text in generic ones."""

    model_config = ConfigDict(frozen=True)

    kind: Id = Field(validation_alias=AliasChoices("subscriptionType", "eventType"))
    object_id: _RecordId = Field(validation_alias=AliasChoices("objectId", "fromObjectId"))
    object_type: Id | None = Field(None, validation_alias=AliasChoices("objectTypeId", "fromObjectTypeId"))
    occurred_at: int = Field(validation_alias="occurredAt")
    portal: _RecordId | None = Field(None, validation_alias="portalId")
    subscription: _RecordId | None = Field(None, validation_alias="subscriptionId")
    property_name: str | None = Field(None, validation_alias="propertyName")
    property_value: str | None = Field(None, validation_alias="propertyValue")
    new_id: _RecordId | None = Field(None, validation_alias="newObjectId")
    primary_id: _RecordId | None = Field(None, validation_alias="primaryObjectId")
    merged_ids: tuple[_RecordId, ...] = Field((), validation_alias="mergedObjectIds", max_length=100)
    to_id: _RecordId | None = Field(None, validation_alias="toObjectId")
    to_type: Id | None = Field(None, validation_alias="toObjectTypeId")
    association: Id | None = Field(None, validation_alias="associationType")
    is_removed: bool = Field(False, validation_alias="associationRemoved")
    is_primary: bool = Field(False, validation_alias="isPrimaryAssociation")

    @property
    def what(self) -> tuple[str, str]:
        """The kind of object and what happened to it, such as contact and propertyChange."""
        prefix, _, action = self.kind.partition(".")
        return (_OBJECT_TYPES.get(self.object_type or "", "other") if prefix == "object" else prefix), action

    @property
    def survivor(self) -> str | None:
        """What is left of a merge: the new object, where there is one."""
        return self.new_id or self.primary_id

    @property
    def gone(self) -> tuple[str, ...]:
        """What a merge has done away with."""
        merged = dict.fromkeys((*self.merged_ids, self.primary_id, self.object_id))
        return tuple(one for one in merged if one is not None and one != self.survivor)


_EVENTS: Final = TypeAdapter(list[_Event])


def read(raw: Raw) -> tuple[Fact | Refusal, ...]:
    """The facts of a list of events, or of a single one. What concerns nobody we follow is set aside by itself.

    HubSpot promises neither order nor single delivery, and a list may tell of a change before the creation.

    Raises:
        Refusal: neither an event nor a list of some.
        ValidationError: an event lacks what all of them have.
    """
    return tuple(item for event in _EVENTS.validate_python(raw.json_objects()) for item in _items(raw, event))


def _items(raw: Raw, event: _Event) -> tuple[Fact | Refusal, ...]:
    reader = _READERS.get(event.what)
    entity = raw.key(SOURCE, event.object_id)
    if reader is None:
        return (Refusal("entity-not-followed", entities=(entity,), saw=(event.kind,)),)
    facts = reader(raw, event)
    if facts:
        return facts
    followed = event.property_value == REDACTED or event.association is not None or event.what[1] == "merge"
    saw = tuple(filter(None, (event.property_name, event.association)))
    return (Refusal("nothing-usable" if followed else "no-followed-field", entities=(entity,), saw=saw),)


def _contact_made(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    """What is in it follows as changes of its properties."""
    return (ContactChanged(**_head(raw, event), contact_id=event.object_id, created=True, fields={}),)


def _contact_changed(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    fields = contact_fields(raw, SOURCE, _said(event), CONTACT_FIELDS)
    return (ContactChanged(**_head(raw, event), contact_id=event.object_id, fields=fields),) if fields else ()


def _contact_associated(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    """A new primary company. That one was taken away says nothing: the next one comes by itself, in any order."""
    to_company = event.association in _TO_COMPANY or _OBJECT_TYPES.get(event.to_type or "") == "company"
    if not to_company or event.is_removed or not event.is_primary or event.to_id is None:
        return ()
    fields = contact_fields(raw, SOURCE, {"associatedcompanyid": event.to_id}, CONTACT_FIELDS)
    return (ContactChanged(**_head(raw, event), contact_id=event.object_id, fields=fields),) if fields else ()


def _contact_deleted(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return (ContactRemoved(**_head(raw, event), contact_id=event.object_id, how="deleted"),)


def _contact_restored(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return (ContactRemoved(**_head(raw, event), contact_id=event.object_id, how="restored"),)


def _contact_erased(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return (ContactErased(**_head(raw, event), contact_id=event.object_id),)


def _contacts_merged(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    into = raw.key(SOURCE, event.survivor or event.object_id)
    return tuple(
        ContactRemoved(**_head(raw, event, gone), contact_id=gone, how="merged", merged_into=into)
        for gone in event.gone
    )


def _company_made(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return (AccountChanged(**_head(raw, event), account_id=event.object_id),)


def _company_changed(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    fields = account_fields(raw, SOURCE, _said(event), ACCOUNT_FIELDS, STATUSES)
    return (AccountChanged(**_head(raw, event), account_id=event.object_id, **fields),) if fields else ()


def _company_deleted(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return (AccountChanged(**_head(raw, event), account_id=event.object_id, deleted=True),)


def _companies_merged(raw: Raw, event: _Event) -> tuple[Fact, ...]:
    return tuple(AccountChanged(**_head(raw, event, gone), account_id=gone, deleted=True) for gone in event.gone)


def _said(event: _Event) -> dict[str, Any]:
    """The property that the event tells of, if it tells its value."""
    if event.property_name is None or event.property_value == REDACTED:
        return {}
    return {event.property_name: event.property_value}


def _head(raw: Raw, event: _Event, about: str | None = None) -> dict[str, Any]:
    """What every fact has. Event ids are not unique: the id is what a repeated event repeats, the value with it."""
    at = moment(event.occurred_at, "occurredAt")
    told = (event.property_name, event.property_value, event.to_id, event.survivor, str(event.is_removed))
    place = (event.portal, event.subscription, about or event.object_id, event.kind, str(event.occurred_at), *told)
    return raw.head(SOURCE, at, *(part or "" for part in place))


_READERS: Final[dict[tuple[str, str], Callable[[Raw, _Event], tuple[Fact, ...]]]] = {
    ("contact", "creation"): _contact_made,
    ("contact", "propertyChange"): _contact_changed,
    ("contact", "associationChange"): _contact_associated,
    ("contact", "deletion"): _contact_deleted,
    ("contact", "restore"): _contact_restored,
    ("contact", "privacyDeletion"): _contact_erased,
    ("contact", "merge"): _contacts_merged,
    ("company", "creation"): _company_made,
    ("company", "propertyChange"): _company_changed,
    ("company", "deletion"): _company_deleted,
    ("company", "restore"): _company_made,
    ("company", "merge"): _companies_merged,
}
