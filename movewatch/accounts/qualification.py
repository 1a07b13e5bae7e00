"""Bad business is refused, whatever speaks for it. Pure."""

from movewatch.accounts.row import Account, News
from movewatch.policy import RoutingPolicy
from schemas.evidence import Verdict
from schemas.signals import SignalKind

_WITHIN = (SignalKind.DEPARTMENTAL_MOVE, SignalKind.PROMOTION)


def qualify(row: Account, news: News, policy: RoutingPolicy) -> Verdict:
    """Say whether this account is one where leads are wanted: ``qualified``, or the reason why not.

    A lead at a company that is no account of ours is not refused: nothing is known against it.

    Source: competitors and accounts never to be approached are checked first and never overridden (Swan); the articles
    on lead identification ask not to chase what does not qualify.
    """
    return Verdict(rule="account-status", verdict=_verdict(row, news, policy), saw=(row.status,))


def _verdict(row: Account, news: News, policy: RoutingPolicy) -> str:
    elsewhere = news.signal.kind is SignalKind.NEW_COMPANY and not joined_here(row, news)
    if elsewhere:
        return "qualified"
    if row.deleted:
        return "account-deleted"
    refused = row.status in policy.refused_statuses
    refused = refused or (news.signal.kind in _WITHIN and row.status not in policy.moves_within_statuses)
    return f"account-{row.status.replace('_', '-')}" if refused else "qualified"


def joined_here(row: Account, news: News) -> bool:
    """Whether this account is the one that the contact has joined."""
    after = news.signal.after
    return news.arrived or (after is not None and after.account == row.key)
