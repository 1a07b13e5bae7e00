"""Which rule decides on which fact about an owner. Pure."""

from movewatch.owners.answers import answer
from movewatch.owners.directory import learn
from movewatch.owners.mutes import mute
from movewatch.owners.proposals import propose, withdraw
from movewatch.owners.row import Owner
from movewatch.owners.timers import due
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.directory import OwnerChanged
from schemas.signals import SuggestionProposed, SuggestionWithdrawn
from schemas.suggestions import AnswerGiven, OwnerMuted
from schemas.ticks import Due

Fact = OwnerChanged | SuggestionProposed | SuggestionWithdrawn | AnswerGiven | OwnerMuted | Due


def decide(row: Owner, fact: Fact, policy: Policy) -> Decision[Owner]:
    """Decide what follows from a fact about an owner."""
    match fact:
        case Due():
            return due(row, fact.at, policy)
        case SuggestionProposed():
            return propose(row, fact, policy)
        case SuggestionWithdrawn():
            return withdraw(row, fact, policy)
        case AnswerGiven():
            return answer(row, fact, policy)
        case OwnerChanged():
            return Decision(learn(row, fact, policy))
        case OwnerMuted():
            return Decision(mute(row, fact, policy.owners))
