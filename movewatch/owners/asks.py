"""What a suggestion asks of its contact, for the ledgers of the contact and of the account. Pure."""

from datetime import datetime
from typing import Final, Literal

from schemas.base import stable_id
from schemas.facts import AskRecorded
from schemas.keys import split_key
from schemas.signals import AccountAskReleased
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
) -> tuple[AskRecorded | AccountAskReleased, ...]:
    """What to write into the ledgers: nothing where the suggestion asks nothing of its contact.

    The account reserved its share when it proposed, and an ask that is made uses it up: only a release is news to it.
    """
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
    return (fact, *account_released(suggestion, at)) if state == "released" else (fact,)


def account_released(suggestion: Suggestion, at: datetime) -> tuple[AccountAskReleased, ...]:
    """Tell the account that it is not asked for a reference this time; nothing where no reference was to be asked."""
    account = suggestion.account.key
    if suggestion.kind is not SuggestionKind.REFERENCE_REQUEST or account is None:
        return ()
    tenant, source, account_id = split_key(account)
    fact = AccountAskReleased(
        fact_id=stable_id(tenant, "account-ask-released", suggestion.suggestion_id, at.isoformat()),
        tenant=tenant,
        source=source,
        account_id=account_id,
        occurred_at=at,
        observed_at=at,
        sources=suggestion.evidence.sources,
        suggestion_id=suggestion.suggestion_id,
    )
    return (fact,)


def asks_exchanged(before: Suggestion, after: Suggestion, at: datetime) -> tuple[AskRecorded | AccountAskReleased, ...]:
    """What to write when a suggestion turns into another kind: the old ask is free, the new one is reserved."""
    if _PURPOSES.get(before.kind) == _PURPOSES.get(after.kind):
        return ()
    return (*ask(before, "released", at), *ask(after, "reserved", at))
