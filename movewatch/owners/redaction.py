"""A suggestion without the person: what is left of it when a contact has asked to be forgotten. Pure."""

from datetime import datetime
from typing import Final

from movewatch.owners.row import Closed, Owner
from movewatch.policy import Policy
from schemas.base import Level, SourceRef
from schemas.evidence import Evidence, Verdict
from schemas.suggestions import AccountCard, ContactCard, StateChange, Suggestion

ERASED: Final = "erased"
"""The reason of a withdrawal that asks for more than silence: nothing of the person may stay anywhere."""


def redacted(suggestion: Suggestion) -> Suggestion:
    """The suggestion with the contact's key and nothing else of the contact.

    Built anew from what may stay, so that no field can be forgotten here, nor one that a newer writer added: whom it
    went to and when, the kind, the account where that is one of ours, which rules decided, and the source records.
    """
    contact, account = suggestion.contact, suggestion.account
    return Suggestion(
        suggestion_id=suggestion.suggestion_id,
        revision=suggestion.revision,
        state=suggestion.state,
        kind=suggestion.kind,
        tenant=suggestion.tenant,
        owner=suggestion.owner,
        introducer=suggestion.introducer,
        contact=ContactCard(key=contact.key) if contact is not None else None,
        account=account if account.key is not None else AccountCard(),
        level=Level.UNKNOWN,
        members=suggestion.members,
        occurred_at=suggestion.occurred_at,
        proposed_at=suggestion.proposed_at,
        settles_at=suggestion.settles_at,
        expires_at=suggestion.expires_at,
        history=suggestion.history,
        evidence=_redacted(suggestion.evidence),
    )


def _redacted(evidence: Evidence) -> Evidence:
    verdicts = tuple(Verdict(rule=verdict.rule, verdict=verdict.verdict) for verdict in evidence.verdicts)
    return Evidence(sources=evidence.sources, verdicts=verdicts, policy=evidence.policy)


def closed_redacted(
    row: Owner, closed: Closed, at: datetime, sources: tuple[SourceRef, ...], policy: Policy
) -> Suggestion:
    """The last revision of a suggestion that was over already, from what is remembered of it. Its outcome stands."""
    at = max(at, closed.at)
    return Suggestion(
        suggestion_id=closed.suggestion_id,
        revision=closed.revision + 1,
        state=closed.state,
        kind=closed.kind,
        tenant=row.tenant,
        owner=row.card,
        account=AccountCard(),
        occurred_at=closed.at,
        proposed_at=closed.at,
        settles_at=closed.at,
        expires_at=closed.at,
        history=(StateChange(state=closed.state, at=at, reason=ERASED),),
        evidence=Evidence(sources=sources, policy=policy.hash),
    )
