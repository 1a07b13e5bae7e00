"""Which fact may lead to which: the tagged unions of the topics, and the table of what follows from what. Pure."""

from typing import Annotated, Final

from pydantic import Field

from schemas.base import Message
from schemas.directory import AccountChanged, OpportunityChanged, OwnerChanged, ProblemSpotted
from schemas.facts import (
    AskRecorded,
    ContactChanged,
    ContactErased,
    ContactLinked,
    ContactRemoved,
    ContactUnlinked,
    FeedbackReceived,
    IdentifierClaimed,
    LinkedAnswer,
    LinkedProfile,
    MilestoneReached,
    ProjectCompleted,
)
from schemas.signals import (
    AccountAskReleased,
    ArrivalWithdrawn,
    ContactArrived,
    SignalRaised,
    SignalWithdrawn,
    SuggestionProposed,
    SuggestionWithdrawn,
)
from schemas.suggestions import AnswerGiven, OwnerMuted, Suggestion
from schemas.suppressions import Suppression
from schemas.ticks import Tick
from schemas.topics import (
    ACCOUNT_FACTS,
    CONTACT_FACTS,
    IDENTITY_FACTS,
    OWNER_FACTS,
    SUGGESTIONS,
    SUPPRESSIONS,
    Topic,
)

ContactTopicFact = Annotated[
    ContactChanged
    | ContactRemoved
    | ContactErased
    | ProjectCompleted
    | MilestoneReached
    | FeedbackReceived
    | ContactLinked
    | ContactUnlinked
    | LinkedProfile
    | LinkedAnswer
    | AskRecorded
    | Tick,
    Field(discriminator="type"),
]
IdentityTopicFact = Annotated[IdentifierClaimed | Tick, Field(discriminator="type")]
AccountTopicFact = Annotated[
    AccountChanged
    | OpportunityChanged
    | ProblemSpotted
    | SignalRaised
    | SignalWithdrawn
    | ContactArrived
    | ArrivalWithdrawn
    | AccountAskReleased
    | Tick,
    Field(discriminator="type"),
]
OwnerTopicFact = Annotated[
    OwnerChanged | SuggestionProposed | SuggestionWithdrawn | AnswerGiven | OwnerMuted | Tick,
    Field(discriminator="type"),
]

TOPIC_OF: Final[dict[type[Message], Topic]] = {
    ContactChanged: CONTACT_FACTS,
    ContactRemoved: CONTACT_FACTS,
    ContactErased: CONTACT_FACTS,
    ProjectCompleted: CONTACT_FACTS,
    MilestoneReached: CONTACT_FACTS,
    FeedbackReceived: CONTACT_FACTS,
    ContactLinked: CONTACT_FACTS,
    ContactUnlinked: CONTACT_FACTS,
    LinkedProfile: CONTACT_FACTS,
    LinkedAnswer: CONTACT_FACTS,
    AskRecorded: CONTACT_FACTS,
    IdentifierClaimed: IDENTITY_FACTS,
    AccountChanged: ACCOUNT_FACTS,
    OpportunityChanged: ACCOUNT_FACTS,
    ProblemSpotted: ACCOUNT_FACTS,
    SignalRaised: ACCOUNT_FACTS,
    SignalWithdrawn: ACCOUNT_FACTS,
    ContactArrived: ACCOUNT_FACTS,
    ArrivalWithdrawn: ACCOUNT_FACTS,
    AccountAskReleased: ACCOUNT_FACTS,
    OwnerChanged: OWNER_FACTS,
    SuggestionProposed: OWNER_FACTS,
    SuggestionWithdrawn: OWNER_FACTS,
    AnswerGiven: OWNER_FACTS,
    OwnerMuted: OWNER_FACTS,
    Suggestion: SUGGESTIONS,
    Suppression: SUPPRESSIONS,
}
"""Where a message goes once it is a fact or a result."""

_SIGNALS: Final = (SignalRaised, SignalWithdrawn)
_ARRIVALS: Final = (ContactArrived, ArrivalWithdrawn)
_PROPOSALS: Final = (SuggestionProposed, SuggestionWithdrawn)
_TOLD: Final = (Suggestion, AskRecorded, AccountAskReleased)

LEADS_TO: Final[dict[type[Message], tuple[type[Message], ...]]] = {
    IdentifierClaimed: (ContactLinked, ContactUnlinked),
    ContactUnlinked: _SIGNALS,
    ContactLinked: (LinkedProfile, LinkedAnswer),
    ContactChanged: (LinkedProfile, *_SIGNALS),
    ContactRemoved: _SIGNALS,
    ContactErased: (LinkedProfile, *_SIGNALS),
    ProjectCompleted: _SIGNALS,
    MilestoneReached: _SIGNALS,
    FeedbackReceived: (LinkedAnswer, *_SIGNALS),
    LinkedProfile: _SIGNALS,
    LinkedAnswer: _SIGNALS,
    AskRecorded: (),
    SignalRaised: (*_ARRIVALS, *_PROPOSALS),
    SignalWithdrawn: (*_ARRIVALS, *_PROPOSALS),
    ContactArrived: _PROPOSALS,
    ArrivalWithdrawn: _PROPOSALS,
    AccountAskReleased: (),
    AccountChanged: (*_ARRIVALS, *_PROPOSALS),
    OpportunityChanged: (*_ARRIVALS, *_PROPOSALS),
    ProblemSpotted: _PROPOSALS,
    SuggestionProposed: _TOLD,
    SuggestionWithdrawn: _TOLD,
    OwnerChanged: _TOLD,
    AnswerGiven: _TOLD,
    OwnerMuted: _TOLD,
    Suggestion: (AnswerGiven,),
    Suppression: (),
}
"""What may follow from what. Timers of a stage lead to whatever its facts lead to. ``AskRecorded`` and
``AccountAskReleased`` change a ledger and lead nowhere; ``AnswerGiven`` closes a loop through a person or a mail
server, and so stands outside the proof: it changes the state of a suggestion that is open, never opens one."""
