"""What a suggestion asks of its contact, for the contact's ledger of asks. Pure."""

from datetime import datetime
from typing import Final, Literal

from schemas.base import stable_id
from schemas.facts import AskRecorded
from schemas.keys import split_key
from schemas.suggestions import Suggestion, SuggestionKind

_PURPOSES: Final[dict[SuggestionKind, Literal["outreach", "reference"]]] = {
    SuggestionKind.REFERENCE_REQUEST: "reference",
    SuggestionKind.DEPARTMENTAL_MOVE: "outreach",
    SuggestionKind.HAND_OVER: "outreach",
    SuggestionKind.NEW_COMPANY: "outreach",
    SuggestionKind.PROMOTION: "outreach",
}
"""A successor or a case asks nothing of the contact."""


def ask(
    suggestion: Suggestion, state: Literal["reserved", "made", "released"], at: datetime
) -> tuple[AskRecorded, ...]:
    """What to write into the contact's ledger: one entry, or none where the suggestion asks nothing."""
    purpose = _PURPOSES.get(suggestion.kind)
    if purpose is None or suggestion.contact is None:
        return ()
    tenant, source, contact_id = split_key(suggestion.contact.key)
    fact = AskRecorded(
        fact_id=stable_id(tenant, "ask", suggestion.suggestion_id, state, str(suggestion.revision)),
        tenant=tenant,
        source=source,
        contact_id=contact_id,
        occurred_at=at,
        observed_at=at,
        sources=suggestion.evidence.sources,
        suggestion_id=suggestion.suggestion_id,
        purpose=purpose,
        state=state,
    )
    return (fact,)


def asks_exchanged(before: Suggestion, after: Suggestion, at: datetime) -> tuple[AskRecorded, ...]:
    """What to write when a suggestion turns into another kind: the old ask is free, the new one is reserved."""
    if _PURPOSES.get(before.kind) == _PURPOSES.get(after.kind):
        return ()
    return (*ask(before, "released", at), *ask(after, "reserved", at))
