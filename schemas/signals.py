"""What contacts tell accounts, what accounts tell owners, and what owners answer accounts. Pure."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from schemas.base import Id, Key, Level, Part, Reason, Text, UtcTime
from schemas.consent import Consent
from schemas.directory import AccountFact, OwnerFact
from schemas.evidence import Employment, Evidence
from schemas.suggestions import AccountCard, ContactCard, Suggestion
from schemas.work import SharedWork, SurveyAnswer


class SignalKind(StrEnum):
    """What was noticed about a contact."""

    DEPARTMENTAL_MOVE = "departmental-move"
    NEW_COMPANY = "new-company"
    PROMOTION = "promotion"
    DEPARTURE = "departure"
    PROJECT_PRAISED = "project-praised"
    """A project has been completed and the feedback is positive, in either order."""
    GONE_LIVE = "gone-live"
    """What we built has gone live and the feedback is positive, in either order."""
    RENEWED = "renewed"
    """A contract was renewed by somebody who had been pleased before."""
    PROMOTER = "promoter"
    """The contact would recommend us, by the number in a survey, for the first time in a run of praise."""
    TURNED_PROMOTER = "turned-promoter"
    """The contact would recommend us, and would not before."""
    PRAISED_AGAIN = "praised-again"
    """The third praise in a row."""
    ANNIVERSARY = "anniversary"
    """A year ago a project was completed that was praised."""


MILESTONES: Final = frozenset(
    {
        SignalKind.PROJECT_PRAISED,
        SignalKind.GONE_LIVE,
        SignalKind.RENEWED,
        SignalKind.PROMOTER,
        SignalKind.TURNED_PROMOTER,
        SignalKind.PRAISED_AGAIN,
        SignalKind.ANNIVERSARY,
    }
)
"""Reasons to be pleased; the others are movements."""


class Signal(Part):
    """Something noticed about a contact that may be worth a suggestion.

    ``signal_id`` follows from tenant, person, kind and episode: a later word on the same episode replaces an earlier
    one. ``settles_at``: until then a correction takes it back unheard. ``changed_by``: who typed it; it is no news
    to that owner.
    """

    signal_id: Id
    kind: SignalKind
    contact: ContactCard
    owner: Key | None = None
    """The contact's owner in the CRM."""
    changed_by: Key | None = None
    told_by: tuple[Text, ...] = Field(default=(), max_length=10)
    """The sources that say so: the CRM, feeds."""
    level: Level = Level.UNKNOWN
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How sure it is, from what was read and who told it."""
    question: bool = False
    """Not sure enough to be told as a fact."""
    before: Employment | None = None
    after: Employment | None = None
    function: Text | None = None
    """The function the contact works in now, as read from title and department."""
    about: Text = ""
    """What a milestone is about: the project, what went live, what was renewed. Blank where it is about answers."""
    answers: tuple[SurveyAnswer, ...] = Field(default=(), max_length=3)
    """The answers that a milestone rests on, the latest last."""
    work: tuple[SharedWork, ...] = Field(default=(), max_length=5)
    consents: tuple[Consent, ...] = Field(default=(), max_length=3)
    """The person's latest word on each purpose of which anything was said."""
    occurred_at: UtcTime
    noticed_at: UtcTime
    settles_at: UtcTime
    transaction_id: Id | None = None
    evidence: Evidence


class SignalRaised(AccountFact):
    """A contact of this account (the one left, where it was left) has given a signal. Written by contacts."""

    type: Literal["signal_raised"] = "signal_raised"
    signal: Signal


class SignalWithdrawn(AccountFact):
    """A signal holds no longer: it was corrected, or the person opted out. Written by contacts."""

    type: Literal["signal_withdrawn"] = "signal_withdrawn"
    signal_id: Id
    reason: Reason


class Origin(Part):
    """What the account that was left knows of itself and its owner, for the account that was joined."""

    account: AccountCard
    owner: Key | None = None
    owner_name: Text | None = None
    ultimate_parent: Key | None = None


class ContactArrived(AccountFact):
    """A contact of another account has joined this one. Written by accounts, for the account joined."""

    type: Literal["contact_arrived"] = "contact_arrived"
    signal: Signal
    origin: Origin


class ArrivalWithdrawn(AccountFact):
    """An arrival holds no longer. Written by accounts, for the account that had been told of it."""

    type: Literal["arrival_withdrawn"] = "arrival_withdrawn"
    signal_id: Id
    reason: Reason


class SuggestionProposed(OwnerFact):
    """Something this owner should hear of. A second one with the same id replaces the first. Written by accounts."""

    type: Literal["suggestion_proposed"] = "suggestion_proposed"
    suggestion: Suggestion


class SuggestionWithdrawn(OwnerFact):
    """A proposal holds no longer. Written by accounts."""

    type: Literal["suggestion_withdrawn"] = "suggestion_withdrawn"
    suggestion_id: Id
    reason: Reason


class AccountAskReleased(AccountFact):
    """No reference is asked of this account after all: dismissed, muted, expired or retracted. Written by owners.

    Frees what the account had reserved for the suggestion, and changes nothing else.
    """

    type: Literal["account_ask_released"] = "account_ask_released"
    suggestion_id: Id
