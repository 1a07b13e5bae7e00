"""From a signal and its route to a suggestion for an owner. Pure."""

from datetime import datetime, timedelta
from typing import Final

from movewatch.accounts import deals
from movewatch.accounts.problems import cited
from movewatch.accounts.routing import Route
from movewatch.accounts.row import Account, News
from movewatch.evidence import extended
from movewatch.policy import Policy
from schemas.base import Id, Key, stable_id
from schemas.evidence import Verdict
from schemas.keys import split_key
from schemas.signals import MILESTONES, Signal, SuggestionProposed
from schemas.suggestions import Suggestion, SuggestionKind

_WRITES_TO_CONTACT: Final = frozenset(
    {
        SuggestionKind.NEW_COMPANY,
        SuggestionKind.DEPARTMENTAL_MOVE,
        SuggestionKind.HAND_OVER,
        SuggestionKind.PROMOTION,
    }
)


def suggestion_id(tenant: str, signal_id: Id, owner: Key) -> Id:
    """The id of what an owner is told of a signal.

    The owner is part of it: a revision only rises, and each owner's row counts revisions on its own, so a signal that
    finds its way to another owner is another suggestion there.
    """
    return stable_id(tenant, "suggestion", signal_id, owner)


def suggest(row: Account, news: News, route: Route, verdicts: tuple[Verdict, ...], policy: Policy) -> Suggestion:
    """What the owner is to hear."""
    signal = news.signal
    about_here = route.account.key == row.key
    return Suggestion(
        suggestion_id=suggestion_id(row.tenant, signal.signal_id, route.owner.key),
        kind=route.kind,
        tenant=row.tenant,
        owner=route.owner,
        introducer=route.introducer,
        contact=signal.contact,
        account=route.account,
        origin=route.origin,
        before=signal.before,
        after=signal.after,
        level=signal.level,
        confidence=signal.confidence,
        told_by=signal.told_by,
        question=signal.question,
        milestone=signal.kind.value if signal.kind in MILESTONES else None,
        about=signal.about,
        answers=signal.answers,
        work=signal.work,
        consents=signal.consents,
        # The problems of one company are not told at another one.
        problems=cited(row, policy.routing) if about_here else (),
        deals=deals.cited(row, policy.routing) if about_here else (),
        occurred_at=signal.occurred_at,
        proposed_at=news.at,
        settles_at=signal.settles_at,
        outreach_from=_outreach_from(signal, route.kind, policy),
        expires_at=news.at + timedelta(days=policy.owners.expiry_days),
        evidence=extended(signal.evidence, policy.hash, verdicts, route.path),
    )


def _outreach_from(signal: Signal, kind: SuggestionKind, policy: Policy) -> datetime | None:
    if kind not in _WRITES_TO_CONTACT:
        return None
    started = signal.after.since if signal.after is not None else None
    return (started or signal.occurred_at) + timedelta(days=policy.outreach.after_start_days)


def propose(suggestion: Suggestion, at: datetime) -> SuggestionProposed:
    """Tell the owner."""
    tenant, source, owner_id = split_key(suggestion.owner.key)
    return SuggestionProposed(
        fact_id=stable_id(tenant, "suggestion-proposed", suggestion.suggestion_id, at.isoformat()),
        tenant=tenant,
        source=source,
        owner_id=owner_id,
        occurred_at=suggestion.occurred_at,
        observed_at=at,
        sources=suggestion.evidence.sources,
        suggestion=suggestion,
    )
