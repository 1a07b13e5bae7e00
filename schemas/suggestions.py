"""What an owner is told, and its life. Pure."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from schemas.base import SCHEMA_VERSION, Id, Key, Level, Message, Part, Reason, Text, UtcTime
from schemas.consent import Consent
from schemas.directory import AccountStatus, OwnerFact
from schemas.evidence import Employment, Evidence
from schemas.work import SharedWork, SurveyAnswer


class SuggestionKind(StrEnum):
    """What is suggested. One folder of templates/ each."""

    DEPARTMENTAL_MOVE = "departmental-move"
    """A contact changed department and the same owner is responsible: a lead."""
    HAND_OVER = "hand-over"
    """A contact moved into a colleague's division: the colleague acts, the previous owner introduces."""
    NEW_COMPANY = "new-company"
    PROMOTION = "promotion"
    REFERENCE_REQUEST = "reference-request"
    """Ask a pleased contact who else in the organisation could benefit."""
    SUCCESSOR = "successor"
    """A contact has left, nobody knows where to: find the successor."""
    BULK_CASE = "bulk-case"
    """Many contacts changed alike: reorganisation, rename or import? One decision."""


class SuggestionState(StrEnum):
    """The life of a suggestion, in the order in which it usually passes."""

    PROPOSED = "proposed"
    HELD = "held"
    RELEASED = "released"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    EXPIRED = "expired"
    RETRACTED = "retracted"
    WON = "won"
    LOST = "lost"


CLOSED: Final = frozenset(
    {
        SuggestionState.DISMISSED,
        SuggestionState.EXPIRED,
        SuggestionState.RETRACTED,
        SuggestionState.WON,
        SuggestionState.LOST,
    }
)
"""Nothing follows these."""


class OwnerCard(Part):
    """One of our people, as a mail names them. ``email`` is None until the directory has told it."""

    key: Key
    name: Text = ""
    email: Text | None = None


class ContactCard(Part):
    """The contact, as a mail names them. No more than a reader needs to act."""

    key: Key
    name: Text = ""
    first_name: Text = ""
    email: Text | None = None


class AccountCard(Part):
    """An account, as a mail names it."""

    key: Key | None = None
    name: Text = ""
    status: AccountStatus = "unknown"


class Problem(Part):
    """A problem spotted at the account, and its rough yearly cost to the customer."""

    problem_id: Id
    summary: Text
    yearly_cost: float | None = None
    currency: Text | None = None


class OpenDeal(Part):
    """A deal that is being negotiated with the account."""

    opportunity_id: Id
    name: Text = ""
    owner: Key | None = None
    closes_at: UtcTime | None = None
    renewal: bool = False


class StateChange(Part):
    """One step in the life of a suggestion."""

    state: SuggestionState
    at: UtcTime
    reason: Reason | None = None


class Suggestion(Message):
    """What an owner is told: who, what happened, what to do, why we say so. Whole in each revision.

    ``suggestion_id`` follows from tenant, person (or account), kind and episode. ``revision`` only rises.
    ``settles_at``: not released before. ``outreach_from``: the contact should not be written to before.
    """

    type: Literal["suggestion"] = "suggestion"
    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    suggestion_id: Id
    revision: Annotated[int, Field(ge=0)] = 0
    state: SuggestionState = SuggestionState.PROPOSED
    kind: SuggestionKind
    tenant: Id
    owner: OwnerCard
    introducer: OwnerCard | None = None
    """The colleague who knows the contact and should introduce ``owner``."""
    contact: ContactCard | None = None
    """None for a case about many contacts."""
    account: AccountCard
    """Where the contact is now, or where the case is."""
    origin: AccountCard | None = None
    """The account the contact has left."""
    before: Employment | None = None
    after: Employment | None = None
    level: Level = Level.UNKNOWN
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How sure we are of what is said to have happened."""
    told_by: tuple[Text, ...] = Field(default=(), max_length=10)
    """The sources that say so: the CRM, feeds."""
    question: bool = False
    """Its owner is asked whether it is so: the signs are too weak to be told as a fact."""
    milestone: Reason | None = None
    """Why somebody is asked for a reference: one of the milestones among the kinds of signals."""
    about: Text = ""
    """What the milestone is about: the project, what went live, what was renewed."""
    answers: tuple[SurveyAnswer, ...] = Field(default=(), max_length=3)
    """The answers that the milestone rests on, the latest last."""
    work: tuple[SharedWork, ...] = Field(default=(), max_length=5)
    consents: tuple[Consent, ...] = Field(default=(), max_length=3)
    """What the contact has agreed to or refused."""
    problems: tuple[Problem, ...] = Field(default=(), max_length=5)
    deals: tuple[OpenDeal, ...] = Field(default=(), max_length=5)
    """What is being negotiated with the account."""
    members: Annotated[int, Field(ge=0)] = 0
    """How many contacts a case is about; 0 where it is about one person."""
    examples: tuple[Text, ...] = Field(default=(), max_length=10)
    """Some of the changes of a case, in words."""
    occurred_at: UtcTime
    proposed_at: UtcTime
    settles_at: UtcTime
    outreach_from: UtcTime | None = None
    expires_at: UtcTime
    history: tuple[StateChange, ...] = Field(default=(), max_length=40)
    evidence: Evidence


class AnswerGiven(OwnerFact):
    """What became of a suggestion: what its owner did with it, or what delivery reports. Through intake.

    ``delivered`` and ``undeliverable`` come from delivery, the others from people.
    """

    type: Literal["answer_given"] = "answer_given"
    suggestion_id: Id
    answer: Literal["delivered", "undeliverable", "accepted", "edited", "dismissed", "snoozed", "won", "lost"]
    reason: Literal["bad-lead", "bad-company", "bad-signal", "other"] | None = None
    until: UtcTime | None = None
    """How long it is snoozed."""
    revision: Annotated[int, Field(ge=0)] | None = None


class OwnerMuted(OwnerFact):
    """An owner wants to hear no more of a contact, an account or a kind of suggestion. Through intake."""

    type: Literal["owner_muted"] = "owner_muted"
    what: Literal["contact", "account", "kind"]
    value: Key
    until: UtcTime | None = None
    unmute: bool = False
