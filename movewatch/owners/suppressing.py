"""What an owner is not told, or an answer that changes nothing, and why. Pure."""

from datetime import datetime

from movewatch.evidence import extended
from movewatch.owners.row import Owner
from movewatch.policy import Policy
from schemas.base import Reason
from schemas.evidence import Evidence, Verdict
from schemas.facts import Fact
from schemas.suggestions import Suggestion
from schemas.suppressions import Suppression


def suppress(
    row: Owner,
    suggestion: Suggestion,
    reason: Reason,
    at: datetime,
    policy: Policy,
    verdicts: tuple[Verdict, ...] = (),
) -> Suppression:
    """Say what is not done about a suggestion that is known."""
    return Suppression(
        tenant=row.tenant,
        entity=row.key,
        by="owners",
        reason=reason,
        about=f"{suggestion.kind}: {suggestion.suggestion_id}",
        contact=suggestion.contact.key if suggestion.contact is not None else None,
        at=at,
        evidence=extended(suggestion.evidence, policy.hash, verdicts),
    )


def suppress_fact(row: Owner, fact: Fact, about: str, reason: Reason, policy: Policy) -> Suppression:
    """Say that a fact changes nothing, where no suggestion is at hand."""
    return Suppression(
        tenant=row.tenant,
        entity=row.key,
        by="owners",
        reason=reason,
        about=about,
        at=fact.observed_at,
        evidence=Evidence(sources=fact.sources, policy=policy.hash),
    )
