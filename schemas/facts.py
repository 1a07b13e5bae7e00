"""What every fact carries, and what a fact about a contact can say. Pure."""

from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, PlainSerializer, with_config
from typing_extensions import TypedDict

from schemas.base import SCHEMA_VERSION, Id, Key, LongText, Message, Part, SourceRef, Text, UtcTime
from schemas.consent import Consent
from schemas.keys import entity_key
from schemas.work import SharedWork

MAX_SOURCES: Final = 20
"""Evidence names at most so many source records; a case over hundreds of contacts names the first of them."""

Sources = Annotated[tuple[SourceRef, ...], Field(max_length=MAX_SOURCES)]


class Fact(Message):
    """Something that became true about an entity.

    ``fact_id``: the same when a source repeats itself. ``occurred_at``: when it became true (effective time).
    ``observed_at``: when the source recorded it; never later than the record itself. ``sources``: the raw records it
    was read from, filled by intake; what a sender writes there is ignored.
    """

    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    fact_id: Id
    tenant: Id
    occurred_at: UtcTime
    observed_at: UtcTime
    sources: Sources = ()

    @property
    def entity(self) -> str:
        """The key of the entity that the fact is about, and of its record."""
        raise NotImplementedError


@with_config(ConfigDict(strict=True, extra="allow"))
class ContactFields(TypedDict, total=False):
    """What a CRM says of a contact. A missing name means "unchanged" or "not said", null means cleared.

    Names that are not listed are kept in the fact, and no rule reads them.
    """

    first_name: Text | None
    last_name: Text | None
    email: Text | None
    personal_email: Text | None
    phone: Text | None
    linkedin_url: Text | None
    title: Text | None
    department: Text | None
    division: Text | None
    company: Text | None
    account: Key | None
    owner: Key | None
    start_date: UtcTime | None
    """When the present position began or begins, where the source says so."""
    no_longer_at_company: bool | None
    opted_out: bool | None
    """No mails wanted, from anybody, for good."""
    do_not_contact: bool | None
    outreach_consent: bool | None
    """Agreed to, or refused: being written to. ``null``: nothing is said of it any more."""
    reference_consent: bool | None
    publication_consent: bool | None


def _keep_nulls(fields: dict[str, Any]) -> dict[str, Any]:
    # Messages are written without their empty fields; here null has a meaning.
    return fields


Fields = Annotated[ContactFields, PlainSerializer(_keep_nulls, return_type=dict[str, Any])]


class ContactFact(Fact):
    """A fact about one contact, as ``source`` knows the person under ``contact_id``."""

    source: Id
    contact_id: Id

    @property
    def entity(self) -> str:
        """The contact's key."""
        return entity_key(self.tenant, self.source, self.contact_id)


class ContactChanged(ContactFact):
    """A contact's fields: what changed, or (``snapshot``) how they are.

    A snapshot sets the baseline and never suggests. ``old`` holds the former values, where the source tells them.
    ``told_by``: the feed that found it out (UserGems, an enrichment, a bounce), where it was not entered in the CRM.
    ``changed_by`` is the key or id of the user who typed it. ``transaction_id`` is shared by all that the CRM wrote in
    one go.
    """

    type: Literal["contact_changed"] = "contact_changed"
    snapshot: bool = False
    created: bool = False
    """The source has just created this record. It is a baseline like a snapshot, seen at its birth."""
    fields: Fields
    old: Fields | None = None
    changed_by: Key | None = None
    told_by: Id | None = None
    transaction_id: Id | None = None


class ContactRemoved(ContactFact):
    """The contact's record was deleted, merged into another one, or brought back. Never a move."""

    type: Literal["contact_removed"] = "contact_removed"
    how: Literal["deleted", "merged", "restored"]
    merged_into: Key | None = None
    changed_by: Key | None = None
    transaction_id: Id | None = None


class ProjectCompleted(ContactFact):
    """A project in which this contact took part has ended. One fact for each contact.

    ``outcome``: what the project system says of how it ended. ``result``: what it brought the customer, in words that
    may be quoted, such as "cut the monthly close from nine days to four".
    """

    type: Literal["project_completed"] = "project_completed"
    project_id: Id
    project: Text
    account: Key | None = None
    outcome: Literal["success", "cancelled", "failed", "unknown"] = "unknown"
    result: Text | None = None
    lead: Key | None = None
    """The owner who led the work on our side."""


class MilestoneReached(ContactFact):
    """What was built for a contact's company has gone live, or their contract was renewed. One fact for each contact.

    ``milestone_id``: names the release or the contract. ``name``: what went live or was renewed, as it may be cited.
    """

    type: Literal["milestone_reached"] = "milestone_reached"
    milestone: Literal["go-live", "renewal"]
    milestone_id: Id
    name: Text
    project_id: Id | None = None
    account: Key | None = None
    lead: Key | None = None
    """The owner who led the work on our side."""


class FeedbackReceived(ContactFact):
    """An answer to a survey, or praise that a colleague heard.

    ``score`` on ``scale``: NPS 0 to 10, CSAT and stars 1 to 5, CES 1 to 7, thumbs 0 or 1. A later answer with the same
    ``response_id`` replaces the earlier one. ``finished`` is False for a survey that was broken off.
    ``heard_by``: the colleague who heard praise and typed it, the person's own words in ``comment``, without a score.
    """

    type: Literal["feedback_received"] = "feedback_received"
    response_id: Id
    scale: Literal["nps", "csat", "ces", "stars", "thumbs", "none"] = "nps"
    score: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] | None = None
    comment: LongText | None = None
    project_id: Id | None = None
    heard_by: Key | None = None
    finished: bool = True


Identifier = Literal["email", "personal_email", "phone", "linkedin", "merge"]


class ContactLinked(ContactFact):
    """The same hard identifier stands on another contact: both are one person. Written by identities."""

    type: Literal["contact_linked"] = "contact_linked"
    other: Key
    identifier: Identifier


class ContactUnlinked(ContactFact):
    """The other contact is another person after all, and is not linked again.

    ``identifier``: the one that turned out to be shared by many, as identities writes it; other identifiers link still.
    None where somebody has said so: then none links them any more.
    """

    type: Literal["contact_unlinked"] = "contact_unlinked"
    other: Key
    identifier: Identifier | None = None


class Profile(Part):
    """What one contact's record says of the person's employment, for a contact linked to it."""

    name: Text = ""
    title: Text | None = None
    department: Text | None = None
    company: Text | None = None
    email_domain: Text | None = None
    account: Key | None = None
    owner: Key | None = None
    created_at: UtcTime | None = None
    departed_at: UtcTime | None = None
    opted_out: bool = False
    consents: tuple[Consent, ...] = Field(default=(), max_length=3)
    erased: bool = False
    """The person asked to be forgotten: of them nothing else is told."""
    work: tuple[SharedWork, ...] = Field(default=(), max_length=3)


class LinkedProfile(ContactFact):
    """What a linked contact's record says. Written by contacts, when a link appears and when the employment changes."""

    type: Literal["linked_profile"] = "linked_profile"
    other: Key
    identifier: Identifier
    profile: Profile


class Answer(Part):
    """The latest answer to one survey, as it was read."""

    response_id: Id
    polarity: Literal["positive", "neutral", "negative", "unknown"]
    project: Id | None = None
    score: float | None = None
    scale: Text = "none"
    quote: Text | None = None
    heard_by: Key | None = None
    given_at: UtcTime
    observed_at: UtcTime
    passed_on_by: Key | None = None
    """The linked record that has passed it on; None where the contact's own record has it."""
    sources: Sources = ()


class LinkedAnswer(ContactFact):
    """What the person of a linked record has answered. Written by contacts.

    A record that belongs to no account, such as a survey's, passes its answers on to those that do.
    """

    type: Literal["linked_answer"] = "linked_answer"
    other: Key
    answer: Answer


class AskRecorded(ContactFact):
    """Something was asked of the contact, or the ask was settled. Changes the ledger of asks, nothing else."""

    type: Literal["ask_recorded"] = "ask_recorded"
    suggestion_id: Id
    purpose: Literal["outreach", "reference"]
    state: Literal["reserved", "made", "released"]


class ContactErased(ContactFact):
    """The person asked to be forgotten: what is held is dropped, and what is open is withdrawn."""

    type: Literal["contact_erased"] = "contact_erased"


class IdentifierClaimed(Fact):
    """A contact's record carries this hard identifier. Written by intake; keyed by the identifier's salted hash."""

    type: Literal["identifier_claimed"] = "identifier_claimed"
    identifier: Identifier
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    contact: Key

    @property
    def entity(self) -> str:
        """The identifier's key."""
        return entity_key(self.tenant, self.identifier, self.digest)
