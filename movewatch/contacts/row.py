"""The row of a contact: what is known, since when, what was signalled, what was asked. Pure."""

from datetime import datetime
from typing import Any, Final, Literal, Self

from pydantic import Field

from movewatch.classifiers.domains import employer_domain
from movewatch.stage import Row
from schemas.base import MAX_TEXT, Id, Key, Part, Reason, Text, UtcTime
from schemas.evidence import Employment
from schemas.facts import Answer, ContactFields, Fields, Identifier, Profile, Sources
from schemas.keys import split_key
from schemas.signals import SignalKind
from schemas.suggestions import ContactCard

_set: Final = object.__setattr__
"""Rows are frozen; what a new one is made of is set all the same."""


class Telling(Part):
    """What was once told of the employment, in two times: since when it holds, and when its source recorded it.

    ``employment``: None for what was not told. ``unjudged``: the records of a change that had no baseline, and
    ``told_by`` its feed. Should the baseline be told late, the change is judged after all.
    """

    employment: Employment
    observed_at: UtcTime
    unjudged: Sources = ()
    told_by: Id | None = None

    @property
    def began_at(self) -> datetime:
        """Since when it holds, as far as known."""
        return self.employment.since or self.observed_at


class Raised(Part):
    """A signal that accounts were told of. While it settles, a correction takes it back."""

    signal_id: Id
    kind: SignalKind
    account: Key
    before: Employment | None = None
    after: Employment | None = None
    project: Id | None = None
    other: Key | None = None
    """The linked record that this signal was read from."""
    told_by: tuple[Id, ...] = ()
    """The sources that say so."""
    occurred_at: UtcTime
    settles_at: UtcTime
    settled: bool = False
    withdrawn: bool = False
    sources: Sources = ()

    @property
    def is_open(self) -> bool:
        """Neither settled nor taken back."""
        return not self.settled and not self.withdrawn


class Project(Part):
    """A project that has ended."""

    project_id: Id
    name: Text
    account: Key | None = None
    lead: Key | None = None
    outcome: Literal["success", "cancelled", "failed", "unknown"]
    result: Text | None = None
    ended_at: UtcTime
    observed_at: UtcTime
    anniversary_at: UtcTime | None = None
    """When a year will have passed; None where that day is past, or nothing is to be remembered on it."""
    sources: Sources = ()


class Reached(Part):
    """A go-live or a renewal."""

    milestone: Literal["go-live", "renewal"]
    milestone_id: Id
    name: Text
    project_id: Id | None = None
    account: Key | None = None
    lead: Key | None = None
    reached_at: UtcTime
    observed_at: UtcTime
    sources: Sources = ()


class Ask(Part):
    """Something asked of the contact: reserved when decided, made when sent, released when it came to nothing."""

    suggestion_id: Id
    purpose: Literal["outreach", "reference"]
    state: Literal["reserved", "made", "released"]
    at: UtcTime


class Link(Part):
    """Another record of the same person, by a hard identifier."""

    other: Key
    identifier: Identifier
    by: tuple[Identifier, ...] = ()
    """All identifiers that this record was told of; none where the other record's profile was here first."""
    profile: Profile | None = None
    sources: Sources = ()
    """The records that the profile was read from."""


class Apart(Part):
    """Another record that is not this person's. ``identifier``: which one is not to link them; None for any."""

    other: Key
    identifier: Identifier | None = None


class Contact(Row):
    """What is remembered of one contact.

    ``fields``: the values held; a name that is missing was never told, null was told to be empty. ``seen``: for each
    field when its source recorded the value held.
    """

    key: Key
    fields: Fields = Field(default_factory=ContactFields)
    seen: dict[str, UtcTime] = Field(default_factory=dict)
    created_at: UtcTime | None = None
    since: UtcTime | None = None
    """Since when the present employment holds, as far as known."""
    departed_at: UtcTime | None = None
    departed_in: Sources = ()
    """The records that told of the departure."""
    removed: Literal["deleted", "merged"] | None = None
    erased_at: UtcTime | None = None
    history: tuple[Telling, ...] = ()
    """What was told of the employment, oldest first; ``movewatch.contacts.history`` reads it."""
    raised: tuple[Raised, ...] = ()
    projects: tuple[Project, ...] = ()
    reached: tuple[Reached, ...] = ()
    answers: tuple[Answer, ...] = ()
    asks: tuple[Ask, ...] = ()
    links: tuple[Link, ...] = ()
    apart: tuple[Apart, ...] = ()
    facts: tuple[Id, ...] = ()
    """The latest facts that changed the row, against repetition."""

    @classmethod
    def empty(cls, key: str) -> Self:
        """A contact of whom nothing is known."""
        return cls(key=key)

    @property
    def due_at(self) -> datetime | None:
        """When the next open signal has settled, or the next anniversary comes."""
        if not self.raised and not self.projects:
            return None  # most rows, at each of their changes
        settling = (signal.settles_at for signal in self.raised if signal.is_open)
        coming = (project.anniversary_at for project in self.projects if project.anniversary_at is not None)
        return min((*settling, *coming), default=None)

    @property
    def tenant(self) -> str:
        """Whose contact this is."""
        return split_key(self.key)[0]

    @property
    def wish(self) -> Reason | None:
        """The person's own wish to be left alone, as this record has it."""
        if self.erased_at is not None:
            return "erased"
        if self.fields.get("opted_out"):
            return "opted-out"
        return "do-not-contact" if self.fields.get("do_not_contact") else None

    @property
    def closed_to_us(self) -> Reason | None:
        """Why nothing may be suggested about this person, or None. A wish told to one record holds for all of them."""
        if self.wish is not None:
            return self.wish
        if any(link.profile is not None and link.profile.opted_out for link in self.links):
            return "opted-out"
        return None if self.removed is None else f"contact-{self.removed}"

    def with_(self, **changes: Any) -> Self:
        """A copy with other values. They are ours, so they are not validated again.

        ``model_copy`` takes twice as long, and most changes of a contact are nothing but two of these.
        """
        cls = type(self)
        made = cls.__new__(cls)
        _set(made, "__dict__", self.__dict__ | changes)
        _set(made, "__pydantic_fields_set__", self.__pydantic_fields_set__)
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made


def employment_of(fields: ContactFields, since: datetime | None) -> Employment:
    """The employment that a contact's fields speak of. Free mail and the mailbox of a role speak of none."""
    email = fields.get("email")
    return Employment(
        title=fields.get("title") or None,
        department=fields.get("department") or None,
        division=fields.get("division") or None,
        company=fields.get("company") or None,
        email_domain=employer_domain(email) if email else None,
        account=fields.get("account"),
        since=since,
    )


def card_of(row: Contact) -> ContactCard:
    """The contact as a mail names them."""
    first, last = row.fields.get("first_name") or "", row.fields.get("last_name") or ""
    name = f"{first} {last}".strip()[:MAX_TEXT]
    return ContactCard(key=row.key, name=name, first_name=first, email=row.fields.get("email") or None)
